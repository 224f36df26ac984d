"""What became of the findings of each rule: mended, explained, open, in this year and in the years before."""

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import cached_property

from reporting.catalogue.models import Rule, Strength
from reporting.rounds.models import Round
from reporting.submissions.models import Finding, Standing, Submission, Waiver

MANY = 5  # findings from which on something can be said about a rule


class Advice(Enum):
    """What the record of a rule says about it."""

    SOFTEN = "soften"  # only ever explained
    NEVER = "never"  # never fired, though filings were checked
    NONE = ""


@dataclass(frozen=True)
class Tally:
    """How often a rule fired in one year, and what became of it; the last five add up to the first."""

    fired: int = 0
    mended: int = 0
    explained: int = 0  # and not mended afterwards
    waived: int = 0
    open: int = 0
    vanished: int = 0  # gone for another reason, such as last year's number

    def __add__(self, other):
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class RuleRecord:
    """One rule of a year's catalogue with its tallies by year."""

    rule: Rule
    years: dict[int, Tally]
    is_checked: bool  # whether any filing that it could have fired in was checked

    @cached_property
    def total(self) -> Tally:
        """All years together."""
        return sum(self.years.values(), Tally())

    def in_year(self, year) -> Tally:
        """The tally of one year."""
        return self.years.get(year, Tally())

    @property
    def advice(self) -> Advice:
        """Whether the rule should be softened, or asks for a look because it never fires."""
        total = self.total
        if self.rule.strength == Strength.SOFT and total.explained >= MANY and not total.mended:
            return Advice.SOFTEN
        return Advice.NEVER if self.is_checked and not total.fired else Advice.NONE


def record_of(round_) -> list[RuleRecord]:
    """The record of every rule of the round's catalogue, by its code also in earlier rounds, most findings first; three queries."""
    tallies = defaultdict(dict)
    for year, rule, *counts in _tallies(round_.year):
        tallies[rule][year] = Tally(*counts)
    checked = Standing.objects.filter(submission__round__year__lte=round_.year).exists()
    rules = Rule.objects.filter(catalogue=round_.catalogue_id)
    records = [RuleRecord(rule=rule, years=tallies[rule.code], is_checked=checked) for rule in rules]
    return sorted(records, key=lambda record: -record.total.fired)  # otherwise in the catalogue's order


def _tallies(year):
    waivers = Waiver.objects.filter(
        submission=OuterRef("submission"), rule=OuterRef("rule"), subject=OuterRef("subject")
    )
    is_mended, left = Q(was_mended=True), Q(was_mended=False)
    is_explained = left & Q(was_explained=True, is_waived=False)
    other = left & Q(was_explained=False, is_waived=False)
    return (
        Finding.objects.filter(submission__round__year__lte=year, submission__round__opened_at__isnull=False)
        .annotate(is_waived=Exists(waivers))
        .values("submission__round__year", "rule")
        .order_by()
        .annotate(
            fired=Count("pk"),
            mended=Count("pk", filter=is_mended),
            explained=Count("pk", filter=is_explained),
            waived=Count("pk", filter=left & Q(is_waived=True)),
            open=Count("pk", filter=other & Q(gone_at=None)),
            vanished=Count("pk", filter=other & Q(gone_at__isnull=False)),
        )
        .values_list("submission__round__year", "rule", "fired", "mended", "explained", "waived", "open", "vanished")
    )


def units_to_compute(round_) -> list[tuple[Round, int]]:
    """The opened rounds up to this one with filings that were never checked, and how many; two queries."""
    rounds = Round.objects.opened().filter(year__lte=round_.year)
    known = Submission.objects.filter(round__in=rounds, standing=None).values_list("round").annotate(units=Count("pk"))
    missing = dict(known.order_by())
    return [(row, missing[row.pk]) for row in rounds if row.pk in missing]
