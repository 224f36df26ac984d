"""The queue of the second look: what stands out, with the greatest consequence first.

Consequence = deviation × weight in the nation's figures × how unexplained it is. The weight is how far the national
sum moves from where it would be with the expected number; what stands for several numbers has their weights together.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from reporting.catalogue.models import Indicator
from reporting.numbers import format_number
from reporting.review.models import InternalNote, Seen
from reporting.review.queries.landscape import SENT, landscape_of
from reporting.review.queries.outliers import Mark
from reporting.review.queries.reasons import reason_of, weight_text
from reporting.submissions.models import Explanation, ReportedValue, Status, Submission
from reporting.submissions.queries import change_text, shown, successions_until

EXPLAINED = 0.3  # what is left of the consequence when the unit has said why: to be read, but later
WHOLE = 1.0  # a national sum that is all wrong; more than that is not worse
FIRST = 10  # rows whose part of the whole weight the page tells


@dataclass(frozen=True)
class QueuedValue:
    """One number of a row: the question, this year's and last year's answer; `before` is None where there was none."""

    indicator: Indicator
    now: Decimal
    before: Decimal | None
    version: int

    @property
    def now_text(self) -> str:
        """This year's number, with its unit where that is money."""
        return shown(self.indicator, self.now)

    @property
    def before_text(self) -> str:
        """Last year's number, a dash where there was none."""
        return "–" if self.before is None else shown(self.indicator, self.before)

    @property
    def change_text(self) -> str:
        """The change against last year, empty where there was none."""
        return "" if self.before is None else change_text(self.now, self.before)


@dataclass(frozen=True)
class QueueRow:
    """One thing to look at in one filing, with the reason, what hangs on it, and whether somebody has looked."""

    submission: Submission
    mark: Mark
    values: tuple[QueuedValue, ...]
    reason: str
    weight: str
    score: float
    explanations: tuple[Explanation, ...] = ()
    follow_ups: tuple[InternalNote, ...] = ()  # notes of the review's to come back to, not settled
    seen: Seen | None = None
    place: int = 0
    reach: int = 0  # percent of the whole weight from the first row up to this one

    @property
    def subject(self) -> str:
        """Name of the row within its filing: a code, several with dots between, nothing for the whole."""
        return ".".join(self.mark.codes)

    @property
    def version(self) -> int:
        """What a look at the row is a look at; counts up when a number of it changes."""
        return sum(value.version for value in self.values) if self.values else self.submission.version

    @property
    def is_seen(self) -> bool:
        """Whether somebody has looked at it as it stands now, and nobody is to come back to it."""
        return self.seen is not None and self.seen.version >= self.version and not self.follow_ups

    @property
    def is_changed_since(self) -> bool:
        """Whether somebody has looked at it, and it was changed afterwards."""
        return self.seen is not None and self.seen.version < self.version

    @property
    def label(self) -> str:
        """The question or questions, or that it is the whole filing."""
        labels = [value.indicator.label for value in self.values]
        return _("« og »").join(labels) if labels else ""

    @property
    def section(self) -> str:
        """Code of the section in which it stands; empty for the whole."""
        return self.values[0].indicator.section.code if self.values else ""

    @property
    def anchor(self) -> str:
        """Id of its place on the filing's page."""
        return f"value-{self.mark.codes[0]}" if self.mark.codes else ""


@dataclass(frozen=True)
class Queue:
    """All rows of the queue in the order of consequence, seen and unseen."""

    rows: tuple[QueueRow, ...]
    filings: int  # that were judged
    values: int  # numbers in them

    @cached_property
    def total(self) -> float:
        """The whole weight."""
        return sum(row.score for row in self.rows)

    @property
    def seen(self) -> tuple[QueueRow, ...]:
        """The rows that somebody has looked at."""
        return tuple(row for row in self.rows if row.is_seen)

    @property
    def unseen(self) -> tuple[QueueRow, ...]:
        """The rows that are left."""
        return tuple(row for row in self.rows if not row.is_seen)

    def percent_of(self, rows) -> int:
        """The part of the whole weight that lies in some rows, in whole percent; only all of it is 100."""
        part = 100 * sum(row.score for row in rows) / self.total if self.total else 0
        return 100 if len(rows) == len(self.rows) else min(round(part), 99)

    @property
    def percent_seen(self) -> int:
        """How much of the weight somebody has looked at."""
        return self.percent_of(self.seen)

    @property
    def percent_first(self) -> int:
        """How much of the weight lies in the first FIRST rows."""
        return self.percent_of(self.rows[:FIRST])

    def in_section(self, code) -> "Queue":
        """The queue of one section; what concerns whole filings stays."""
        return replace(self, rows=tuple(row for row in self.rows if row.section in (code, ""))).numbered()

    def numbered(self) -> "Queue":
        """The same rows, each with its place and how far the weight reaches with it."""
        rows = [
            replace(row, place=place, reach=self.percent_of(self.rows[:place]))
            for place, row in enumerate(self.rows, start=1)
        ]
        return replace(self, rows=tuple(rows))

    @property
    def values_text(self) -> str:
        """How many numbers were looked at, as it is printed."""
        return format_number(Decimal(self.values))


