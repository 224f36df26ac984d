"""Rounds of the 38 units as the statistics see them, with and without mistakes; no database.

Two kinds of years: the demonstration's own, in which a number moves by -10 to +15 %, and rough ones, in which it moves
by a fifth (log-normally), every tenth zero becomes something, and one number in a hundred falls to nothing.
"""

import math
import random
from functools import cache

from reporting.catalogue.actions import CATALOGUE_FILES, read_catalogue
from reporting.catalogue.models import Indicator, Section
from reporting.demo.figures import filing_after, filings_2018
from reporting.review.queries.landscape import Landscape
from reporting.review.queries.outliers import UnitFigures, find_marks
from reporting.review.queries.queue import consequence

ROUGH_MOVE, ROUGH_LOSS, ROUGH_GAIN = 0.2, 0.01, 0.1


@cache
def filings():
    """The demonstration's filings, made once."""
    return filings_2018()


@cache
def indicators():
    """The numbers that are asked for, unsaved, by code."""
    rows = read_catalogue(CATALOGUE_FILES / "2018.toml")["indicator"]
    return {
        row["code"]: Indicator(
            code=row["code"],
            label_da=row["label_da"],
            section=Section(code=row["section"]),
            data_type=row["data_type"],
            part_of=row.get("part_of", ""),
        )
        for row in rows
        if row["data_type"] != "countries"
    }


def numbers_of(made):
    """The numbers of some filings as dictionaries of floats."""
    return [{code: float(filing.numbers[code]) for code in indicators()} for filing in made]


def before():
    """The numbers of 2018, a copy to do with as one likes."""
    return numbers_of(filings())


@cache
def _year_after(seed):
    return numbers_of(filing_after(filing, seed) for filing in filings())


def year_after(seed):
    """The numbers of the demonstration's year after, another for every seed; a copy to do with as one likes."""
    return [dict(numbers) for numbers in _year_after(seed)]


def rough_year(seed):
    """The numbers of a year in which much happens."""
    chance = random.Random(seed)
    return [
        {code: _rough(chance, indicators()[code], number) for code, number in numbers.items()} for numbers in before()
    ]


def _rough(chance, indicator, number):
    if not number:
        begins = not indicator.part_of and chance.random() < ROUGH_GAIN
        return float(chance.randint(1, 5) * (100_000 if indicator.data_type == "amount" else 1)) if begins else 0.0
    if chance.random() < ROUGH_LOSS:
        return 0.0
    places = {"amount": -3, "decimal": 1, "count": 0}[indicator.data_type]
    return round(number * math.exp(chance.gauss(0, ROUGH_MOVE)), places)


def landscape(now, last_year):
    """A round of the 38 units, all of them sent."""
    units = {
        filing.unit.slug: UnitFigures(filing.unit.slug, filing.unit.kind, numbers, last)
        for filing, numbers, last in zip(filings(), now, last_year, strict=True)
    }
    return Landscape(round=None, indicators=indicators(), units=units, submissions=dict.fromkeys(units))


def queue(world):
    """The marks of a round, the greatest consequence first; nothing is known of the years before last year."""
    marks = find_marks(world.units.values(), world.norms)
    return sorted(marks, key=lambda mark: -consequence(mark, world.weights(mark)))


def share_marked(world):
    """Which part of all numbers is marked."""
    marked = {
        (mark.unit, code)
        for mark in find_marks(world.units.values(), world.norms)
        for code in mark.codes or world.units[mark.unit].now
    }
    return len(marked) / sum(len(row.now) for row in world.units.values())


def plant_thousand(chance, numbers):
    """Make one number a thousand times too large; an amount may also be a thousand times too small. Gives its code."""
    code = chance.choice([code for code, number in numbers.items() if number])
    is_small = indicators()[code].data_type == "amount" and chance.random() < 0.5
    numbers[code] = numbers[code] / 1000 if is_small else numbers[code] * 1000
    return (code,)


def plant_swap(chance, numbers):
    """Swap two numbers of a section that differ by half at least, the larger ten or more, neither part of the other."""
    pairs = [
        (one, other)
        for one in numbers
        for other in numbers
        if one < other and _may_be_swapped(indicators()[one], indicators()[other], numbers[one], numbers[other])
    ]
    one, other = chance.choice(pairs)
    numbers[one], numbers[other] = numbers[other], numbers[one]
    return one, other


def _may_be_swapped(one, other, first, second):
    alike = (one.section.code, one.data_type) == (other.section.code, other.data_type)
    apart = max(first, second) >= max(10, 1.5 * max(min(first, second), 1))
    return alike and apart and other.code != one.part_of and one.code != other.part_of


def places(now, last_year, seed):
    """Plant the three mistakes in three units that `seed` picks; their places in the queue (None: not found)."""
    chance = random.Random(seed)
    slugs = [filing.unit.slug for filing in filings()]
    first, second, third = chance.sample(range(len(slugs)), 3)
    thousand = (slugs[first], plant_thousand(chance, now[first]))
    swap = (slugs[second], plant_swap(chance, now[second]))
    now[third] = dict(last_year[third])
    found = [(mark.unit, tuple(sorted(mark.codes))) for mark in queue(landscape(now, last_year))]
    return [found.index(planted) + 1 if planted in found else None for planted in (thousand, swap, (slugs[third], ()))]
