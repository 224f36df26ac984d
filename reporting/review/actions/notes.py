"""What the review writes while it looks: questions to be sent, notes for itself, remarks to the unit."""

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.errors import NotHere
from clusters.models import Act
from clusters.permissions import check_can_review, check_reads_everything
from reporting.review.models import InternalNote, PreparedQuestion
from reporting.submissions.actions import ReviewRefused, remark, tidy_remark
from reporting.submissions.models import Submission


@transaction.atomic
def prepare_question(*, submission, indicator, text, by, at, seen=None):
    """Keep a question about one value until the filing is sent back; a blank one takes it away again.

    `seen` is the text that the person was shown, None takes whatever stands. Returns the question, or None. Raises
    PermissionDenied, and ReviewRefused where somebody else wrote meanwhile or the text is too long.
    """
    check_can_review(by)
    text = tidy_remark(text)
    Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    standing = PreparedQuestion.objects.filter(submission=submission, indicator=indicator).select_related("by").first()
    stands = standing.text if standing else ""
    if seen is not None and stands not in (tidy_remark(seen), text):
        raise ReviewRefused(
            _("%(who)s har imens skrevet »%(theirs)s« ved »%(label)s«. Dit spørgsmål er ikke gemt: »%(yours)s«")
            % {
                "who": standing.by if standing else _("En anden"),
                "theirs": stands,
                "label": indicator.label,
                "yours": text,
            }
        )
    if text == stands:
        return standing
    if not text:
        PreparedQuestion.objects.filter(submission=submission, indicator=indicator).delete()
        return None
    question, _made = PreparedQuestion.objects.update_or_create(
        submission=submission, indicator=indicator, defaults={"text": text, "by": by, "at": at}
    )
    return question


def add_remark(*, submission, indicator, text, by, at):
    """Write in the thread with the secretariat; raises PermissionDenied, and ReviewRefused for a blank remark."""
    check_can_review(by)
    return remark(submission=submission, indicator=indicator, text=text, by=by, at=at)


def add_note(*, submission, indicator, text, needs_follow_up, by, at):
    """Append a note that no unit sees, about one value, or with `indicator` None about the filing.

    The same note sent twice by one person stands once. Raises PermissionDenied, and ReviewRefused for a blank one.
    """
    check_can_review(by)
    text = " ".join(text.split())
    if not text:
        raise ReviewRefused(_("Skriv en note."))
    last = InternalNote.objects.filter(submission=submission, indicator=indicator).last()
    if last and (last.text, last.by_id, last.needs_follow_up) == (text, by.pk, needs_follow_up):
        return last
    return InternalNote.objects.create(
        submission=submission, indicator=indicator, text=text, needs_follow_up=needs_follow_up, at=at, by=by
    )


def settle_note(*, submission, pk, by, at):
    """Say that a note was followed up; doing it twice is doing it once. Raises PermissionDenied, and NotHere."""
    check_can_review(by)
    rows = InternalNote.objects.filter(submission=submission, pk=pk, needs_follow_up=True)
    if not rows.exists():
        raise NotHere(_("Noten er der ikke længere. Hent siden igen."))
    rows.filter(settled_at=None).update(settled_at=at, settled_by=by)


def see_as(*, cluster, by, at):
    """Write down that somebody looks at a unit's pages as its secretariat sees them; raises PermissionDenied."""
    check_reads_everything(by)
    record(Act.SEEN_AS, by=by, at=at, cluster=cluster)
