"""Danish working days: neither a weekend nor a public holiday, nor one of the days on which offices are closed."""

import datetime

import holidays

# Constitution Day, Christmas Eve and New Year's Eve: no public holidays by law, but nobody is at work.
CLOSED = {(6, 5), (12, 24), (12, 31)}
SATURDAY = 5
_ONE_DAY = datetime.timedelta(days=1)
# The calendar knows each year's law: Great Prayer Day was one of its holidays until it was abolished.
_PUBLIC = holidays.country_holidays("DK")


def is_working_day(day: datetime.date) -> bool:
    """Whether a Danish office is open on `day`."""
    return day.weekday() < SATURDAY and (day.month, day.day) not in CLOSED and day not in _PUBLIC


def first_working_day(day: datetime.date) -> datetime.date:
    """`day` itself, or the first working day after it."""
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def working_day_before(day: datetime.date, count: int) -> datetime.date:
    """The working day that lies `count` working days before `day`, which may itself be a day off."""
    while count:
        day -= _ONE_DAY
        count -= is_working_day(day)
    return day


def working_days_until(day: datetime.date, *, since: datetime.date) -> int:
    """How many working days there are from `since`, itself counted, until the evening before `day`."""
    days = (day - since).days
    return sum(is_working_day(since + datetime.timedelta(days=passed)) for passed in range(days))
