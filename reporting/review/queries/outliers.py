"""Which numbers of a round stand out, against the unit's own years and against similar units. Pure functions.

Everything is robust: medians and median absolute deviations (MAD) of logarithms, so that the errors that are looked
for do not hide themselves by widening the measure. Few marks, each with the number that was to be expected. A zero and
a missing answer are not the same: what is not answered is in none of the dictionaries. docs/decisions/0020 says why
the constants are what they are.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

MAD_TO_SIGMA = 1.4826  # the MAD of a normal distribution times this is its standard deviation
LIMIT = 3.5  # robust deviations from which a number is marked (Iglewicz and Hoaglin, 1993)
FAR = 6.0  # among similar units, where the unit's own last year says that nothing is the matter
CAP = 7.0  # more than this says nothing more, and one absurd number must not drown all others
SURE = 10.0  # what a tell weighs: a power of ten, a swapped pair or last year's figures are hardly ever a real year
FEWEST = 5  # units, below which their spread is no measure
YEARS_OF_HISTORY = 3  # own years, below which their spread is no measure: then last year alone is the measure
LEAST_SPREAD = 0.15  # of the logarithm of a change: where all units hardly move, a quarter more is still no news
USUAL_SPREAD = 0.35  # where too few units are known: marks what is more than 3.4 times as much, or as little
LEAST_LEVEL_SPREAD = 0.4  # of the logarithm of a level: units differ more from each other than from their own past
TO_NOTHING = 4.0  # deviation of a number that fell to nothing, which is mostly meant: worth a look, no more
POWERS = (1_000_000.0, 1_000.0, 100.0, 10.0)  # mistakes of unit, of thousands, of the decimal point
POWER_SLACK = math.log(1.5)  # a year's real change on top of the mistake
LEVEL_SLACK = math.log(3)  # among similar units the likely number is a rough guess: nearly half-way to the next power
SWAP_STRAIGHT = 2.5  # both numbers of a swapped pair lie at least so far from their own last year ...
SWAP_CROSSED = 2.0  # ... and at most so far from each other's
SAME_FROM = 10  # smaller counts are often the same by chance
SAME_SHARE = 0.5  # part of the larger numbers that are those of last year, to the last digit
SAME_FEWEST = 5


class Tell(StrEnum):
    """What gave a number away."""

    POWER = "power"  # ten, a hundred, a thousand or a million times too much or too little
    SWAP = "swap"  # two numbers of a section stand in each other's place
    SAME = "same"  # last year's figures, filed again
    HISTORY = "history"  # unlike the unit's own years
    NOTHING = "nothing"  # what was there last year is zero
    PEERS = "peers"  # unlike similar units of the same size


@dataclass(frozen=True)
class Question:
    """What is to be known of an indicator: which numbers it may be swapped with, and whether it counts things."""

    code: str
    group: str
    is_count: bool
    part_of: str = ""


@dataclass(frozen=True)
class UnitFigures:
    """The numbers of one unit, this year's and last year's, by code; `judged` is False for those only compared with."""

    unit: Hashable
    kind: str
    now: Mapping[str, float]
    before: Mapping[str, float]
    judged: bool = True


@dataclass(frozen=True)
class Mark:
    """One thing to look at: `expected` belongs to `codes`, one by one; a filing as a whole has no codes."""

    unit: Hashable
    tell: Tell
    deviation: float  # robust deviations, at most CAP; SURE for a tell
    codes: tuple[str, ...] = ()
    expected: tuple[float, ...] = ()
    factor: float = 0.0  # of a POWER; below 1 where the number is too small
    same: tuple[int, int] = (0, 0)  # how many numbers are last year's, of how many


@dataclass(frozen=True)
class Norm:
    """Where the middle of some logarithms lies, and how far the others usually are from it."""

    middle: float
    spread: float

    @classmethod
    def of(cls, numbers: Sequence[float], *, least: float):
        """The median and the MAD, as a standard deviation that is no less than `least`."""
        middle = median(numbers)
        return cls(middle, max(MAD_TO_SIGMA * median(abs(number - middle) for number in numbers), least))

    def deviation(self, number: float, noise: float = 0.0) -> float:
        """How many spreads `number` lies above the middle, after chance of size `noise`."""
        return (number - self.middle) / math.hypot(self.spread, noise)


def _logarithm(number, question):
    """Of a count also zero has a logarithm: half a thing is added."""
    return math.log(number + 0.5) if question.is_count else math.log(number)


def _chance(question, *numbers):
    """The deviation of logarithms that counts have by chance: three companies more are no news when there were four."""
    return math.sqrt(sum(1 / (number + 1) for number in numbers)) if question.is_count else 0.0


def _change(now, before, question, norm):
    """How unusual it is to come from `before` to `now`, in robust deviations."""
    if now == before == 0:
        return 0.0
    if not question.is_count and not (now and before):
        return TO_NOTHING if now else -TO_NOTHING
    step = _logarithm(now, question) - _logarithm(before, question)
    deviation = norm.deviation(step, _chance(question, now, before))
    return deviation if now else max(deviation, -TO_NOTHING)


class Norms:
    """What is usual in a round: the change of every question from last year, and its level in units of each kind.

    A level is measured against the unit's own size, which is the median of how its numbers compare with those of its
    kind; a part is measured against its whole.
    """

    def __init__(self, units: Iterable[UnitFigures], questions: Mapping[str, Question]):
        self.questions = questions
        units = list(units)
        self._changes = self._usual_changes(units)
        self._sizes, self._levels, self._steps = {}, {}, {}
        for kind in {row.kind for row in units}:
            self._learn_levels(kind, [row for row in units if row.kind == kind])

    def _usual_changes(self, units):
        changes = defaultdict(list)
        for row in units:
            for code, number in row.now.items():
                before = row.before.get(code)
                if number and before:
                    question = self.questions[code]
                    changes[code].append(_logarithm(number, question) - _logarithm(before, question))
        return {code: Norm.of(steps, least=LEAST_SPREAD) for code, steps in changes.items() if len(steps) >= FEWEST}

    def _learn_levels(self, kind, units):
        logarithms = defaultdict(dict)
        for row in units:
            for code, number in row.now.items():
                whole = self.questions[code].part_of
                if number > 0 and not whole:
                    logarithms[code][row.unit] = math.log(number)
        middles = {code: median(rows.values()) for code, rows in logarithms.items() if len(rows) >= FEWEST}
        against = defaultdict(list)
        for code, middle in middles.items():
            for unit, number in logarithms[code].items():
                against[unit].append(number - middle)
        self._sizes |= {unit: median(rows) for unit, rows in against.items()}
        for code in middles:
            rows = [number - self._sizes[unit] for unit, number in logarithms[code].items()]
            self._levels[kind, code] = Norm.of(rows, least=LEAST_LEVEL_SPREAD)
        for code, question in self.questions.items():
            shares = [
                math.log(row.now[code] / row.now[question.part_of])
                for row in units
                if question.part_of and row.now.get(code) and row.now.get(question.part_of)
            ]
            if len(shares) >= FEWEST:
                self._levels[kind, code] = Norm.of(shares, least=LEAST_LEVEL_SPREAD)

    def change(self, code) -> Norm:
        """The usual change of a question; where too few units are known, none with the usual spread."""
        return self._changes.get(code) or Norm(0.0, USUAL_SPREAD)

    def against_last_year(self, row: UnitFigures, code, *, other=None) -> float:
        """The deviation of a number from last year's, or from that of the question `other`; 0 where there is none."""
        key = (row.unit, code, other or code)
        if key not in self._steps:
            before = row.before.get(other or code)
            known = before is not None and code in row.now
            self._steps[key] = _change(row.now[code], before, self.questions[code], self.change(code)) if known else 0.0
        return self._steps[key]

    def against_peers(self, row: UnitFigures, code) -> tuple[float, float]:
        """The deviation of a number from similar units', and what would be in their middle; (0, 0) where unknown."""
        number, norm, whole = row.now.get(code), self._levels.get((row.kind, code)), self.questions[code].part_of
        base = row.now.get(whole) if whole else math.exp(self._sizes.get(row.unit, 0.0))
        if not number or norm is None or not base:
            return 0.0, 0.0
        return (
            norm.deviation(math.log(number / base), _chance(self.questions[code], number)),
            base * math.exp(norm.middle),
        )


