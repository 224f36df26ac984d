"""Where one number lies among others, without giving the others away. Pure functions on Decimals.

What is shown of a group is its median and its quartiles, rounded to two significant digits, and only where
at least FEWEST others have a number. docs/decisions/0015 says against which tricks, and why.
"""

import itertools
from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from reporting.numbers import round_half_up

FEWEST = 5  # others, the reader's own unit not counted
STEP = 5  # units by which a group grows while filings come in


@dataclass(frozen=True)
class Place:
    """Where `own` lies among `others` other numbers: quartiles rounded for showing, rank from the highest."""

    own: Decimal
    others: int
    low: Decimal
    median: Decimal
    high: Decimal
    rank: int
    shares_rank: bool

    @property
    def units(self) -> int:
        """How many numbers there are with the own one."""
        return self.others + 1

    @property
    def quarter(self) -> int:
        """The quarter that the own number lies in: 1 is the lowest, 4 the highest."""
        return 1 + (self.own >= self.low) + (self.own >= self.median) + (self.own >= self.high)


def place_among(own: Decimal | None, others) -> Place | None:
    """The place of `own` among the numbers of others; None without a number or with too few others."""
    others = sorted(others)
    if own is None or len(others) < FEWEST:
        return None
    everybody = sorted([*others, own])
    low, median, high = (quantile(everybody, Decimal(part) / 4) for part in (1, 2, 3))
    return Place(
        own=own,
        others=len(others),
        low=veiled(low),
        median=veiled(median),
        high=veiled(high),
        rank=1 + sum(1 for number in others if number > own),
        shares_rank=own in others,
    )


def quantile(ordered, part: Decimal) -> Decimal:
    """The number below which `part` of the ordered numbers lie, between two neighbours where it falls there."""
    position = part * (len(ordered) - 1)
    below = int(position.to_integral_value(rounding=ROUND_FLOOR))
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def veiled(number: Decimal) -> Decimal:
    """A number as it is shown of others: two significant digits, and no decimals from ten on."""
    if not number:
        return Decimal(0)
    return round_half_up(number, 1 - number.adjusted())


def complete_steps(count: int, expected: int) -> int:
    """How many of `count` filings, the first ones sent, are compared with while `expected` are to come in all.

    The number grows by STEP at least, so that nobody sees a single unit join: all of them when all are
    in, otherwise whole steps, and never a step after which fewer than a step would be left.
    """
    if count >= expected:
        return count
    steps = count // STEP * STEP
    return steps if expected - steps >= STEP else max(steps - STEP, 0)


def safe_groups(groups) -> list[str]:
    """Names of those groups, in order, whose figures together tell nothing of fewer than FEWEST units.

    `groups` are (name, members) of units other than the reader's. A group that is too small is left out, and so
    is one that could be set off against those before it, added or subtracted, until a handful of units is left.
    """
    admitted: list[tuple[str, frozenset]] = []
    for name, members in groups:
        members = frozenset(members)
        if len(members) >= FEWEST and not _isolates([*(known for _name, known in admitted), members]):
            admitted.append((name, members))
    return [name for name, _members in admitted]


def _isolates(groups):
    """Whether sums and differences of the groups leave a remainder of one to FEWEST - 1 units."""
    cells = Counter(tuple(unit in group for group in groups) for unit in frozenset().union(*groups))
    for weights in itertools.product((-1, 0, 1), repeat=len(groups)):
        left = sum(
            count
            for cell, count in cells.items()
            if sum(weight for weight, inside in zip(weights, cell, strict=True) if inside)
        )
        if 0 < left < FEWEST:
            return True
    return False
