"""The numbers that the second look compares, where units have merged and where a question was defined anew."""

import pytest

from clusters.actions import give_access, register_cluster
from reporting.review.queries import looks_at, queue_of
from reporting.review.queries.outliers import Tell
from reporting.submissions.actions import start, submit
from reporting.submissions.queries import load_filing
from tests import builders
from tests.builders import AT, GOOD_ANSWERS


@pytest.fixture
def gamma(cast):
    """A unit that is to carry others on; Alma files for it."""
    unit = register_cluster(slug="gamma", name="Gamma", short_name="Gamma", kind="cluster")
    give_access(user=cast.alma, cluster=unit, role="manager")
    return unit


@pytest.fixture
def merged(cast, gamma):
    """Alfa and Beta became Gamma, which is alone on the roster of 2019."""
    before = builders.open_small_round(year=2018, clusters=[cast.alfa, cast.beta])
    builders.merge(cast.alfa, cast.beta, into=gamma, year=2019)
    return before, builders.open_small_round(year=2019, clusters=[gamma])


def sent(round_, cluster, by, **answers):
    """A filing with other answers than the good ones, as it was sent."""
    submission = start(round_=round_, cluster=cluster)
    builders.fill(submission, by=by, answers=GOOD_ANSWERS | answers)
    builders.explain_everything(submission, by=by)
    return submit(submission=submission, by=by, at=AT, version=submission.version)


def rows(round_):
    return [(row.subject, row.mark.tell, row.values[0].before) for row in queue_of(round_).rows if row.values]


def test_last_year_of_a_successor_is_the_sum_of_those_it_carries_on(cast, gamma, merged):
    before, now = merged
    sent(before, cast.alfa, cast.alma)
    sent(before, cast.beta, cast.bodil)
    sent(now, gamma, cast.alma, funding_state=4_000_000_000)
    (row,) = [row for row in rows(now) if row[0] == "funding_state"]
    assert row == ("funding_state", Tell.POWER, 4_000_000)
    (shown,) = [row for row in queue_of(now).rows if row.subject == "funding_state"]
    assert "mod 4.000.000" in shown.reason
    look = looks_at(load_filing(shown.submission)).values["funding_state"]
    assert look.reasons == (shown.reason,)


def test_where_one_of_them_did_not_answer_there_is_no_last_year(cast, gamma, merged):
    before, now = merged
    sent(before, cast.alfa, cast.alma)
    builders.fill(start(round_=before, cluster=cast.beta), by=cast.bodil, answers={"companies": 120}, countries={})
    filing = sent(now, gamma, cast.alma, funding_state=4_000_000_000, companies=24_000)
    assert rows(now) == [("companies", Tell.POWER, 240)]
    assert looks_at(load_filing(filing)).values["funding_state"].reasons == ()


def test_a_successor_that_has_not_sent_stands_with_the_sum_in_the_nation(cast, gamma, merged):
    before, now = merged
    sent(before, cast.alfa, cast.alma)
    sent(before, cast.beta, cast.bodil)
    delta = register_cluster(slug="delta", name="Delta", short_name="Delta", kind="cluster")
    now.roster.create(cluster=delta)
    give_access(user=cast.bodil, cluster=delta, role="manager")
    filing = sent(now, delta, cast.bodil, funding_state=4_000_000)
    assert looks_at(load_filing(filing)).values["funding_state"].share == "50\u00a0% af det nationale tal"


def test_a_question_that_was_defined_anew_is_not_held_against_last_year(cast, tmp_path):
    before = builders.open_small_round(year=2018, clusters=[cast.alfa, cast.beta])
    sent(before, cast.alfa, cast.alma)
    now = builders.open_changed_round(year=2019, clusters=[cast.alfa, cast.beta], folder=tmp_path)
    filing = sent(now, cast.alfa, cast.alma, companies=120_000, funding_state=2_000_000_000)
    assert rows(now) == [("funding_state", Tell.POWER, 2_000_000)]
    assert looks_at(load_filing(filing)).values["companies"].reasons == ()


def test_a_question_that_was_not_defined_anew_is(cast):
    before = builders.open_small_round(year=2018, clusters=[cast.alfa, cast.beta])
    sent(before, cast.alfa, cast.alma)
    now = builders.open_small_round(year=2019, clusters=[cast.alfa, cast.beta])
    sent(now, cast.alfa, cast.alma, companies=120_000)
    assert rows(now) == [("companies", Tell.POWER, 120)]
