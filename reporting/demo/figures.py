"""Made-up figures of the 38 units for 2018 that add up exactly to the published national totals.

What single units filed for 2018 was never published, so demo and tests need figures that are invented yet
hold every rule of a real filing: the sums of `targets_2018.csv`, part <= whole in every unit, and country
lists that agree with the collaborations. The same figures come out on every run and every Python version.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from reporting.demo.apportion import apportion, between, fit_table, noise
from reporting.demo.habits import (
    FEE_CHANCES,
    FUNDERS,
    FUNDING_HABITS,
    HABITS,
    KNOWLEDGE_FEES,
    LARGEST,
    OTHERS_FROM,
    OTHERS_TO,
    SELDOM_LACKING,
    SMALLEST,
    STAFF_TOTALS,
    TURNOVER_PER_POST,
    UNITS_WITH_FEES,
    USUAL_TURNOVER,
)

HERE = Path(__file__).parent
FUNDING = tuple(
    f"funding_{source}" for source in ("state", "regions", "municipalities", "knowledge", "companies", "eu", "other")
)
# Which part of the turnover holds each kind of fee; fees are counted in it, not added to it.
FEES = {
    "fees_companies": "funding_companies",
    "fees_knowledge": "funding_knowledge",
    "fees_ministries": "funding_state",
    "fees_regions": "funding_regions",
    "fees_municipalities": "funding_municipalities",
    "fees_other": "funding_other",
}
LISTS = ("cluster", "knowledge", "b2b")
SMALL = "_small"
WHOLE = {
    **FEES,
    **{f"applications_funded_{funder}": f"applications_{funder}" for funder in FUNDERS},
    **dict.fromkeys(
        (
            "companies_small",
            "dedicated_companies",
            "matchmaking_companies",
            "international_companies",
            "project_companies",
            "network_companies",
            "course_companies",
            "new_contacts",
            "new_competences",
            "new_ideas",
            "new_products",
        ),
        "companies",
    ),
    "first_time_companies": "project_companies",
    **{
        name + SMALL: name
        for name in (
            "project_companies",
            "first_time_companies",
            "network_companies",
            "new_competences",
            "new_ideas",
            "new_products",
        )
    },
}
"""The count or amount that each code may not exceed in a unit (some by rule, some because more is absurd)."""

# The generator counts in whole steps: amounts in thousands of kroner, staff in tenths of a full-time post.
AMOUNT_STEP, STAFF_STEP = Decimal(1000), Decimal("0.1")
CODES = ("fte", *FUNDING, *FEES, *HABITS)
"""The fifty codes; every whole comes before its parts."""


@dataclass(frozen=True)
class DemoUnit:
    """A reporting unit of 2018; hosts are full names of the innovation networks that report through it."""

    slug: str
    name: str
    short_name: str
    kind: str
    certification: str
    hosts: tuple[str, ...]
    former_name: str


@dataclass(frozen=True)
class DemoFiling:
    """What one unit files: 50 numbers (amounts in kroner) and {alpha-2: count} per country list."""

    unit: DemoUnit
    numbers: dict[str, Decimal]
    countries: dict[str, dict[str, int]]


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def units_2018() -> tuple[DemoUnit, ...]:
    """Return the 38 reporting units of 2018: 26 clusters and 12 networks."""
    return tuple(
        DemoUnit(**row | {"hosts": tuple(filter(None, row["hosts"].split("|")))}) for row in _rows("units_2018.csv")
    )


@cache
def targets_2018() -> Mapping[str, Decimal]:
    """Return the published national sum of each of the fifty codes; amounts in kroner."""
    return {row["code"]: Decimal(row["value"]) for row in _rows("targets_2018.csv")}


def _step(code: str) -> Decimal:
    if code == "fte":
        return STAFF_STEP
    return AMOUNT_STEP if code.startswith(("funding_", "fees_")) else Decimal(1)


def _steps_2018(code: str) -> int:
    return int(targets_2018()[code] / _step(code))


def _bounds(code: str, steps: Mapping[str, int]) -> tuple[int, int]:
    """Return the least and the most a unit can have of `code`, given its wholes.

    Small companies in a project are also among the small companies of the unit, and the others among its
    others: that bounds a `_small` code from both sides.
    """
    if code not in WHOLE:
        return 0, 10**9
    lowest, highest = 0, steps[WHOLE[code]]
    if code.endswith(SMALL) and (outer := WHOLE.get(WHOLE[code])):
        small = steps[outer + SMALL]
        lowest = max(0, highest - (steps[outer] - small))
        highest = min(highest, small)
    return lowest, highest


def _turnovers(units: tuple[DemoUnit, ...]) -> list[int]:
    pinned = dict((LARGEST, SMALLEST))
    return apportion(
        sum(_steps_2018(code) for code in FUNDING),
        [USUAL_TURNOVER[unit.kind, unit.certification] * between(0.6, 1.65, unit.slug, "turnover") for unit in units],
        [pinned.get(unit.slug, OTHERS_FROM) for unit in units],
        [pinned.get(unit.slug, OTHERS_TO) for unit in units],
    )


def _has(unit: DemoUnit, code: str, chance_of_none: float, turnover: int) -> bool:
    """Say whether the unit has any of `code`; the larger a unit is, the less it lacks."""
    return noise(unit.slug, "none", code) >= chance_of_none * min(1, SELDOM_LACKING / turnover)


def _with_fees(units: tuple[DemoUnit, ...]) -> set[str]:
    """Choose the units with fee income; clusters are members' associations more often than networks."""
    likely = sorted(units, key=lambda unit: noise(unit.slug, "fees") + 0.4 * (unit.kind == "network"))
    return {unit.slug for unit in likely[:UNITS_WITH_FEES]}


