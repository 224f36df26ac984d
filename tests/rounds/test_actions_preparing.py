"""The next year is made from the one before, its days are set, and it can be thrown away until it is opened."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from clusters.actions import close_unit, record
from clusters.models import Act, LogEntry
from reporting.catalogue.models import Catalogue, Indicator
from reporting.rounds.actions import DAYS, change_days, discard_year, open_prepared, prepare_year, take_off
from reporting.rounds.errors import YearRefused
from reporting.rounds.forms import days_of
from reporting.rounds.models import Round
from reporting.rounds.queries import latest_round, opening_of, proposed_days
from tests.builders import AT


def roster(round_):
    return sorted(round_.roster.values_list("cluster__slug", flat=True))


def test_the_next_year_has_last_year_s_questions_units_and_days(round_, prepared):
    assert (prepared.opened_at, roster(prepared)) == (None, ["alfa", "beta"])
    codes = [
        set(Indicator.objects.filter(section__catalogue=one.catalogue).values_list("code", flat=True))
        for one in (round_, prepared)
    ]
    assert codes[0] == codes[1] != set()
    assert prepared.catalogue != round_.catalogue
    assert prepared.catalogue.frozen_at is None
    assert latest_round() == round_  # units know nothing of it yet
    assert LogEntry.objects.filter(act=Act.YEAR_PREPARED, year=2020).count() == 1


def test_a_day_is_moved_by_a_year_to_the_same_weekday_and_to_a_working_day():
    before = Round(opens_on=datetime.date(2027, 2, 1), deadline_on=datetime.date(2027, 3, 15), locks_on=None)
    assert proposed_days(before) == {
        "opens_on": datetime.date(2028, 1, 31),
        "deadline_on": datetime.date(2028, 3, 13),
        "locks_on": None,
    }
    on_easter = Round(opens_on=datetime.date(2026, 4, 6), deadline_on=datetime.date(2026, 4, 6), locks_on=None)
    assert proposed_days(on_easter)["deadline_on"] == datetime.date(2027, 4, 5)
    before_easter = Round(opens_on=datetime.date(2026, 3, 30), deadline_on=datetime.date(2026, 3, 30), locks_on=None)
    assert proposed_days(before_easter)["deadline_on"] == datetime.date(2027, 3, 30)  # the 29th is Easter Monday


def test_a_unit_that_has_closed_is_not_taken_up(cast, round_):
    close_unit(cluster=cast.beta, last_year=2019, by=cast.edith, at=AT)
    made, _new = prepare_year(year=2020, by=cast.edith, at=AT)
    assert roster(made) == ["alfa"]


def test_making_it_again_gives_the_one_that_is_there(cast, prepared):
    take_off(round_=prepared, cluster=cast.beta, closes=False, by=cast.edith, at=AT)
    assert prepare_year(year=2020, by=cast.edith, at=AT) == (prepared, False)
    assert roster(prepared) == ["alfa"]


@pytest.mark.parametrize("year", [0, 2018, 2021])
def test_only_the_very_next_year_is_made(cast, round_, year):
    with pytest.raises(YearRefused):
        prepare_year(year=year, by=cast.edith, at=AT)


@pytest.mark.parametrize("who", ["vera", "rune", "alma", "nikolaj"])
def test_only_editors_prepare(cast, round_, who):
    with pytest.raises(PermissionDenied):
        prepare_year(year=2020, by=getattr(cast, who), at=AT)
    assert Round.objects.count() == 1


def test_a_year_in_preparation_is_thrown_away_with_its_catalogue(cast, prepared):
    discard_year(round_=prepared, by=cast.edith, at=AT)
    discard_year(round_=prepared, by=cast.edith, at=AT)  # the second click finds nothing more to do
    assert (Round.objects.filter(year=2020).count(), Catalogue.objects.filter(year=2020).count()) == (0, 0)
    assert LogEntry.objects.filter(act=Act.YEAR_DISCARDED).count() == 1
    made, is_new = prepare_year(year=2020, by=cast.edith, at=AT)
    assert (is_new, roster(made)) == (True, ["alfa", "beta"])


def test_an_opened_year_stays(cast, prepared):
    Round.objects.update(deadline_on=datetime.date(2099, 1, 1))
    prepared.refresh_from_db()
    open_prepared(round_=prepared, seen=opening_of(prepared).mark, by=cast.edith, at=AT)
    with pytest.raises(YearRefused, match="kan ikke kasseres"):
        discard_year(round_=prepared, by=cast.edith, at=AT)


def test_of_two_editors_who_change_the_days_the_second_sees_what_stands(cast, prepared):
    seen = days_of(prepared)
    first = seen | {"four_eyes": True}
    change_days(round_=prepared, days=first, seen=seen, by=cast.edith, at=AT)
    second = seen | {"locks_on": datetime.date(2100, 5, 1)}
    with pytest.raises(YearRefused, match="En anden redaktør"):
        change_days(round_=prepared, days=second, seen=seen, by=cast.edith, at=AT)
    prepared.refresh_from_db()
    assert days_of(prepared) == first
    assert tuple(first) == DAYS
    entry = LogEntry.objects.get(act=Act.DATES_CHANGED)
    assert (entry.year, entry.text) == (2020, "four_eyes: nej → ja")


def test_days_that_are_saved_unchanged_are_no_act(cast, prepared):
    days = days_of(prepared)
    change_days(round_=prepared, days=days, seen=days, by=cast.edith, at=AT)
    assert not LogEntry.objects.filter(act=Act.DATES_CHANGED).exists()


def test_the_log_holds_no_names(cast, prepared):
    """The control: the word that is looked for is found where it does stand."""
    record(Act.YEAR_PREPARED, by=cast.edith, at=AT, text="Edith")
    texts = list(LogEntry.objects.values_list("text", flat=True))
    assert [text for text in texts if "Edith" in text] == ["Edith"]
