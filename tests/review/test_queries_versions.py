"""What was changed since a filing was sent the time before."""

from decimal import Decimal

import pytest
from django.urls import reverse

from reporting.review.actions import return_for_correction
from reporting.review.queries import changes_since, version_before
from reporting.submissions.actions import Entry, explain, save_answers, submit
from reporting.submissions.models import Status
from reporting.submissions.queries import load_filing, receipts_of
from tests import builders
from tests.builders import AT
from tests.pages import Page

FILING = reverse("review_filing", args=[2019, "alfa"])


@pytest.fixture
def returned(cast, round_):
    """Alfa's filing came back to it."""
    return builders.filing_at(Status.RETURNED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)


def compared(submission):
    before = version_before(submission, receipts_of(submission))
    return before and changes_since(load_filing(submission), before)


def test_a_filing_sent_once_has_nothing_before_it(cast, round_):
    filing = builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)
    assert compared(filing) is None
    assert version_before(filing, []) is None


def test_a_draft_has_nothing_before_it(cast, round_):
    assert compared(builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)) is None


def test_while_the_unit_has_it_what_it_changed_is_told(cast, returned):
    assert compared(returned).is_same
    builders.fill(returned, by=cast.anton, answers={"fte": Decimal("5.5"), "companies": None}, countries={})
    told = compared(returned)
    assert [(row.code, row.old, row.new, row.who) for row in told.answers.values()] == [
        ("fte", "4,5", "5,5", "Anton"),
        ("companies", "120", "", "Anton"),
    ]
    assert (told.answers["fte"].change, told.answers["companies"].change) == ("+22\u00a0%", "")
    assert told.answers["fte"].at == AT
    assert told.sections == {"financing", "participation"}


def test_once_it_is_sent_again_it_is_held_against_what_was_sent_before(cast, returned):
    builders.fill(returned, by=cast.alma, answers={"fte": Decimal("5.5")}, countries={})
    again = submit(submission=returned, by=cast.alma, at=AT, version=returned.version)
    told = compared(again)
    assert list(told.answers) == ["fte"]
    assert told.receipt.version == 3 or told.receipt == receipts_of(again)[1]


def test_what_was_changed_and_changed_back_is_no_change(cast, returned):
    for number in ("9.5", "4.50"):
        builders.fill(returned, by=cast.alma, answers={"fte": Decimal(number)}, countries={})
    assert compared(returned).is_same


def test_not_relevant_is_told_in_words(cast, returned):
    versions = dict(returned.values.values_list("indicator__code", "version"))
    save_answers(
        submission=returned,
        entries=[Entry("fte", None, not_relevant=True, based_on=versions["fte"])],
        country_entries=[],
        by=cast.alma,
        at=AT,
    )
    returned.refresh_from_db()
    row = compared(returned).answers["fte"]
    assert (row.old, row.new, row.change) == ("4,5", "Ikke relevant", "")


def test_a_list_of_countries_is_told_whole_and_by_whom(cast, returned):
    lists = {"countries_cluster": {"DE": 2, "NO": 3}}
    builders.fill(returned, by=cast.anton, answers={}, countries=lists)
    row = compared(returned).answers["countries_cluster"]
    assert (row.old, row.new) == ("Tyskland\u00a03, Sverige\u00a02", "Norge\u00a03, Tyskland\u00a02")
    assert (row.who, row.at) == ("Anton", AT)


def test_a_new_explanation_is_told(cast, returned):
    explain(submission=returned, rule="unanswered", subject="financing", text="Vi er nye.", by=cast.alma, at=AT)
    returned.refresh_from_db()
    assert [(row.label, row.old, row.new) for row in compared(returned).explanations] == [
        ("Finansiering", "", "Vi er nye.")
    ]
    assert not compared(returned).is_same


def test_the_page_tells_old_and_new_and_can_leave_out_the_rest(cast, returned, as_):
    builders.fill(returned, by=cast.alma, answers={"fte": Decimal("5.5")}, countries={})
    submit(submission=returned, by=cast.alma, at=AT, version=returned.version)
    text = Page(as_("rune").get(FILING)).text
    assert "Ændret siden sidst" in text and "Årsværk 4,5 5,5 +22 % Alma" in text
    assert "Deltagende virksomheder" in text and "Vis kun ændrede" in text
    only = Page(as_("rune").get(FILING, {"kun-aendrede": "1"}))
    assert "value-fte" in only.ids and "value-companies" not in only.ids
    assert "Deltagende virksomheder" not in only.text and "Vis alle tal" in only.text


def test_without_a_version_before_the_page_hides_nothing(cast, round_, as_):
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)
    page = Page(as_("rune").get(FILING, {"kun-aendrede": "1"}))
    assert "value-companies" in page.ids and "Ændret siden sidst" not in page.text


def test_sent_back_again_without_a_change_says_so(cast, returned, as_):
    again = submit(submission=returned, by=cast.alma, at=AT, version=returned.version)
    assert "Intet tal og ingen forklaring er ændret." in Page(as_("rune").get(FILING)).text
    return_for_correction(submission=again, by=cast.rune, at=AT, version=again.version, reason="Se igen.")
    assert compared(again).is_same
