"""Noting that somebody has looked at a row of the queue."""

from django.db import transaction

from clusters.permissions import check_can_review
from reporting.review.models import Seen


@transaction.atomic
def mark_seen(*, submission, subject, version, by, at):
    """Note that `by` has looked at a row as it stood in `version`; a later look at a newer version replaces it.

    Doing it twice changes nothing: the first look stands. Raises PermissionDenied for who does not review.
    """
    check_can_review(by)
    row, _made = Seen.objects.get_or_create(
        submission=submission, subject=subject, defaults={"version": version, "at": at, "by": by}
    )
    Seen.objects.filter(pk=row.pk, version__lt=version).update(version=version, at=at, by=by)


def unmark_seen(*, submission, subject, by):
    """Take the note back, so that the row is to be looked at again; nothing happens where there is none."""
    check_can_review(by)
    Seen.objects.filter(submission=submission, subject=subject).delete()
