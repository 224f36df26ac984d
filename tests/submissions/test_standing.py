"""How a filing stood when it was last read whole, and the findings that came and went."""

import datetime
from decimal import Decimal

import pytest

from clusters.actions import register_cluster
from reporting.submissions.actions import explain, refresh_standings, start
from reporting.submissions.models import Finding, Standing, Submission
from reporting.submissions.queries import load_filing, stale_filings, tally_of
from tests import builders
from tests.builders import AT

LATER = AT + datetime.timedelta(hours=1)
MUCH_LATER = AT + datetime.timedelta(hours=2)


@pytest.fixture
def draft(cast, round_):
    """Alfa's draft: small companies are more than all companies, and an amount is suspiciously small."""
    draft = start(round_=round_, cluster=cast.alfa)
    builders.fill(draft, by=cast.alma, answers={"companies": 60, "companies_small": 80, "funding_state": 500})
    return draft


def finding(rule):
    row = Finding.objects.get(rule=rule)
    return row.gone_at, row.was_explained, row.was_mended


def test_a_standing_says_what_the_filing_says(draft, round_):
    assert refresh_standings(round_=round_, at=AT) == 0
    standing, filing = Standing.objects.get(), load_filing(draft)
    assert standing.sections == {sheet.code: sheet.state for sheet in filing.sheets}
    assert (standing.answered, standing.questions) == (filing.answered, filing.questions)
    assert {name: getattr(standing, name) for name in ("hard", "soft", "gaps", "explained")} == tally_of(filing)
    assert standing.hard == 1


def test_only_what_changed_is_computed_again(draft, cast, round_):
    other = start(round_=round_, cluster=cast.beta)
    refresh_standings(round_=round_, at=AT)
    assert stale_filings(round_) == {}
    builders.fill(draft, by=cast.alma, answers={"companies": 90}, countries={})
    assert set(stale_filings(round_)) == {draft.pk}
    refresh_standings(round_=round_, at=LATER)
    assert Standing.objects.get(submission=draft).computed_at == LATER
    assert Standing.objects.get(submission=other).computed_at == AT


def test_last_year_s_number_makes_it_stale(draft, cast, round_):
    refresh_standings(round_=round_, at=AT)
    earlier = builders.open_small_round(year=2018, clusters=[cast.alfa])
    filing = start(round_=earlier, cluster=cast.alfa)
    assert set(stale_filings(round_)) == {draft.pk}
    refresh_standings(round_=round_, at=AT)
    builders.fill(filing, by=cast.alma, answers={"companies": 10}, countries={})
    assert set(stale_filings(round_)) == {draft.pk}
    refresh_standings(round_=round_, at=AT)
    assert Finding.objects.filter(rule="jump_companies").exists()


def test_a_limited_refresh_says_how_many_are_left(draft, cast, round_):
    start(round_=round_, cluster=cast.beta)
    assert refresh_standings(round_=round_, at=AT, limit=1) == 1
    assert refresh_standings(round_=round_, at=AT, limit=1) == 0


def test_a_finding_that_is_mended_is_gone(draft, cast, round_):
    refresh_standings(round_=round_, at=AT)
    hard = next(problem for problem in load_filing(draft).problems if problem.is_hard)
    assert finding(hard.rule) == (None, False, False)
    builders.fill(draft, by=cast.alma, answers={"companies": 90}, countries={})
    refresh_standings(round_=round_, at=LATER)
    assert finding(hard.rule) == (LATER, False, True)
    builders.fill(draft, by=cast.alma, answers={"companies": 60}, countries={})
    refresh_standings(round_=round_, at=MUCH_LATER)
    assert finding(hard.rule) == (None, False, False)
    row = Finding.objects.get(rule=hard.rule)
    assert (row.first_seen_at, row.last_seen_at) == (AT, MUCH_LATER)


def test_a_finding_that_was_explained_says_so_for_good(draft, cast, round_):
    explain(submission=draft, rule="small_amount", subject="funding_state", text="Et tilskud.", by=cast.alma, at=AT)
    refresh_standings(round_=round_, at=AT)
    assert finding("small_amount") == (None, True, False)
    draft.refresh_from_db()
    builders.fill(draft, by=cast.alma, answers={"funding_state": Decimal(500_000)}, countries={}, at=LATER)
    refresh_standings(round_=round_, at=LATER)
    assert finding("small_amount") == (LATER, True, True)


def test_a_finding_that_is_gone_for_last_year_s_sake_was_not_mended(draft, cast, round_):
    earlier = start(round_=builders.open_small_round(year=2018, clusters=[cast.alfa]), cluster=cast.alfa)
    builders.fill(earlier, by=cast.alma, answers={"companies": 10}, countries={})
    refresh_standings(round_=round_, at=AT)
    earlier.refresh_from_db()
    builders.fill(earlier, by=cast.alma, answers={"companies": 60}, countries={})
    refresh_standings(round_=round_, at=LATER)
    assert finding("jump_companies") == (LATER, False, False)


@pytest.mark.parametrize("units", [1, 3])
def test_refreshing_takes_the_same_queries_for_any_number(units, cast, round_, django_assert_num_queries):
    for number in range(units):
        unit = register_cluster(slug=f"unit-{number}", name=f"Enhed {number}", short_name=f"E{number}", kind="cluster")
        start(round_=round_, cluster=unit)
    assert Submission.objects.count() == units
    with django_assert_num_queries(18):
        refresh_standings(round_=round_, at=AT)