def queue_of(round_, *, statuses=(Status.SUBMITTED,)) -> Queue:
    """The queue of the filings of a round in some statuses; nine queries at most, whatever the number of units."""
    submissions = Submission.objects.for_round(round_).filter(status__in=statuses).select_related("cluster")
    indicators = Indicator.objects.filter(section__catalogue=round_.catalogue_id).select_related("section")
    landscape = landscape_of(
        round_, indicators=indicators, submissions=submissions, successions=successions_until(round_.year)
    )
    marks = landscape.marks
    facts = _Facts(landscape, marks)
    rows = sorted((_row(landscape, mark, facts) for mark in marks), key=lambda row: -row.score)
    return Queue(
        rows=tuple(rows),
        filings=len(landscape.submissions),
        values=sum(len(row.now) for row in landscape.units.values() if row.judged),
    ).numbered()


class _Facts:
    """What the rows show and the statistics do not need: exact numbers, explanations, who has looked."""

    def __init__(self, landscape, marks):
        filings = [landscape.submissions[unit].pk for unit in {mark.unit for mark in marks}]
        codes = {code for mark in marks for code in mark.codes}
        self.numbers, self.explanations, self.seen, self.follow_ups = {}, defaultdict(list), {}, defaultdict(list)
        if not marks:
            return
        rows = ReportedValue.objects.filter(submission__in=filings, indicator__code__in=codes).values_list(
            "submission", "indicator__code", "number", "version", "updated_at"
        )
        for filing, code, *row in rows:
            self.numbers[filing, code] = row
        for row in Explanation.objects.filter(submission__in=filings, subject__in=codes).select_related("updated_by"):
            self.explanations[row.submission_id, row.subject].append(row)
        for row in InternalNote.objects.open().filter(submission__in=filings).select_related("indicator", "by"):
            self.follow_ups[row.submission_id, row.indicator.code if row.indicator else ""].append(row)
        for row in Seen.objects.filter(submission__in=filings).select_related("by"):
            self.seen[row.submission_id, row.subject] = row


def _row(landscape, mark, facts):
    submission = landscape.submissions[mark.unit]
    values, explanations, explained = [], [], bool(mark.codes)
    for code in mark.codes:
        now, version, changed_at = facts.numbers[submission.pk, code]
        values.append(QueuedValue(landscape.indicators[code], now, landscape.before(mark.unit, code), version))
        said = [row for row in facts.explanations[submission.pk, code] if row.updated_at >= changed_at]
        explanations += [row for row in said if row.text not in {other.text for other in explanations}]
        explained = explained and bool(said)
    follow_ups = [note for code in mark.codes or ("",) for note in facts.follow_ups[submission.pk, code]]
    weights = landscape.weights(mark)
    row = QueueRow(
        submission=submission,
        mark=mark,
        values=tuple(values),
        reason=reason_of(mark, [(value.indicator, value.now, value.before) for value in values]),
        weight=weight_text(mark, weights if mark.codes else [sum(weights) / len(weights)]),
        score=consequence(mark, weights, explained=explained and not follow_ups),
        explanations=tuple(explanations),
        follow_ups=tuple(follow_ups),
    )
    return replace(row, seen=facts.seen.get((submission.pk, row.subject)))


def consequence(mark: Mark, weights, *, explained=False) -> float:
    """What a row is sorted by; several numbers have their weights together, which are no more than a whole sum."""
    return mark.deviation * min(sum(weights), WHOLE) * (EXPLAINED if explained else 1)


def judged_statuses(*, everything) -> tuple[str, ...]:
    """The filings that the queue looks at: those that wait for review, or all that were sent, whatever became of them."""
    return (*SENT, Status.RETURNED) if everything else (Status.SUBMITTED,)
