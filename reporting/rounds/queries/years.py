"""Which years there are and how far each has come; what the next one would be."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q

from reporting.rounds.models import Round
from reporting.workdays import first_working_day

A_YEAR = datetime.timedelta(weeks=52)  # to the same weekday


@dataclass(frozen=True)
class YearRow:
    """One year of the list; `state` is `preparing`, `waiting` for its first day, `open`, `late` or `closed`."""

    round: Round
    state: str
    units: int
    sent: int
    accepted: int


def year_rows(today) -> list[YearRow]:
    """Every year with how far it has come, the latest first; one query."""
    sent = Count("submissions", filter=Q(submissions__status__in=("submitted", "accepted")), distinct=True)
    accepted = Count("submissions", filter=Q(submissions__status="accepted"), distinct=True)
    rounds = Round.objects.annotate(units=Count("roster", distinct=True), sent=sent, accepted=accepted)
    return [
        YearRow(
            round_, state_of(round_, today, round_.units == round_.accepted), round_.units, round_.sent, round_.accepted
        )
        for round_ in rounds.order_by("-year")
    ]


def state_of(round_, today, is_whole=False) -> str:
    """Where a year stands on `today`; it is closed when every unit is accepted, or when nobody can send any more."""
    if round_.opened_at is None:
        return "preparing"
    if today < round_.opens_on:
        return "waiting"
    if is_whole or (round_.locks_on is not None and round_.locks_on < today):
        return "closed"
    return "late" if round_.deadline_on < today else "open"


def latest_prepared():
    """The round of the latest year, be it opened or in preparation; None before the first."""
    return Round.objects.select_related("catalogue").order_by("-year").first()


def proposed_days(before) -> dict:
    """The days of the year before moved by a year: the same weekday, and a working day."""
    return {
        name: None if day is None else first_working_day(day + A_YEAR)
        for name, day in (
            ("opens_on", before.opens_on),
            ("deadline_on", before.deadline_on),
            ("locks_on", before.locks_on),
        )
    }
