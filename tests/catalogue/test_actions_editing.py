"""One row is added, changed or moved; the catalogue stays whole and its fingerprint current."""

from decimal import Decimal

import pytest

from clusters.models import Act, LogEntry
from reporting.catalogue.actions import (
    CatalogueMistaken,
    CatalogueRefused,
    RowMoved,
    add_indicator,
    add_row,
    change_row,
    move_row,
)
from reporting.catalogue.content import content_of, fingerprint_of
from reporting.catalogue.models import Catalogue, Indicator, Measure, Rule
from reporting.catalogue.queries import based_on, order_mark, rows_of, siblings_of
from tests.builders import AT

QUESTION = {
    "section": "participation",
    "label_da": "Nye virksomheder",
    "definition_da": "Virksomheder, der var med for første gang.",
    "unit": "antal",
    "data_type": "count",
    "decimals": 0,
    "minimum": Decimal(0),
    "maximum": Decimal(1000),
    "part_of": "companies",
}


def row_of(catalogue, table, code):
    """One row as it stands."""
    return rows_of(catalogue, table).get(code=code)


def change(catalogue, code, by, *, table="indicator", **more):
    """Change a row as somebody would who has just opened the page."""
    redefined = more.pop("is_new_definition", None)
    return change_row(
        catalogue=catalogue,
        table=table,
        code=code,
        fields=more,
        based_on=based_on(row_of(catalogue, table, code)),
        is_new_definition=redefined,
        by=by,
        at=AT,
    )


def is_current(catalogue):
    """Whether the fingerprint that is kept is that of the rows."""
    catalogue = Catalogue.objects.get(pk=catalogue.pk)
    return catalogue.fingerprint == fingerprint_of(content_of(catalogue))


def test_a_question_comes_with_its_row_its_rule_and_somebody_who_watches(catalogue, cast):
    add_indicator(
        catalogue=catalogue,
        fields={**QUESTION, "code": "new_companies"},
        is_printed=True,
        jump_rule="jump_companies",
        is_checked=True,
        by=cast.edith,
        at=AT,
    )
    question = row_of(catalogue, "indicator", "new_companies")
    printed = row_of(catalogue, "measure", "new_companies")
    rule = row_of(catalogue, "rule", "part_new_companies")
    assert [row.code for row in siblings_of(question)][-1] == "new_companies"
    assert (printed.kind, printed.operands, printed.short_da, printed.level) == (
        "collected",
        ["new_companies"],
        "Nye virksomheder",
        1,
    )
    assert (rule.strength, rule.subjects, rule.against) == ("hard", ["new_companies"], ["companies"])
    assert row_of(catalogue, "rule", "jump_companies").subjects == ["companies", "companies_small", "new_companies"]
    assert is_current(catalogue)
    entry = LogEntry.objects.get(act=Act.CATALOGUE_ADDED)
    assert (entry.by, entry.year, entry.subject, entry.text) == (cast.edith, 2020, "new_companies", "Nye virksomheder")


def test_a_question_alone_brings_nothing_along(catalogue, cast):
    given = {"is_printed": False, "jump_rule": "", "is_checked": False, "by": cast.edith, "at": AT}
    add_indicator(catalogue=catalogue, fields={**QUESTION, "code": "new_companies"}, **given)
    assert [Indicator.objects.filter(section__catalogue=catalogue).count(), Measure.objects.filter(section__catalogue=catalogue).count()] == [9, 10]  # fmt: skip
    assert Rule.objects.filter(catalogue=catalogue).count() == 6


def test_a_code_that_is_there_is_refused(catalogue, cast):
    with pytest.raises(CatalogueRefused, match="Der er allerede noget med koden fte i kataloget"):
        add_row(catalogue=catalogue, table="indicator", fields={**QUESTION, "code": "fte"}, by=cast.edith, at=AT)


def test_a_changed_text_is_saved_logged_and_in_the_fingerprint(catalogue, cast):
    before = Catalogue.objects.get(pk=catalogue.pk).fingerprint
    change(catalogue, "fte", cast.edith, label_da="Årsværk i alt")
    assert row_of(catalogue, "indicator", "fte").label_da == "Årsværk i alt"
    assert is_current(catalogue)
    assert Catalogue.objects.get(pk=catalogue.pk).fingerprint != before
    entry = LogEntry.objects.get(act=Act.CATALOGUE_CHANGED)
    assert (entry.subject, entry.text) == ("fte", "Årsværk i alt (label_da)")


def test_saving_what_stands_changes_and_logs_nothing(catalogue, cast):
    before = LogEntry.objects.count()
    change(catalogue, "fte", cast.edith, label_da=row_of(catalogue, "indicator", "fte").label_da)
    assert LogEntry.objects.count() == before


def test_a_new_definition_is_one_version_on_from_last_year_however_often_it_is_mended(catalogue, cast):
    for text in ("Kun lønnede.", "Kun lønnede hele året."):
        change(catalogue, "fte", cast.edith, definition_da=text, is_new_definition=True)
    assert row_of(catalogue, "indicator", "fte").definition_version == 2
    assert LogEntry.objects.filter(act=Act.DEFINITION_CHANGED).count() == 1
    change(catalogue, "fte", cast.edith, definition_da="Kun lønnede.", is_new_definition=False)
    assert row_of(catalogue, "indicator", "fte").definition_version == 1, "a break that was none is taken back"


