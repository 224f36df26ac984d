"""How far a round has come: how many have sent, and how that grew day by day."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Min
from django.db.models.functions import TruncDate

from reporting.rounds.models import Round
from reporting.submissions.models import Status, Submission, SubmissionEvent


@dataclass(frozen=True)
class Coverage:
    """How many of the units on the roster have sent and how many are accepted."""

    accepted: int
    submitted: int
    expected: int

    @property
    def is_whole(self) -> bool:
        """Whether every unit on the roster is accepted."""
        return self.accepted == self.expected


def coverage_of(round_) -> Coverage:
    """How far the round has come, in two queries."""
    tally = dict(Submission.objects.for_round(round_).values_list("status").annotate(units=Count("pk")))
    return Coverage(
        accepted=tally.get(Status.ACCEPTED, 0),
        submitted=tally.get(Status.SUBMITTED, 0),
        expected=round_.roster.count(),
    )


@dataclass(frozen=True)
class Development:
    """How many units had sent for the first time, by days after the deadline (before it: negative).

    `steps` are (day, how many so far) where the number grew; `expected` is how many were on the roster.
    """

    year: int
    steps: tuple[tuple[int, int], ...]
    expected: int

    def sent_by(self, day) -> int:
        """How many had sent `day` days after the deadline."""
        return max((sent for when, sent in self.steps if when <= day), default=0)


def developments_of(round_) -> list[Development]:
    """The round and, where there is one with filings, that of the year before, in three queries."""
    rounds = Round.objects.filter(year__in=(round_.year, round_.year - 1)).annotate(expected=Count("roster"))
    firsts = SubmissionEvent.objects.filter(transition="submit", submission__round__in=[row.pk for row in rounds])
    days = {row.pk: Counter() for row in rounds}
    deadlines = {row.pk: row.deadline_on for row in rounds}
    by_filing = firsts.order_by().values("submission__round", "submission").annotate(day=TruncDate(Min("at")))
    for (where, day), units in Counter(by_filing.values_list("submission__round", "day")).items():
        days[where][(day - deadlines[where]).days] = units
    return [
        Development(row.year, _sums(days[row.pk]), row.expected)
        for row in sorted(rounds, key=lambda row: -row.year)
        if row.pk == round_.pk or days[row.pk]
    ]


def _sums(days):
    steps, sent = [], 0
    for day in sorted(days):
        sent += days[day]
        steps.append((day, sent))
    return tuple(steps)


def days_between(today, day) -> int | None:
    """How many days are left until `day`, 0 on it, negative afterwards; None where there is no such day."""
    return None if day is None else (day - today) // datetime.timedelta(days=1)
