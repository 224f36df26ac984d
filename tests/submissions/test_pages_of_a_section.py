"""What stands beside the fields of a section: the years before, last year's note and explanation, shares, the talk."""

import datetime

import pytest
from django.urls import reverse

from reporting.catalogue.models import Indicator
from reporting.submissions.actions import NoteEntry, add_comment, explain, save_note, start
from tests import builders
from tests.builders import AT
from tests.pages import Page

ADDRESS = reverse("section", args=[2019, "alfa", "participation"])


@pytest.fixture
def years(cast, round_):
    """Alfa's filings of 2016, 2017 and 2018 with 100, 110 and 120 companies, and this year's, begun."""
    filings = {}
    for year, companies in ((2016, 100), (2017, 110), (2018, 120)):
        earlier = builders.open_small_round(year=year, clusters=[cast.alfa])
        filings[year] = start(round_=earlier, cluster=cast.alfa)
        builders.fill(filings[year], by=cast.alma, answers={"companies": companies}, countries={})
    return filings | {2019: start(round_=round_, cluster=cast.alfa)}


def indicator_of(filing, code="companies"):
    return Indicator.objects.get(section__catalogue=filing.round.catalogue_id, code=code)


def note(filing, text, by):
    entry = NoteEntry("companies", text)
    return save_note(submission=filing, indicator=indicator_of(filing), entry=entry, by=by, at=AT)


def test_the_years_before_stand_as_a_chart_with_its_numbers_in_words(years, as_, cast):
    builders.fill(years[2019], by=cast.alma, answers={"companies": 400}, countries={})
    text = as_("alma").get(ADDRESS).text
    assert "Deltagende virksomheder. 2016: 100; 2017: 110; 2018: 120; 2019: 400" in text
    assert text.count("<svg") == 1  # the other question was never answered before


def test_with_one_year_before_there_is_no_chart_beside_its_number(round_, as_, cast):
    earlier = builders.open_small_round(year=2018, clusters=[cast.alfa])
    builders.fill(start(round_=earlier, cluster=cast.alfa), by=cast.alma, answers={"companies": 120}, countries={})
    start(round_=round_, cluster=cast.alfa)
    page = as_("alma").get(ADDRESS).text
    assert ('data-last-year="120.00"' in page, page.count("<svg")) == (True, 0)


def test_last_year_s_note_is_shown_to_the_unit_and_to_nobody_else(years, as_, cast):
    note(years[2018], "Fra projektlisten, filter X.", cast.anton)
    assert "Fra projektlisten, filter X." in as_("alma").get(ADDRESS).text
    for reader in ("rune", "edith", "vera"):
        page = as_(reader).get(ADDRESS)
        assert (page.status_code, "Fra projektlisten" in page.text) == (200, False)


def test_a_remark_is_read_by_the_unit_and_by_the_review(years, as_, cast):
    filing = years[2019]
    add_comment(submission=filing, indicator=indicator_of(filing), text="Er gæster talt med?", by=cast.alma, at=AT)
    assert "Er gæster talt med?" in as_("anton").get(ADDRESS).text
    assert "Er gæster talt med?" in as_("rune").get(reverse("review_filing", args=[2019, "alfa"])).text


def test_what_was_explained_last_year_is_offered_again_until_it_is_used(years, as_, cast):
    explain(submission=years[2018], rule="jump_companies", subject="companies", text="Et projekt.", by=cast.alma, at=AT)
    builders.fill(years[2019], by=cast.alma, answers={"companies": 400}, countries={})
    assert "Sidste år skrev I: »Et projekt.«" in as_("alma").get(ADDRESS).text
    later = AT + datetime.timedelta(minutes=1)
    explain(
        submission=years[2019], rule="jump_companies", subject="companies", text="Et projekt.", by=cast.alma, at=later
    )
    assert "Sidste år skrev I" not in as_("alma").get(ADDRESS).text


def test_a_part_says_its_share_of_the_whole(years, as_, cast):
    builders.fill(years[2019], by=cast.alma, answers={"companies": 120, "companies_small": 80}, countries={})
    assert "67 % af »Deltagende virksomheder«" in Page(as_("alma").get(ADDRESS)).text


def test_a_note_and_a_remark_are_saved_with_the_page_when_there_is_no_script(years, as_):
    client = as_("alma")
    sent = {"note__companies": "Fra CRM.", "note__companies__version": "0", "comment__companies": "Se listen."}
    assert client.post(ADDRESS, sent).status_code == 302
    text = client.get(ADDRESS).text
    assert 'value="Fra CRM."' in text
    assert "<p>Se listen.</p>" in text


def test_a_note_that_a_colleague_wrote_meanwhile_is_not_overwritten(years, as_, cast):
    note(years[2019], "Antons note.", cast.anton)
    page = as_("alma").post(ADDRESS, {"note__companies": "Almas note.", "note__companies__version": "0"})
    assert page.status_code == 422
    assert "Anton har imens skrevet: »Antons note.«" in Page(page).text
    again = as_("alma").post(
        ADDRESS,
        {"note__companies": "Almas note.", "note__companies__version": Page(page).fields["note__companies__version"]},
    )
    assert again.status_code == 302


def test_a_page_that_another_person_opened_is_not_saved_under_this_one_s_name(years, as_, cast):
    answer = as_("alma").post(
        ADDRESS, {"companies": "7", "companies__version": "0", "person": str(cast.anton.pk)}, follow=True
    )
    assert "Siden var åbnet af en anden" in answer.text
    assert not years[2019].values.exists()
