"""Split whole totals over units by weight, exactly, and the noise that makes the weights differ.

Everything here gives the same answer on every Python version: the noise comes from SHA-256, not from
`random` or `hash()`, and floats are added with `math.fsum`, since `sum()` rounds otherwise from 3.12 on.
"""

import hashlib
import math
from collections.abc import Sequence

HALVINGS = 200
FITTING_ROUNDS = 200


class ApportionmentImpossible(ValueError):
    """The bounds leave no way to reach the total."""


def noise(*key: object) -> float:
    """Return a number in [0, 1) that depends on nothing but `key`."""
    text = "|".join(str(part) for part in key)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2**48


def between(low: float, high: float, *key: object) -> float:
    """Return a number in [low, high) that depends on nothing but `key` and the two ends."""
    return low + (high - low) * noise(*key)


def apportion(total: int, weights: Sequence[float], lowest: Sequence[int], highest: Sequence[int]) -> list[int]:
    """Split `total` in proportion to `weights`, each part within its own bounds (both inclusive).

    Parts are the weights times one common factor, cut off at the bounds; what rounding down leaves over
    goes to the largest remainders. A part of weight 0 gets its lowest. Raises ApportionmentImpossible
    when the bounds cannot hold the total.
    """
    reach = sum(high if weight else low for weight, low, high in zip(weights, lowest, highest, strict=True))
    if not sum(lowest) <= total <= reach:
        raise ApportionmentImpossible(f"{total} lies outside {sum(lowest)} to {reach}")

    def scaled(factor: float) -> list[float]:
        return [
            min(max(weight * factor, low), high) for weight, low, high in zip(weights, lowest, highest, strict=True)
        ]

    below, above = 0.0, 1.0
    while math.fsum(scaled(above)) < total:
        above *= 2
    for _ in range(HALVINGS):
        middle = (below + above) / 2
        if math.fsum(scaled(middle)) < total:
            below = middle
        else:
            above = middle
    exact = scaled(above)
    parts = [math.floor(part) for part in exact]
    missing = total - sum(parts)
    growing = [i for i in range(len(parts)) if weights[i] and parts[i] < highest[i]]
    growing.sort(key=lambda i: (parts[i] - exact[i], i))
    for i in growing[:missing]:
        parts[i] += 1
    return parts


def fit_table(
    weights: list[list[float]], row_totals: Sequence[float], column_totals: Sequence[float]
) -> list[list[float]]:
    """Scale a table of weights until rows and columns have the totals (iterative proportional fitting).

    Columns come out at their totals to float precision, rows very nearly. Weights of 0 stay 0; every row
    and column needs at least one weight above 0.
    """
    table = [list(row) for row in weights]
    for _ in range(FITTING_ROUNDS):
        for row, total in zip(table, row_totals, strict=True):
            factor = total / math.fsum(row)
            row[:] = [cell * factor for cell in row]
        for column, total in enumerate(column_totals):
            factor = total / math.fsum(row[column] for row in table)
            for row in table:
                row[column] *= factor
    return table
