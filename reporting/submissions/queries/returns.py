"""What the review asked about single values when it sent a filing back, and whether it was answered."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from clusters.errors import NotHere
from reporting.catalogue.models import Indicator
from reporting.submissions.models import Correction, FieldComment, ReturnedField, Status


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


def asked_last(submission) -> dict[str, Asked]:
    """By code, what was asked when the filing was sent back last, whether or not it has come in again since."""
    last = ReturnedField.objects.filter(submission=submission).order_by("-event__at", "-event").values("event")[:1]
    rows = _with_replies(ReturnedField.objects.filter(event=last))
    return {row.indicator.code: Asked(row, row.has_reply) for row in rows}


def _with_replies(rows):
    replies = FieldComment.objects.filter(
        submission=OuterRef("submission"), indicator=OuterRef("indicator"), pk__gt=OuterRef("question")
    ).exclude(by__national_role__gt="")
    return rows.annotate(has_reply=Exists(replies)).select_related("indicator", "question__by")


def corrections_of(submission) -> dict[str, Correction]:
    """By code, the corrections on the unit's behalf that still stand: nobody has written the value since."""
    rows = Correction.objects.filter(
        submission=submission,
        indicator__values__submission=submission,
        indicator__values__version=F("value_version"),
    )
    return {row.indicator.code: row for row in rows.select_related("indicator", "by")}


def indicator_or_404(submission, code) -> Indicator:
    """The question `code` of the filing's year; raises NotHere."""
    indicator = Indicator.objects.filter(section__catalogue=submission.round.catalogue_id, code=code).first()
    if indicator is None:
        raise NotHere(_("Der er intet felt med det navn. Hent siden igen."))
    return indicator
