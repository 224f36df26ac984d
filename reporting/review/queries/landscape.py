"""The numbers of a whole round as the second look compares them, read with a number of queries that does not grow.

Who has sent stands with this year's numbers, and who has not with last year's: so the nation's totals and the usual
levels are there from the first filing on. A unit that carries others on has their numbers of the years before, added
up; a question that was defined anew has none.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from reporting.catalogue.models import Indicator
from reporting.review.queries.numbers import ancestry, own_numbers, rows_where
from reporting.review.queries.outliers import Mark, Norms, Question, UnitFigures, find_marks, suspects
from reporting.rounds.models import RosterEntry, Round
from reporting.submissions.models import Status, Submission
from reporting.submissions.queries import Successions

SENT = (Status.SUBMITTED, Status.ACCEPTED)
YEARS_READ = 6  # last year and five before it


@dataclass(frozen=True)
class Landscape:
    """All units of a round with their numbers, by primary key; `submissions` are the filings that are judged."""

    round: Round
    indicators: dict[str, Indicator]
    units: dict[int, UnitFigures]
    submissions: dict[int, Submission]
    successions: Successions | None = None
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
        earlier = self._known(found) if self.history else self._earlier(found)
        return find_marks(self.units.values(), self.norms, earlier)

    def _known(self, found):
        """What the history that was read along says of the suspects, who are all of its unit."""
        years = [numbers for year, numbers in sorted(self.history.items()) if year < self.round.year - 1]
        return {(unit, code): [row[code] for row in years if code in row] for unit, code in found}

    def _earlier(self, found):
        """The numbers of the years before last year of those (unit, code) that need them, in one query."""
        if not found:
            return {}
        year, units = self.round.year, {unit for unit, _code in found}
        years = range(year - YEARS_READ, year - 1)
        condition = Q(
            submission__cluster__in=ancestry(self.successions, units, year, years),
            indicator__code__in={code for _unit, code in found},
        )
        numbers = own_numbers(
            rows_where(condition, years=years, round_=self.round),
            units=units,
            year=year,
            indicators=self.indicators,
            successions=self.successions,
        )
        return {
            (unit, code): [row[code] for _year, row in sorted(numbers[unit].items()) if code in row]
            for unit, code in found
        }

    def before(self, unit, code) -> Decimal | None:
        """The number of last year that this year's is held against; None where there is none."""
        number = self.units[unit].before.get(code)
        return None if number is None else Decimal(str(number))

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


def landscape_of(round_, *, indicators, submissions, successions, with_history_of=None) -> Landscape:
    """Read the numbers of a round in one query; `submissions` are judged, whatever their status.

    Last year's number of a unit that carries others on is their sum. `with_history_of` is a unit whose own years
    before are read along with them, for its page.
    """
    year, asked = round_.year, {row.code: row for row in indicators if not row.is_list_of_countries}
    judged = {row.cluster_id: row for row in submissions}
    rows = list(_rows(round_, successions, with_history_of))
    kinds = {row.unit: row.kind for row in rows if row.is_on_roster}
    kinds |= {pk: unit.kind for pk, unit in successions.successors.items()}
    kinds |= {pk: row.cluster.kind for pk, row in judged.items() if pk not in kinds}
    numbers = own_numbers(rows, units=kinds, year=year, indicators=asked, successions=successions)
    standing = {row.unit for row in rows if row.year == year and row.status in SENT} | judged.keys()
    units = {
        unit: UnitFigures(
            unit=unit,
            kind=kinds[unit],
            now=numbers[unit][year if unit in standing else year - 1],
            before=numbers[unit][year - 1] if unit in standing else {},
            judged=unit in judged,
        )
        for unit in sorted(numbers)
    }
    history = dict(numbers[with_history_of]) if with_history_of else {}
    return Landscape(round_, asked, units, judged, successions, history)


def _rows(round_, successions, unit):
    """The answers of this year and the last of the roster and of whom it carries on, and those of all years of `unit`."""
    year = round_.year
    roster = RosterEntry.objects.filter(round=round_).values("cluster")
    condition = Q(submission__round__year__gte=year - 1) & (
        Q(submission__cluster__in=roster) | Q(submission__cluster__in=successions.predecessors)
    )
    if unit:
        years = range(year - YEARS_READ, year + 1)
        condition |= Q(submission__cluster__in=ancestry(successions, [unit], year, years))
    return rows_where(condition, years=(year - (YEARS_READ if unit else 1), year), round_=round_)
