"""The numbers of a whole round as the second look compares them, read with a number of queries that does not grow.

Who has sent stands with this year's numbers, and who has not with last year's: so the nation's totals and the usual
levels are there from the first filing on.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import FloatField, Q
from django.db.models.functions import Cast

from reporting.catalogue.models import Indicator
from reporting.review.queries.outliers import Mark, Norms, Question, UnitFigures, find_marks, suspects
from reporting.rounds.models import RosterEntry, Round
from reporting.submissions.models import ReportedValue, Status, Submission

SENT = (Status.SUBMITTED, Status.ACCEPTED)
YEARS_READ = 6  # last year and five before it


@dataclass(frozen=True)
class Landscape:
    """All units of a round with their numbers, by primary key; `submissions` are the filings that are judged."""

    round: Round
    indicators: dict[str, Indicator]
    units: dict[int, UnitFigures]
    submissions: dict[int, Submission]
    history: dict[int, dict[str, float]] = field(default_factory=dict)  # of one unit, by year, where it was asked for

    @cached_property
    def norms(self) -> Norms:
        """What is usual in the round."""
        questions = {
            code: Question(
                code, f"{row.section.code} {row.data_type}", is_count=row.data_type == "count", part_of=row.part_of
            )
            for code, row in self.indicators.items()
        }
        return Norms(self.units.values(), questions)

    @cached_property
    def totals(self) -> dict[str, float]:
        """The national sum of every question, with last year's number of whoever has not sent."""
        totals = defaultdict(float)
        for row in self.units.values():
            for code, number in row.now.items():
                totals[code] += number
        return totals

    @cached_property
    def marks(self) -> list[Mark]:
        """What stands out in the judged filings."""
        found = suspects(self.units.values(), self.norms)
        earlier = self._known(found) if self.history else _earlier(found, self.round.year)
        return find_marks(self.units.values(), self.norms, earlier)

    def _known(self, found):
        """What the history that was read along says of the suspects, who are all of its unit."""
        years = [numbers for year, numbers in sorted(self.history.items()) if year < self.round.year - 1]
        return {(unit, code): [row[code] for row in years if code in row] for unit, code in found}

    def share(self, unit, code) -> float:
        """The unit's part of the national sum, from 0 to 1."""
        total = self.totals[code]
        return self.units[unit].now.get(code, 0.0) / total if total else 0.0

    def displacement(self, unit, code, expected) -> float:
        """How far the number moves the national sum from where it would be with the expected one: 0.12 is 12 %."""
        number = self.units[unit].now[code]
        likely = self.totals[code] - number + expected
        return abs(number - expected) / likely if likely > 0 else 1.0

    def weights(self, mark) -> list[float]:
        """How far each number of a mark moves its national sum; of a whole filing, what part of each sum it is."""
        if not mark.codes:
            return [self.share(mark.unit, code) for code in self.units[mark.unit].now]
        return [
            self.displacement(mark.unit, code, expected)
            for code, expected in zip(mark.codes, mark.expected, strict=True)
        ]


def landscape_of(round_, *, indicators, submissions, with_history_of=None) -> Landscape:
    """Read the numbers of a round in one query; `submissions` are judged, whatever their status.

    `with_history_of` is a unit whose own years before are read along with them, for its page.
    """
    asked = {row.code: row for row in indicators if not row.is_list_of_countries}
    judged = {row.cluster_id: row for row in submissions}
    this_year, last_year = defaultdict(dict), defaultdict(dict)
    kinds, standing, history = {}, set(judged), defaultdict(dict)
    for unit, kind, year, status, code, number in _numbers(round_, with_history_of):
        kinds[unit] = kind
        if code not in asked:
            continue
        if unit == with_history_of:
            history[year][code] = number
        if year == round_.year:
            this_year[unit][code] = number
            if status in SENT:
                standing.add(unit)
        elif year == round_.year - 1:
            last_year[unit][code] = number
    units = {
        unit: UnitFigures(
            unit=unit,
            kind=kinds[unit],
            now=this_year[unit] if unit in standing else last_year[unit],
            before=last_year[unit] if unit in standing else {},
            judged=unit in judged,
        )
        for unit in sorted(kinds)
    }
    return Landscape(round_, asked, units, judged, history)


def _numbers(round_, unit):
    """The numbers of this year and the last of all units on the roster, and those of all years of `unit`.

    As (unit, kind, year, status, code, number); floats, for nothing of it is printed as it is.
    """
    on_the_roster = RosterEntry.objects.filter(round=round_).values("cluster")
    recent = Q(submission__round__year__gte=round_.year - 1, submission__cluster__in=on_the_roster)
    years = Q(submission__round__year__gte=round_.year - YEARS_READ, submission__cluster=unit) if unit else Q()
    rows = (
        ReportedValue.objects.filter(
            recent | years if unit else recent, submission__round__year__lte=round_.year, number__isnull=False
        )
        .annotate(size=Cast("number", FloatField()))
        .values_list(
            "submission__cluster_id",
            "submission__cluster__kind",
            "submission__round__year",
            "submission__status",
            "indicator__code",
            "size",
        )
    )
    return rows.iterator(chunk_size=20_000)


def _earlier(found, year):
    """The numbers of the years before last year of those (unit, code) that need them, in one query."""
    if not found:
        return {}
    numbers = defaultdict(list)
    rows = ReportedValue.objects.filter(
        submission__round__year__range=(year - YEARS_READ, year - 2),
        submission__cluster__in={unit for unit, _code in found},
        indicator__code__in={code for _unit, code in found},
        number__isnull=False,
    ).values_list("submission__cluster_id", "indicator__code", "number")
    for unit, code, number in rows:
        if (unit, code) in found:
            numbers[unit, code].append(float(number))
    return numbers
