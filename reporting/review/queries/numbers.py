"""The units' own numbers by year, as the second look compares them: sums where units have merged since, nothing before a
break of the question. Floats, for nothing of it is printed as it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, FloatField, OuterRef, Q
from django.db.models.functions import Cast

from reporting.rounds.models import RosterEntry
from reporting.submissions.models import ReportedValue
from reporting.submissions.queries import Definition, Given, Successions, is_defined_anew, value_of_units


class Row(NamedTuple):
    """One answer; `number` is None where the question is not relevant for the unit."""

    unit: int
    kind: str
    year: int
    status: str
    code: str
    number: float | None
    not_relevant: bool
    is_on_roster: bool
    question: Definition


def rows_where(condition, *, years, round_) -> Iterable[Row]:
    """The answers of some years, the last of them included, that fulfil a condition; one query.

    Each says whether its unit is on the roster of `round_`.
    """
    roster = RosterEntry.objects.filter(round=round_, cluster=OuterRef("submission__cluster"))
    rows = (
        ReportedValue.objects.filter(
            condition,
            Q(number__isnull=False) | Q(not_relevant=True),
            submission__round__year__gte=years[0],
            submission__round__year__lte=years[-1],
        )
        .annotate(size=Cast("number", FloatField()), is_on_roster=Exists(roster))
        .values_list(
            "submission__cluster_id",
            "submission__cluster__kind",
            "submission__round__year",
            "submission__status",
            "indicator__code",
            "size",
            "not_relevant",
            "is_on_roster",
            *(f"indicator__{name}" for name in Definition._fields),
        )
    )
    for *answer, version, unit, data_type in rows.iterator(chunk_size=20_000):
        yield Row(*answer, Definition(version, unit, data_type))


def ancestry(successions: Successions, units, year, years) -> set[int]:
    """The units whose answers of some `years` make up those of `units`, as they are in `year`; they themselves too."""
    return {pk for unit in units for before in years for pk in successions.lineage(unit, year, before).ids}


def own_numbers(rows: Iterable[Row], *, units, year, indicators, successions) -> Mapping[int, Mapping[int, dict]]:
    """The numbers of `units`, as they are in `year`, by unit, year and code.

    Left out is what cannot be held against the question as it is asked in `year`: what was asked otherwise, and the
    sum of merged units of which one did not answer.
    """
    given = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        if row.code in indicators and not is_defined_anew(row.question, indicators[row.code]):
            given[row.year][row.code][row.unit] = Given(row.number, row.not_relevant)
    numbers = defaultdict(lambda: defaultdict(dict))
    for before, answers in given.items():
        for unit in units:
            lineage = successions.lineage(unit, year, before)
            for code, values in answers.items():
                number = _number(lineage, values)
                if number is not None:
                    numbers[unit][before][code] = number
    return numbers


def _number(lineage, values):
    if not lineage.is_merged:
        return values[lineage.unit_id].number if lineage.unit_id in values else None
    exact = {
        unit: given._replace(number=None if given.number is None else Decimal(str(given.number)))
        for unit, given in values.items()
        if unit in lineage.ids
    }
    number = value_of_units(lineage, exact).comparable
    return None if number is None else float(number)