def suspects(units: Iterable[UnitFigures], norms: Norms) -> set[tuple[Hashable, str]]:
    """Numbers that stand out against last year; of these alone the years before need to be known."""
    return {
        (row.unit, code)
        for row in units
        if row.judged
        for code in row.now
        if abs(norms.against_last_year(row, code)) >= LIMIT
    }


def find_marks(
    units: Iterable[UnitFigures],
    norms: Norms,
    earlier: Mapping[tuple[Hashable, str], Sequence[float]] | None = None,
) -> list[Mark]:
    """The marks of all judged units; `earlier` holds the numbers of the years before last year, of the suspects."""
    return [mark for row in units if row.judged for mark in _marks_of(row, norms, earlier or {})]


def _marks_of(row, norms, earlier):
    again = _same_again(row)
    swaps = _swaps(row, norms)
    taken = {code for mark in swaps for code in mark.codes}
    single = (_mark_of(row, code, norms, earlier.get((row.unit, code), ())) for code in row.now if code not in taken)
    return [*([again] if again else []), *swaps, *_together(row, [mark for mark in single if mark], norms)]


def _together(row, marks, norms):
    """The marks, those as one that are the same slip: all amounts of a section in thousands are one thing to mend."""
    slips = defaultdict(list)
    for mark in marks:
        alone = mark.tell is not Tell.POWER
        slips[mark.codes if alone else (norms.questions[mark.codes[0]].group, mark.factor)].append(mark)
    for first, *more in slips.values():
        yield (
            first
            if not more
            else Mark(
                unit=row.unit,
                tell=Tell.POWER,
                deviation=SURE,
                codes=(*first.codes, *(code for mark in more for code in mark.codes)),
                expected=(*first.expected, *(number for mark in more for number in mark.expected)),
                factor=first.factor,
            )
        )


