"""The arithmetic of national figures: pure functions on Decimals, no database, no rounding before the end.

A value of an earlier printed account is only known to the decimals it was printed with, so it is an
`Interval`; a change against it is given with the certainty that the interval leaves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from typing import Protocol

from reporting.consolidation.figures import Change
from reporting.numbers import round_half_up

# A change whose possible values lie further apart than this many percent (points) is not printed.
WIDEST_CHANGE = Decimal(10)
# Units whose printed national sums are whole and exact.
COUNTED_UNITS = ("antal", "lande")
HUNDRED = Decimal(100)


class MeasureRow(Protocol):
    """What the formulas read of a row of the printed tables."""

    code: str
    kind: str
    unit: str
    operands: list[str]


@dataclass(frozen=True)
class Inputs:
    """What SQL added up over the accepted filings.

    `sums` by indicator in the measures' units (amounts in mio. kr.), absent where nobody answered;
    `positive` by share measure: units with anything above zero; `distinct` by measure: countries.
    """

    units: int
    sums: Mapping[str, Decimal] = field(default_factory=dict)
    positive: Mapping[str, int] = field(default_factory=dict)
    distinct: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Interval:
    """A number known only to lie from `low` to `high`; `point` is the best single value."""

    low: Decimal
    point: Decimal
    high: Decimal

    @classmethod
    def exact(cls, value):
        """A number known exactly."""
        return cls(value, value, value)

    @classmethod
    def printed(cls, value, decimals):
        """A number printed with `decimals` decimals, rounded half up."""
        half = Decimal(1).scaleb(-decimals) / 2
        return cls(value - half, value, value + half)

    def __truediv__(self, other):
        return Interval(self.low / other.high, self.point / other.point, self.high / other.low)

    def __mul__(self, other):
        return Interval(self.low * other.low, self.point * other.point, self.high * other.high)


def leaves(measures: Iterable[MeasureRow], code: str) -> tuple[str, ...]:
    """The indicators behind `code`, through totals of totals."""
    rows = {row.code: row for row in measures}
    row = rows.get(code)
    if row is None:
        return (code,)
    if row.kind in ("collected", "distinct"):  # a list of countries has the code of its row
        return tuple(row.operands)
    return tuple(leaf for operand in row.operands for leaf in leaves(rows.values(), operand))


def evaluate(measures: Iterable[MeasureRow], inputs: Inputs) -> dict[str, Decimal | None]:
    """Every row's unrounded value in its own unit; None where nobody answered or a divisor is zero."""
    rows = {row.code: row for row in measures}
    values: dict[str, Decimal | None] = {}

    def value(code):
        if code not in rows:
            return inputs.sums.get(code)
        if code not in values:
            values[code] = compute(rows[code])
        return values[code]

    def compute(row):
        match row.kind:
            case "count":
                return Decimal(inputs.units)
            case "collected":
                return inputs.sums.get(row.operands[0])
            case "total":
                known = [number for number in map(value, row.operands) if number is not None]
                return sum(known, Decimal(0)) if known else None
            case "mean":
                return _divide(value(row.operands[0]), Decimal(inputs.units))
            case "ratio":
                return _divide(value(row.operands[0]), value(row.operands[1]))
            case "share":
                return _divide(HUNDRED * inputs.positive.get(row.code, 0), Decimal(inputs.units))
            case "distinct":
                return Decimal(inputs.distinct.get(row.code, 0)) if inputs.units else None

    return {code: value(code) for code in rows}


def _divide(dividend, divisor):
    return None if dividend is None or not divisor else dividend / divisor


@dataclass(frozen=True)
class Published:
    """One value as an earlier account printed it."""

    value: Decimal
    decimals: int


def history_interval(measures: Iterable[MeasureRow], published: Mapping[str, Published], code: str) -> Interval | None:
    """What one earlier year's printed figures say about `code`; None where they say nothing.

    Means and ratios are worked out again from the sums they came from, because those were printed with
    more digits; counts of things are exact; a share is some whole number of the units of that year.
    """
    rows = {row.code: row for row in measures}
    units = next((published.get(row.code) for row in rows.values() if row.kind == "count"), None)
    if units and not units.value:
        units = None  # nothing can be divided by no units

    def known(code):
        row = rows.get(code)
        if row is None:
            return unprinted(code)
        printed = published.get(code)
        if row.kind == "mean" and units and (total := known(row.operands[0])):
            return total / Interval.exact(units.value)
        if row.kind == "ratio":
            dividend, divisor = map(known, row.operands)
            if dividend and divisor and divisor.low > 0:
                return dividend / divisor
        if printed is None:
            return None
        if row.kind == "share" and units:
            return _whole_share(printed, units.value)
        if row.unit in COUNTED_UNITS and row.kind != "mean":
            return Interval.exact(printed.value)
        return Interval.printed(printed.value, printed.decimals)

    def unprinted(code):
        """An indicator that is only printed as a mean: the mean times the number of units."""
        mean = next((row.code for row in rows.values() if row.kind == "mean" and row.operands == [code]), None)
        if mean not in published or not units:
            return None
        return Interval.printed(published[mean].value, published[mean].decimals) * Interval.exact(units.value)

    return known(code)


def _whole_share(printed, units):
    """The shares k/units that print as `printed`, as an interval."""
    fitting = [
        HUNDRED * k / units
        for k in range(int(units) + 1)
        if round_half_up(HUNDRED * k / units, printed.decimals) == printed.value
    ]
    if not fitting:
        return Interval.printed(printed.value, printed.decimals)
    return Interval(min(fitting), min(fitting, key=lambda share: abs(share - printed.value)), max(fitting))


def change_between(now: Decimal | None, before: Interval | None, *, in_points: bool) -> Change | None:
    """The change from `before` to `now` in whole percent, or percentage points for shares.

    Marked approximate where the printed precision of `before` leaves the last digit open; None where
    there is nothing to compare with or the possible values lie more than ten apart.
    """
    if now is None or before is None:
        return None
    if in_points:
        lowest, point, highest = now - before.high, now - before.point, now - before.low
    elif before.low <= 0:
        return None
    else:
        lowest, point, highest = ((now - value) * HUNDRED / value for value in (before.high, before.point, before.low))
    if highest - lowest > WIDEST_CHANGE:
        return None
    is_open = round_half_up(lowest) != round_half_up(highest)
    return Change(value=round_half_up(point), in_points=in_points, approximate=is_open)


def largest_remainder(amounts: list[Decimal], total: int = 100) -> list[int]:
    """Whole shares of `total` that add up to it (largest-remainder method); all zero when there is nothing to share.

    Ties go to the earlier amount.
    """
    whole = sum(amounts, Decimal(0))
    if not whole:
        return [0] * len(amounts)
    exact = [amount * total / whole for amount in amounts]
    shares = [int(share.to_integral_value(ROUND_FLOOR)) for share in exact]
    by_remainder = sorted(range(len(amounts)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares
