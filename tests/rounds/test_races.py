"""Two editors at the same moment."""

import datetime

import pytest

from clusters.models import Act, Cluster, LogEntry, Membership, Succession, User
from reporting.rounds.actions import import_list, merge, open_prepared, prepare_year
from reporting.rounds.errors import YearRefused
from reporting.rounds.models import RosterEntry, Round
from reporting.rounds.queries import opening_of
from tests import builders
from tests.builders import AT
from tests.cast import Cast
from tests.races import at_once, database_on_disk

ROUNDS = 8
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(transactional_db, tmp_path):
    """The cast with the year 2019, in a database where people wait for each other."""
    with database_on_disk(tmp_path):
        cast = Cast.assemble()
        builders.open_small_round(year=2019, clusters=[cast.alfa, cast.beta])
        yield cast


def test_a_year_is_made_once_by_two_who_ask_at_once(house):
    outcomes = at_once(*[lambda: prepare_year(year=2020, by=house.edith, at=AT)] * 3)
    assert sorted(made for _round, made in outcomes) == [False, False, True]
    assert Round.objects.filter(year=2020).count() == 1
    assert RosterEntry.objects.filter(round__year=2020).count() == 2
    assert LogEntry.objects.filter(act=Act.YEAR_PREPARED).count() == 1


def test_a_year_is_opened_once_by_two_who_open_at_once(house):
    for place in range(ROUNDS):
        round_, _made = prepare_year(year=2020 + place, by=house.edith, at=AT)
        mark = opening_of(round_).mark
        act = lambda round_=round_, mark=mark: open_prepared(round_=round_, seen=mark, by=house.edith, at=AT)  # noqa: E731
        outcomes = at_once(act, act)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Round", "YearRefused"]
        assert LogEntry.objects.filter(act=Act.ROUND_OPENED, year=2020 + place).count() == 1


def test_units_are_merged_once(house):
    round_, _made = prepare_year(year=2020, by=house.edith, at=AT)
    new = {"name": "Gamma", "short_name": "Gamma", "kind": "cluster"}

    def join():
        units = {"predecessors": [house.alfa, house.beta], "successor": None, "new": new, "users": [house.alma]}
        return merge(round_=round_, **units, by=house.edith, at=AT)

    outcomes = at_once(join, join)
    assert sorted(isinstance(outcome, Cluster) for outcome in outcomes) == [False, True]
    assert (Succession.objects.count(), Cluster.objects.count()) == (2, 3)
    assert [entry.cluster.slug for entry in round_.roster.select_related("cluster")] == ["gamma"]
    assert Membership.objects.filter(cluster__slug="gamma").count() == 1


def test_the_same_list_read_in_twice_at_once_makes_nobody_twice(house):
    round_, _made = prepare_year(year=2020, by=house.edith, at=AT)
    text = "Enhed;Art;Navn;E-mail\nGamma;klynge;Ida;ida@gamma.example\nAlfa;;Bo;bo@alfa.example\n"
    outcomes = at_once(*[lambda: import_list(round_=round_, text=text, by=house.edith, at=AT)] * 2)
    assert sorted(outcome.saved for outcome in outcomes) == [0, 2]
    assert (Cluster.objects.filter(name="Gamma").count(), User.objects.filter(name__in=("Ida", "Bo")).count()) == (1, 2)


def test_opening_and_merging_at_once_leave_a_year_that_was_seen(house):
    """Whichever is first: the year is opened as the preview showed it, or it is not opened."""
    round_, _made = prepare_year(year=2020, by=house.edith, at=AT)
    mark = opening_of(round_).mark
    opened, merged = at_once(
        lambda: open_prepared(round_=round_, seen=mark, by=house.edith, at=AT),
        lambda: merge(round_=round_, predecessors=[house.beta], successor=house.alfa, by=house.edith, at=AT),
    )
    assert isinstance(merged, Cluster)
    standing = Round.objects.get(pk=round_.pk)
    assert isinstance(opened, YearRefused) == (standing.opened_at is None)
    assert standing.deadline_on > datetime.date(2099, 1, 1)
