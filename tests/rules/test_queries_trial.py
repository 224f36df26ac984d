"""A trial within a time: batches, the next ones, the years that were not reached."""

import itertools

import pytest

from reporting.catalogue.models import Rule
from reporting.rounds.models import Round
from reporting.rules.queries import trial, try_rule
from reporting.submissions.actions import start
from tests import builders


@pytest.fixture
def years(cast, monkeypatch):
    """Alfa and Beta in three years, with amounts that a limit of ten millions finds small; one filing a batch."""
    monkeypatch.setattr(trial, "BATCH", 1)
    for year in (2017, 2018, 2019):
        round_ = builders.open_small_round(year=year, clusters=[cast.alfa, cast.beta])
        for cluster, by in ((cast.alfa, cast.alma), (cast.beta, cast.bodil)):
            builders.fill(start(round_=round_, cluster=cluster), by=by)
    return list(Round.objects.order_by("-year"))


def small_amount():
    return Rule(code="x", kind="small_amount", strength="soft", subjects=["funding_state"], threshold=10_000_000)


def test_with_time_enough_every_filing_of_every_year_is_tried(years):
    tried = try_rule(small_amount(), years)
    assert [(row.year, row.read, row.units, row.first, row.next) for row in tried.years] == [
        (2019, 2, 2, 2, 0),
        (2018, 2, 2, 2, 0),
        (2017, 2, 2, 2, 0),
    ]
    assert tried.not_reached == ()


def test_without_time_one_batch_is_tried_and_the_rest_is_named(years):
    clock = itertools.count(0, 10).__next__
    tried = try_rule(small_amount(), years, seconds=5, clock=clock)
    assert [(row.year, row.read, row.next) for row in tried.years] == [(2019, 1, 1)]
    assert tried.not_reached == (2018, 2017)


def test_the_next_batch_goes_on_where_the_last_one_ended(years):
    clock = itertools.count(0, 10).__next__
    tried = try_rule(small_amount(), years[:1], skip=1, seconds=5, clock=clock)
    (row,) = tried.years
    assert (row.skipped, row.read, row.next) == (1, 1, 0)
    assert [hit.filing.submission.cluster.slug for hit in row.hits] == ["beta"]
