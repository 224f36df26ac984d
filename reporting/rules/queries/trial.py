"""A rule tried on the years that were: how often it would have fired, where, and what was said there already.

It is the very check that the form makes, on the figures that stand today: what was mended on the way is not seen.
Filings are read in batches, within a time; what was not reached is said.
"""

import time
from dataclasses import dataclass, replace

from reporting.catalogue.models import Indicator, RuleKind, Section, Strength
from reporting.submissions.models import Finding, Submission
from reporting.submissions.queries import Filing, Problem, find_problems, load_filings

BATCH = 50  # filings read whole together
SECONDS = 8  # for one page
MOST_HITS = 200  # shown of one year


@dataclass(frozen=True)
class Hit:
    """One finding that the rule would make: where, what it would say, and what other rules found there."""

    filing: Filing
    problem: Problem
    in_first: bool
    in_second: bool
    known: Problem | None  # what an existing rule finds in the same number today
    was_mended: bool  # whether a finding there was mended once

    @property
    def explanation(self) -> str:
        """What the unit has written about the number, empty for nothing."""
        found = self.problem.explanation or (self.known.explanation if self.known else None)
        return found.text if found else ""


@dataclass(frozen=True)
class YearTrial:
    """What the rule finds in one year; of two limits the first is the rule's own, the second to be compared."""

    year: int
    units: int  # that have a filing
    read: int  # that were tried, after the first `skipped`
    skipped: int
    missing: tuple[str, ...]  # codes that this year did not ask for: then nothing was tried
    alone: int  # that a jump could not be tried on: without a filing of the year before
    hits: tuple[Hit, ...]

    def _in(self, name):
        return [hit for hit in self.hits if getattr(hit, name)]

    @property
    def first(self) -> int:
        """How many findings."""
        return len(self._in("in_first"))

    @property
    def second(self) -> int:
        """How many with the second limit."""
        return len(self._in("in_second"))

    @property
    def first_units(self) -> int:
        """How many units."""
        return len({hit.filing.submission.pk for hit in self._in("in_first")})

    @property
    def second_units(self) -> int:
        """How many units with the second limit."""
        return len({hit.filing.submission.pk for hit in self._in("in_second")})

    @property
    def first_share(self) -> int:
        """How many percent of the units that were tried."""
        return round(100 * self.first_units / self.read) if self.read else 0

    @property
    def second_share(self) -> int:
        """The same with the second limit."""
        return round(100 * self.second_units / self.read) if self.read else 0

    @property
    def explained(self) -> int:
        """In how many of the findings the unit has already explained the number."""
        return sum(1 for hit in self.hits if hit.explanation)

    @property
    def mended(self) -> int:
        """In how many of the findings a number was mended because of another rule."""
        return sum(1 for hit in self.hits if hit.was_mended)

    @property
    def next(self) -> int:
        """How many filings to skip when it goes on, 0 when all were tried."""
        reached = self.skipped + self.read
        return reached if not self.missing and reached < self.units else 0

    @property
    def shown(self) -> tuple[Hit, ...]:
        """The findings that fit on a page."""
        return self.hits[:MOST_HITS]


@dataclass(frozen=True)
class Trial:
    """The years, the latest first; `not_reached` are those for which no time was left."""

    years: tuple[YearTrial, ...]
    not_reached: tuple[int, ...]


def try_rule(rule, rounds, *, second=None, skip=0, seconds=SECONDS, clock=time.monotonic) -> Trial:
    """Try the unsaved `rule`, and with the limit `second` too, on `rounds`, in this order and within `seconds`.

    `skip` filings of the first round are left out: they were tried before.
    """
    until = clock() + seconds
    other = _like(rule, threshold=second) if second is not None else None
    years, rounds = [], list(rounds)
    while rounds and (not years or clock() < until):
        years.append(_year(rule, other, rounds.pop(0), skip, until, clock))
        skip = 0
        if years[-1].next:
            break
    return Trial(tuple(years), tuple(round_.year for round_ in rounds))


def _like(rule, **changes):
    fields = {field.attname: getattr(rule, field.attname) for field in rule._meta.concrete_fields}
    return type(rule)(**(fields | changes))


def _year(rule, other, round_, skip, until, clock):
    missing = _missing(rule, round_)
    keys = list(Submission.objects.for_round(round_).order_by("cluster__name", "pk").values_list("pk", flat=True))
    hits, read, alone = [], 0, 0
    while not missing and skip + read < len(keys) and (not read or clock() < until):
        batch = keys[skip + read : skip + read + BATCH]
        rows = (
            Submission.objects.filter(pk__in=batch).select_related("round", "cluster").order_by("cluster__name", "pk")
        )
        mended = set(
            Finding.objects.filter(submission__in=batch, was_mended=True).values_list("submission_id", "subject")
        )
        for filing in load_filings(rows):
            hits += _hits(rule, other, filing, mended)
            alone += rule.kind == RuleKind.JUMP and filing.previous_year is None
        read += len(batch)
    return YearTrial(round_.year, len(keys), read, skip, missing, alone, tuple(hits))


def _missing(rule, round_):
    """The codes that the rule names and the year's catalogue does not have."""
    asked = set(Indicator.objects.filter(section__catalogue=round_.catalogue_id).values_list("code", flat=True))
    if rule.kind == RuleKind.UNANSWERED:
        asked = set(Section.objects.filter(catalogue=round_.catalogue_id).values_list("code", flat=True))
    return tuple(code for code in (*rule.subjects, *rule.against) if code not in asked)


def _hits(rule, other, filing, mended):
    first = _found(rule, filing)
    second = _found(other, filing) if other else {}
    if not first and not second:
        return  # what other rules find need not be looked for
    known = {problem.subject: problem for problem in filing.problems if problem.rule != rule.code}
    for subject in dict.fromkeys([*first, *second]):
        yield Hit(
            filing=filing,
            problem=first.get(subject) or second[subject],
            in_first=subject in first,
            in_second=subject in second,
            known=known.get(subject),
            was_mended=(filing.submission.pk, subject) in mended,
        )


def _found(rule, filing):
    """What the rule finds, by subject. A hard finding of another rule hides a soft one, as it does in the form."""
    if not find_problems(replace(filing, rules=(rule,))):
        return {}
    rules = tuple(row for row in filing.rules if row.code != rule.code and row.strength == Strength.HARD)
    problems = find_problems(replace(filing, rules=(*rules, rule)))
    return {problem.subject: problem for problem in problems if problem.rule == rule.code}