def test_a_mended_text_keeps_the_version(catalogue, cast):
    change(catalogue, "fte", cast.edith, definition_da="Lønnede årsværk.", is_new_definition=False)
    assert row_of(catalogue, "indicator", "fte").definition_version == 1


def test_a_question_without_a_year_before_has_no_break(catalogue, cast):
    add_row(catalogue=catalogue, table="indicator", fields={**QUESTION, "code": "new"}, by=cast.edith, at=AT)
    change(catalogue, "new", cast.edith, definition_da="Andet.", is_new_definition=True)
    assert row_of(catalogue, "indicator", "new").definition_version == 1


def test_who_saw_an_older_state_is_told_what_stands(catalogue, cast):
    seen = based_on(row_of(catalogue, "indicator", "fte"))
    change(catalogue, "fte", cast.edith, label_da="Årsværk i alt")
    with pytest.raises(RowMoved) as refusal:
        change_row(
            catalogue=catalogue,
            table="indicator",
            code="fte",
            fields={"label_da": "Stillinger"},
            based_on=seen,
            by=cast.edith,
            at=AT,
        )
    assert refusal.value.standing.label_da == "Årsværk i alt"
    assert row_of(catalogue, "indicator", "fte").label_da == "Årsværk i alt"


@pytest.mark.parametrize(
    ("table", "code", "fields", "place"),
    [
        ("indicator", "fte", {"minimum": Decimal(9), "maximum": Decimal(8)}, ("fte", "maximum")),
        ("indicator", "companies_small", {"part_of": "companies_small"}, ("companies_small", "part_of")),
        ("indicator", "companies", {"data_type": "countries"}, ("companies_small", "part_of")),
        ("rule", "jump_companies", {"threshold": None}, ("jump_companies", "threshold")),
        ("measure", "funding_total", {"operands": ["funding_per_fte"]}, ("funding_total", "operands")),
        ("measure", "funding_per_fte", {"operands": ["fte"]}, ("funding_per_fte", "operands")),
    ],
)  # fmt: skip
def test_what_would_be_wrong_in_a_file_is_wrong_here_and_knows_its_field(catalogue, cast, table, code, fields, place):
    before = content_of(catalogue)
    with pytest.raises(CatalogueMistaken) as refusal:
        change(catalogue, code, cast.edith, table=table, **fields)
    assert place in [(mistake.code, mistake.field) for mistake in refusal.value.mistakes]
    assert content_of(catalogue) == before


def test_a_question_that_changes_its_section_goes_to_its_end(catalogue, cast):
    change(catalogue, "fte", cast.edith, section="international")
    assert [row.code for row in siblings_of(row_of(catalogue, "indicator", "fte"))][-1] == "fte"
    assert row_of(catalogue, "indicator", "fte").section.code == "international"


def move(catalogue, code, to, by, *, table="indicator", order=None):
    """Move a row as somebody would who has just opened the page."""
    order = order or order_mark(siblings_of(row_of(catalogue, table, code)))
    return move_row(catalogue=catalogue, table=table, code=code, to=to, order=order, by=by, at=AT)


def codes(catalogue, table, code):
    """The order of a row and its fellows."""
    return [row.code for row in siblings_of(row_of(catalogue, table, code))]


@pytest.mark.parametrize(("table", "code"), [("section", "financing"), ("indicator", "funding_state"), ("rule", "jump_companies"), ("measure", "funding_total")])  # fmt: skip
def test_every_kind_of_row_moves_among_its_fellows(catalogue, cast, table, code):
    before = codes(catalogue, table, code)
    place = before.index(code)
    move(catalogue, code, place + 1, cast.edith, table=table)
    after = [*before]
    after[place], after[place + 1] = after[place + 1], after[place]
    assert codes(catalogue, table, code) == after
    assert is_current(catalogue)
    assert LogEntry.objects.get(act=Act.CATALOGUE_MOVED).subject == code


def test_a_move_past_the_end_ends_at_the_end_and_to_where_it_stands_is_none(catalogue, cast):
    move(catalogue, "funding_state", 99, cast.edith)
    assert codes(catalogue, "indicator", "funding_state")[-1] == "funding_state"
    move(catalogue, "funding_state", 99, cast.edith)
    assert LogEntry.objects.filter(act=Act.CATALOGUE_MOVED).count() == 1


def test_a_move_in_an_order_that_is_no_more_is_refused(catalogue, cast):
    order = order_mark(siblings_of(row_of(catalogue, "indicator", "funding_state")))
    move(catalogue, "funding_state", 1, cast.edith)
    with pytest.raises(RowMoved):
        move(catalogue, "funding_state", 2, cast.edith, order=order)


def test_a_locked_catalogue_is_not_changed(locked, cast):
    before = content_of(locked)
    with pytest.raises(CatalogueRefused, match="Kataloget for 2019 er låst"):
        change(locked, "fte", cast.edith, label_da="Andet")
    with pytest.raises(CatalogueRefused, match="Kataloget for 2019 er låst"):
        move(locked, "funding_state", 1, cast.edith)
    assert content_of(locked) == before
