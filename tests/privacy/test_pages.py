"""The pages on which a person's data is given out and a person is erased."""

import json

import pytest
from django.urls import reverse

from clusters.models import AccountState, LogEntry, User
from reporting.catalogue.models import Indicator
from reporting.submissions.actions import add_comment, start
from reporting.submissions.models import FieldComment
from tests.builders import AT
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def remarks(cast, round_):
    """Two remarks that name Bodil."""
    filing = start(round_=round_, cluster=cast.alfa)
    question = Indicator.objects.get(section__catalogue=round_.catalogue, code="companies")
    return [
        add_comment(submission=filing, indicator=question, text=text, by=cast.alma, at=AT)
        for text in ("Spørg Bodil.", "Bodil Hansen fra et andet sted.")
    ]


def test_a_person_fetches_the_own_file_and_that_is_logged(cast, as_):
    browser = as_("alma")
    assert reverse("own_data") in Page(browser.get(reverse("account_change_password"))).links
    answer = browser.post(reverse("own_data"), {"form": "json"})
    assert answer["Content-Disposition"] == f'attachment; filename="personoplysninger-{cast.alma.pk}.json"'
    assert json.loads(answer.content)["Konto"]["E-mail"] == "alma@example.dk"
    page = browser.post(reverse("own_data"), {"form": "html"})
    assert "alma@example.dk" in page.text
    assert "<script" not in page.text
    assert LogEntry.objects.filter(act="data_read", by=cast.alma, person=cast.alma).count() == 2


def test_the_editor_chooses_where_the_name_goes(cast, as_, remarks):
    browser, address = as_("edith"), reverse("person_erase", args=[cast.bodil.pk])
    page = browser.get(address)
    mentions = page.context["mentions"]
    assert len(mentions) == 2
    keys = [mention.key for mention in mentions]
    answer = browser.post(address, {"seen": " ".join(keys), "replace": keys[:1], "sure": "on"})
    assert answer.status_code == 302
    assert list(FieldComment.objects.order_by("pk").values_list("text", flat=True)) == [
        f"Spørg Slettet person {cast.bodil.pk}.",
        "Bodil Hansen fra et andet sted.",
    ]
    assert User.objects.get(pk=cast.bodil.pk).state == AccountState.ERASED
    assert "Slettet" in Page(browser.get(reverse("person", args=[cast.bodil.pk]))).text


def test_without_the_cross_or_with_a_place_that_was_not_shown_nothing_is_erased(cast, as_, remarks):
    browser, address = as_("edith"), reverse("person_erase", args=[cast.bodil.pk])
    keys = [mention.key for mention in browser.get(address).context["mentions"]]
    without = browser.post(address, {"seen": " ".join(keys), "replace": keys})
    assert (without.status_code, "Sæt kryds" in Page(without).text) == (422, True)
    late = browser.post(address, {"seen": keys[0], "replace": keys[:1], "sure": "on"})
    assert (late.status_code, "flere steder, end siden viste" in Page(late).text) == (422, True)
    assert User.objects.get(pk=cast.bodil.pk).state == AccountState.ACTIVE


def test_oneself_is_refused_with_a_sentence(cast, as_):
    answer = as_("edith").post(reverse("person_erase", args=[cast.edith.pk]), {"seen": "", "sure": "on"})
    assert (answer.status_code, "Du kan ikke slette dig selv" in Page(answer).text) == (409, True)


def test_other_words_are_searched_for_too(cast, as_, remarks):
    page = as_("edith").get(reverse("person_erase", args=[cast.vera.pk]), {"ord": "Hansen, 12 34 56 78"})
    assert [mention.name for mention in page.context["mentions"]] == ["Hansen"]
