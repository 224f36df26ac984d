"""What a reviewer does with a filing: accept it, send it back, open it again, take an explanation into the book."""

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.errors import NotHere
from clusters.models import Act
from clusters.permissions import check_can_edit
from reporting.review.queries import rows_by_question
from reporting.submissions import workflow
from reporting.submissions.models import Explanation


def accept(*, submission, by, at, version):
    """Accept the filing exactly as it was in `version`; raises TransitionRefused or FilingMoved with a sentence."""
    return workflow.apply(submission=submission, name="accept", by=by, at=at, version=version)


def return_for_correction(*, submission, by, at, version, reason):
    """Send the filing back to the unit with a reason; raises TransitionRefused or FilingMoved with a sentence."""
    return workflow.apply(
        submission=submission, name="return_for_correction", by=by, at=at, version=version, reason=reason
    )


def reopen(*, submission, by, at, version, reason):
    """Send an accepted filing back to the unit with a reason; it stops counting in the national figures."""
    return workflow.apply(submission=submission, name="reopen", by=by, at=at, version=version, reason=reason)


@transaction.atomic
def set_footnote(*, submission, rule, subject, on, by, at):
    """Print the explanation of a finding below its table in the book, or print it no more.

    What the unit wrote, and when, stays as it is. Raises PermissionDenied, and NotHere where there is nothing to print.
    """
    check_can_edit(by)
    if on and subject not in rows_by_question(submission.round):
        raise NotHere(_("Ingen række i bogens tabeller viser det tal, så forklaringen har ikke noget sted at stå."))
    if not Explanation.objects.filter(submission=submission, rule=rule, subject=subject).update(is_footnote=on):
        raise NotHere(_("Forklaringen er der ikke længere. Hent siden igen."))
    act = Act.FOOTNOTE_SET if on else Act.FOOTNOTE_REMOVED
    record(act, by=by, at=at, cluster=submission.cluster, year=submission.round.year, subject=subject)