def _same_again(row):
    """The mark of a filing in which an unusual part of the numbers is last year's to the last digit."""
    large = [code for code, number in row.now.items() if number >= SAME_FROM and row.before.get(code)]
    same = sum(1 for code in large if row.now[code] == row.before[code])
    if len(large) < SAME_FEWEST or same < SAME_SHARE * len(large):
        return None
    return Mark(unit=row.unit, tell=Tell.SAME, deviation=SURE, same=(same, len(large)))


def _swaps(row, norms):
    """Pairs of a group in which each number fits the other's last year better than its own; each number once."""
    groups = defaultdict(list)
    for code in row.now:
        if abs(norms.against_last_year(row, code)) >= SWAP_STRAIGHT:
            groups[norms.questions[code].group].append(code)
    found = []
    for codes in groups.values():
        for position, one in enumerate(codes):
            for other in codes[position + 1 :]:
                crossed = max(
                    abs(norms.against_last_year(row, one, other=other)),
                    abs(norms.against_last_year(row, other, other=one)),
                )
                if crossed <= SWAP_CROSSED:
                    found.append((crossed, one, other))
    marks, taken = [], set()
    for _crossed, one, other in sorted(found):
        if not taken & {one, other}:
            taken |= {one, other}
            expected = (row.before[one], row.before[other])
            marks.append(Mark(unit=row.unit, tell=Tell.SWAP, deviation=SURE, codes=(one, other), expected=expected))
    return marks


def _mark_of(row, code, norms, earlier):
    before = row.before.get(code)
    peers, level = norms.against_peers(row, code)
    if not before:
        return _by_level(row, code, peers, level) if abs(peers) >= LIMIT else None
    deviation = _against_own_years(row, code, norms, earlier)
    if abs(deviation) < LIMIT:
        return _by_level(row, code, peers, level) if abs(peers) >= FAR else None
    factor = power_of(row.now[code], before)
    tell = Tell.POWER if factor else Tell.HISTORY if row.now[code] else Tell.NOTHING
    return Mark(
        unit=row.unit,
        tell=tell,
        deviation=SURE if factor else min(abs(deviation), CAP),
        codes=(code,),
        expected=(before,),
        factor=factor,
    )


def _against_own_years(row, code, norms, earlier):
    """The deviation from last year, or from the middle of the own years where the number fits that better."""
    change = norms.against_last_year(row, code)
    question, years = norms.questions[code], [row.before[code], *earlier]
    known = [_logarithm(number, question) for number in years if number or question.is_count]
    if len(known) < YEARS_OF_HISTORY or not (row.now[code] or question.is_count):
        return change
    own = Norm.of(known, least=LEAST_SPREAD)
    level = own.deviation(_logarithm(row.now[code], question), _chance(question, row.now[code]))
    return min(change, level, key=abs)


def _by_level(row, code, peers, level):
    factor = power_of(row.now[code], level, slack=LEVEL_SLACK)
    return Mark(
        unit=row.unit,
        tell=Tell.PEERS,
        deviation=min(abs(peers), CAP),
        codes=(code,),
        expected=(level,),
        factor=factor if max(factor, 1 / factor if factor else 0) >= POWERS[1] else 0.0,
    )


def power_of(number: float, expected: float, *, slack: float = POWER_SLACK) -> float:
    """The power of ten that lies between the two, give or take a year's change; 0 where there is none."""
    if number <= 0 or expected <= 0:
        return 0.0
    distance = math.log(number / expected)
    for power in POWERS:
        if abs(abs(distance) - math.log(power)) <= slack:
            return power if distance > 0 else 1 / power
    return 0.0
