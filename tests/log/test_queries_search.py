"""The list over many tables: whole, in order, page by page, and cheap."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.actions import record
from clusters.models import Act
from reporting.log.queries import THE_NATIONS, Search, moment_from, moment_text, search_log
from reporting.submissions.models import CountryCount, ReportedValue, Status
from tests import builders
from tests.builders import AT


@pytest.fixture
def filings(cast, round_):
    """Two filings that were sent, all of it at the very same moment, which is the hardest to page through."""
    return [
        builders.filing_at(Status.RETURNED, round_=round_, cluster=cluster, by=by, reviewer=cast.rune)
        for cluster, by in ((cast.alfa, cast.alma), (cast.beta, cast.bodil))
    ]


def all_pages(search, count):
    """Every row, read `count` at a time."""
    rows, after = [], None
    while True:
        page = search_log(search, sources=THE_NATIONS, after=after, count=count)
        rows += page.rows
        if page.next is None:
            return rows
        after = moment_from(moment_text(page.next))


@pytest.mark.parametrize("count", [1, 2, 7, 1000])
def test_nothing_is_lost_and_nothing_comes_twice_between_two_pages(filings, count):
    rows = all_pages(Search(submission=filings[0]), count)
    keys = [(row.kind, row.row) for row in rows]
    assert len(keys) == len(set(keys))
    assert [(row.at, row.rank, row.row) for row in rows] == sorted(((r.at, r.rank, r.row) for r in rows), reverse=True)
    assert sum(row.kind == "value" for row in rows) == ReportedValue.history.filter(submission=filings[0]).count()
    assert sum(row.kind == "countries" for row in rows) == CountryCount.history.filter(submission=filings[0]).count()
    assert [row.act for row in rows if row.kind == "event"] == ["return_for_correction", "submit"]


def test_the_other_unit_s_are_not_among_them(filings, cast):
    assert {row.cluster for row in all_pages(Search(submission=filings[0]), 50)} == {cast.alfa.pk}
    assert {row.cluster for row in all_pages(Search(), 50)} >= {cast.alfa.pk, cast.beta.pk}


def test_a_change_knows_what_stood_before(filings, cast):
    filing = filings[0]
    for number, at in ((150, 1), (None, 2)):
        builders.fill(
            filing, by=cast.alma, answers={"companies": number}, countries={}, at=AT + datetime.timedelta(hours=at)
        )
    rows = [row for row in all_pages(Search(submission=filing), 50) if row.code == "companies"]
    assert [(row.was, row.number) for row in rows] == [(150, None), (120, 150), (None, 120)]


def test_one_page_is_one_query_beside_the_few_that_find_the_filings(filings):
    with CaptureQueriesContext(connection) as queries:
        search_log(Search(), sources=THE_NATIONS)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        search_log(Search(year=2019), sources=THE_NATIONS)
    assert len(queries) == 2


def test_people_are_found_as_those_who_did_it_and_as_those_whom_it_is_about(filings, cast):
    record(Act.ROLE_CHANGED, by=cast.alma, at=AT, cluster=cast.alfa, person=cast.anton, text="manager")
    rows = all_pages(Search(people=(cast.anton.pk,), kinds={"act": ("role_changed",)}), 10)
    assert [(row.by, row.person) for row in rows] == [(cast.alma.pk, cast.anton.pk)]