def _fill_financing(units: tuple[DemoUnit, ...], filed: list[dict[str, int]]) -> None:
    """Add staff, funding and fees to `filed`, one dict of steps per unit."""
    turnovers, members = _turnovers(units), _with_fees(units)
    weights = []
    for unit, turnover in zip(units, turnovers, strict=True):
        shares, none = FUNDING_HABITS[unit.kind]
        row = [
            share * between(0.4, 1.6, unit.slug, code) * _has(unit, code, chance, turnover)
            for code, share, chance in zip(FUNDING, shares, none, strict=True)
        ]
        if unit.slug in members:
            row[FUNDING.index("funding_knowledge")] *= KNOWLEDGE_FEES
        weights.append(row)
    table = fit_table(weights, turnovers, [_steps_2018(code) for code in FUNDING])
    for column, code in enumerate(FUNDING):
        _spread(code, [row[column] for row in table], filed)
    for code, whole in FEES.items():
        _spread(
            code,
            [
                steps[whole]
                * between(0.3, 1.0, unit.slug, code)
                * (unit.slug in members and noise(unit.slug, code, "none") < FEE_CHANCES[code])
                for unit, steps in zip(units, filed, strict=True)
            ],
            filed,
        )
    for kind, total in STAFF_TOTALS.items():
        some = [i for i, unit in enumerate(units) if unit.kind == kind]
        staff = apportion(
            total,
            [turnovers[i] * between(0.6, 1.5, units[i].slug, "fte") for i in some],
            [max(10, turnovers[i] * 10 // TURNOVER_PER_POST[1] + 1) for i in some],
            [turnovers[i] * 10 // TURNOVER_PER_POST[0] for i in some],
        )
        for i, tenths in zip(some, staff, strict=True):
            filed[i]["fte"] = tenths


def _spread(code: str, weights: list[float], filed: list[dict[str, int]]) -> None:
    bounds = [_bounds(code, steps) for steps in filed]
    lowest, highest = zip(*bounds, strict=True)
    for steps, part in zip(filed, apportion(_steps_2018(code), weights, lowest, highest), strict=True):
        steps[code] = part


def _fill_activities(units: tuple[DemoUnit, ...], filed: list[dict[str, int]]) -> None:
    turnovers = _turnovers(units)
    for code, (basis, common, spread, none) in HABITS.items():
        sizes = turnovers if basis == "turnover" else [steps[basis] for steps in filed]
        common_size = common * sum(sizes) / len(sizes)
        _spread(
            code,
            [
                (size + common_size)
                * between(1 - spread, 1 + spread, unit.slug, code)
                * _has(unit, code, none, turnover)
                for unit, size, turnover in zip(units, sizes, turnovers, strict=True)
            ],
            filed,
        )


def _countries_2018(name: str, counts: list[int]) -> list[dict[str, int]]:
    """Deal the collaborations of one list to the units: a unit with `counts[i]` of them gets that many."""
    rows = [row for row in _rows("countries_2018.csv") if name in row["lists"].split("|")]
    totals = apportion(sum(counts), [float(row["weight"]) for row in rows], [1] * len(rows), [sum(counts)] * len(rows))
    deck = [
        (noise(name, row["code"], n), row["code"])
        for row, total in zip(rows, totals, strict=True)
        for n in range(total)
    ]
    dealt = iter(sorted(deck))
    return [_tally(next(dealt)[1] for _ in range(count)) for count in counts]


def _tally(codes: Iterable[str]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for code in codes:
        tally[code] = tally.get(code, 0) + 1
    return dict(sorted(tally.items(), key=lambda item: (-item[1], item[0])))


def _filing(unit: DemoUnit, steps: Mapping[str, int], countries: dict[str, dict[str, int]]) -> DemoFiling:
    return DemoFiling(unit, {code: steps[code] * _step(code) for code in CODES}, countries)


def filings_2018() -> tuple[DemoFiling, ...]:
    """Return one filing per unit, in the order of `units_2018`; each code adds up to its target."""
    units = units_2018()
    filed: list[dict[str, int]] = [{} for _ in units]
    _fill_financing(units, filed)
    _fill_activities(units, filed)
    lists = {
        f"countries_{name}": _countries_2018(name, [steps[f"collaborations_{name}"] for steps in filed])
        for name in LISTS
    }
    return tuple(
        _filing(unit, steps, {code: dealt[i] for code, dealt in lists.items()})
        for i, (unit, steps) in enumerate(zip(units, filed, strict=True))
    )


def filing_after(filing: DemoFiling, growth_seed: object) -> DemoFiling:
    """Return a plausible filing of the same unit for the year after, other for another `growth_seed`.

    Every number moves by -10 to +15 % (small counts by up to one), what was 0 stays 0, and the rules of a
    filing still hold. There is no target for the sums.
    """
    slug = filing.unit.slug
    trend = between(0.95, 1.10, growth_seed, slug, "trend")
    steps: dict[str, int] = {}
    for code in CODES:
        before = int(filing.numbers[code] / _step(code))
        factor = trend + between(-0.05, 0.05, growth_seed, slug, code)
        # A random part below one is added before cutting off, so that small counts move too.
        moved = max(min(before, 1), int(before * factor + noise(growth_seed, slug, code, "rounding")))
        lowest, highest = _bounds(code, steps)
        steps[code] = min(max(moved, lowest), highest)
    countries = {
        f"countries_{name}": _countries_after(
            filing.countries[f"countries_{name}"],
            steps[f"collaborations_{name}"],
            (growth_seed, slug, name),
        )
        for name in LISTS
    }
    return _filing(filing.unit, steps, countries)


def _countries_after(before: dict[str, int], count: int, key: tuple[object, ...]) -> dict[str, int]:
    """Keep `count` of the collaborations; new ones go to the countries the unit knows already."""
    deck = sorted((noise(*key, code, n), code) for code, total in before.items() for n in range(total))
    return _tally(deck[i % len(deck)][1] for i in range(count))
