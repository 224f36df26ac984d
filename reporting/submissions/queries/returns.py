"""What the review asked about single values when it sent a filing back, and whether it was answered."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from clusters.errors import NotHere
from reporting.catalogue.models import Indicator
from reporting.submissions.models import FieldComment, ReturnedField, Status


@dataclass(frozen=True)
class Asked:
    """One question of the review's about one value; `before` is the answer as it stood when it was asked."""

    row: ReturnedField
    has_reply: bool  # somebody of the unit wrote in the thread since

    @property
    def question(self) -> FieldComment:
        """The question, with who asked and when."""
        return self.row.question

    @property
    def code(self) -> str:
        """The code of the value."""
        return self.question.indicator.code

    @property
    def before(self):
        """The answer when it was asked, as queries.contents.said gives it."""
        return self.row.before


def asked_in(submissions) -> dict[int, dict[str, Asked]]:
    """By filing and code, what is asked about those that are with their units; one query, none where none was sent back."""
    asked = defaultdict(dict)
    returned = [submission.pk for submission in submissions if submission.status == Status.RETURNED]
    if returned:
        for row in _with_replies(ReturnedField.objects.open().filter(submission__in=returned)):
            asked[row.submission_id][row.indicator.code] = Asked(row, row.has_reply)
    return asked


@dataclass(frozen=True)
class Threads:
    """What was said about the values of a filing, by code: the remarks in the order of time, and what was asked.

    `asked` is what was asked when the filing was sent back last, whether or not it has come in again since; `open` is
    what it is still with its unit for.
    """

    comments: dict[str, list[FieldComment]]
    asked: dict[str, Asked]
    open: dict[str, Asked]


def threads_of(submission) -> Threads:
    """The threads of a filing with the questions that were sent back in them; one query."""
    comments, rows = defaultdict(list), []
    for comment in FieldComment.objects.filter(submission=submission).select_related(
        "indicator", "by", "returned_field__event"
    ):
        comments[comment.indicator.code].append(comment)
        if hasattr(comment, "returned_field"):
            rows.append(comment.returned_field)
    asked = [Asked(row, _has_reply(comments[row.question.indicator.code], row)) for row in rows]
    last = max(((row.event.at, row.event_id) for row in rows), default=None)
    return Threads(
        comments,
        {row.code: row for row in asked if (row.row.event.at, row.row.event_id) == last},
        {row.code: row for row in asked if submission.status == Status.RETURNED and row.row.closed_at is None},
    )


def _has_reply(comments, row):
    return any(comment.pk > row.question_id and not comment.by.national_role for comment in comments)


def _with_replies(rows):
    replies = FieldComment.objects.filter(
        submission=OuterRef("submission"), indicator=OuterRef("indicator"), pk__gt=OuterRef("question")
    ).exclude(by__national_role__gt="")
    return rows.annotate(has_reply=Exists(replies)).select_related("indicator", "question__by")


def indicator_or_404(submission, code) -> Indicator:
    """The question `code` of the filing's year; raises NotHere."""
    indicator = Indicator.objects.filter(
        section__catalogue=submission.round.catalogue_id, code=code.replace("\0", "")
    ).first()
    if indicator is None:
        raise _no_such_field()
    return indicator


def answer_or_404(filing, code):
    """The answer to the question `code` of a filing that is read already; raises NotHere."""
    if code not in filing.answers:
        raise _no_such_field()
    return filing.answers[code]


def _no_such_field():
    return NotHere(_("Der er intet felt med det navn. Hent siden igen."))
