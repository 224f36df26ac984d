"""No model can be forgotten: every reference to a person and every column of text is listed, or excepted with a reason."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from reporting.privacy import inventory
from reporting.privacy.inventory import CODES, COMPOSED, IMPERSONAL, NOT_TOLD, OWN, WRITTEN, references, unlisted
from reporting.privacy.queries import as_json, held_about
from reporting.submissions.actions import NoteEntry, save_note, start
from reporting.submissions.models import FieldNote
from tests import builders
from tests.builders import AT


def test_every_column_of_text_is_decided_about():
    assert unlisted() == []


def test_a_column_that_nobody_decided_about_would_be_seen(monkeypatch):
    monkeypatch.delitem(inventory.WRITTEN, "reporting.FieldNote")
    assert unlisted() == ["reporting.FieldNote.text"]


@pytest.mark.parametrize("table", [WRITTEN, COMPOSED, OWN, CODES], ids=["written", "composed", "own", "codes"])
def test_what_is_listed_is_there(table):
    missing = []
    for label, names in table.items():
        for name in names:
            try:
                apps.get_model(label)._meta.get_field(name)
            except FieldDoesNotExist:
                missing.append(f"{label}.{name}")
    assert missing == []
    assert [label for label in IMPERSONAL if apps.get_model(label) is None] == []


def test_every_reference_to_a_person_is_told_of_or_excepted():
    named = {f"{model._meta.label}.{field.name}" for model, field in references()}
    assert set(NOT_TOLD) <= named
    assert len(named) > 25


@pytest.mark.django_db
def test_the_file_tells_of_every_kind_of_row_that_the_person_has(cast, round_):
    filing = builders.filing_at("accepted", round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    file = held_about(cast.alma, AT, with_mentions=True)
    theirs = {
        str(model._meta.verbose_name_plural).capitalize()
        for model, field in references()
        if f"{model._meta.label}.{field.name}" not in NOT_TOLD
        and model._base_manager.filter(**{field.name: cast.alma}).exists()
    }
    assert theirs <= {group.heading for group in file.groups}
    text = as_json(file)
    assert "alma@example.dk" in text
    assert f"/indberetninger/{filing.round.year}/alfa/" in text
    assert cast.alma.password not in text


@pytest.mark.django_db
def test_what_others_wrote_about_the_person_is_in_the_file(cast, round_):
    filing = start(round_=round_, cluster=cast.alfa)
    indicator = filing.round.catalogue.sections.first().indicators.first()
    save_note(
        submission=filing,
        indicator=indicator,
        entry=NoteEntry(indicator.code, "Spørg Bodil om det."),
        by=cast.alma,
        at=AT,
    )
    assert FieldNote.objects.count() == 1
    assert "Spørg Bodil om det." in as_json(held_about(cast.bodil, AT, with_mentions=True))
    assert "Spørg Bodil om det." not in as_json(held_about(cast.vera, AT, with_mentions=True))
