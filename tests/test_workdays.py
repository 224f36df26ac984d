"""Working days as Danish offices keep them."""

import datetime
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.workdays import first_working_day, is_working_day, working_day_before, working_days_until

DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))
ONE_DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 11, 24), True),  # a Tuesday
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 11, 29), False),
        (date(2026, 4, 2), False),  # Maundy Thursday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 7), True),
        (date(2023, 5, 5), False),  # the last Great Prayer Day
        (date(2024, 4, 26), True),  # it would have been here, but was abolished
        (date(2025, 5, 16), True),
        (date(2026, 5, 14), False),  # Ascension Day
        (date(2026, 5, 15), True),
        (date(2026, 5, 25), False),  # Whit Monday
        (date(2026, 5, 1), True),  # Workers' Day
        (date(2026, 6, 5), False),  # Constitution Day
        (date(2026, 12, 23), True),
        (date(2026, 12, 24), False),  # Christmas Eve
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), True),
        (date(2026, 12, 31), False),  # New Year's Eve
        (date(2027, 1, 1), False),
    ],
)
def test_known_days(day, is_open):
    assert is_working_day(day) == is_open


@pytest.mark.parametrize(
    ("deadline", "reminded"),
    [
        (date(2020, 3, 16), [date(2020, 2, 25), date(2020, 3, 9), date(2020, 3, 13)]),  # Monday: the last is on Friday
        (date(2020, 3, 15), [date(2020, 2, 25), date(2020, 3, 9), date(2020, 3, 13)]),  # a Sunday
        (date(2026, 4, 8), [date(2026, 3, 16), date(2026, 3, 27), date(2026, 4, 7)]),  # after Easter
        (date(2027, 1, 4), [date(2026, 12, 9), date(2026, 12, 22), date(2026, 12, 30)]),  # after Christmas
        (date(2026, 6, 8), [date(2026, 5, 15), date(2026, 5, 29), date(2026, 6, 4)]),  # Constitution Day between
    ],
)
def test_the_days_of_the_three_reminders(deadline, reminded):
    assert [working_day_before(deadline, days) for days in (14, 5, 1)] == reminded


def test_a_day_off_is_put_off_to_the_first_day_at_work():
    assert first_working_day(date(2026, 4, 2)) == date(2026, 4, 7)
    assert first_working_day(date(2026, 4, 7)) == date(2026, 4, 7)


@given(DAYS, st.integers(1, 40))
def test_so_many_working_days_lie_between(day, count):
    earlier = working_day_before(day, count)
    assert is_working_day(earlier)
    assert working_days_until(day, since=earlier) == count
    assert working_days_until(day, since=earlier + ONE_DAY) == count - 1


@given(DAYS)
def test_no_time_off_is_longer_than_six_days(day):
    """A holiday calendar that went wrong would say so here: Easter, or Christmas with a weekend, is the longest."""
    assert (first_working_day(day) - day).days <= 6
