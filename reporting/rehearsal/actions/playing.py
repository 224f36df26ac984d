"""Playing in the copy: a national person takes the part of a secretariat, and the rest move on by themselves."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.models import Act, Membership, MembershipRole
from reporting import sealing
from reporting.rehearsal.errors import RehearsalRefused
from reporting.review.actions import accept
from reporting.submissions.actions import submit
from reporting.submissions.models import OPEN_STATUSES, Status, Submission
from reporting.submissions.workflow import TransitionRefused

MOST_AT_ONCE = 60  # filings that one click moves, so that the page answers


@dataclass(frozen=True)
class Played:
    """What became of the rest: how many moved, how many could not, how many are left for another click."""

    moved: int
    stuck: int
    left: int


def _check_may_play(by):
    """Raise RehearsalRefused outside a copy, whoever asks, and PermissionDenied for those who do not review."""
    if sealing.current() is None:
        raise RehearsalRefused(_("Det kan kun gøres i en generalprøve."))
    if not by.may_review:
        raise PermissionDenied(_("Kun gennemsere og redaktører kan optræde som et sekretariat."))


@transaction.atomic
def play(*, cluster, by, at):
    """Take the part of the unit's secretariat, in place of any other part; raises RehearsalRefused outside a copy.

    In the copy the person becomes responsible for the unit, so every page treats them so without knowing why.
    """
    _check_may_play(by)
    _leave_stage(by)
    Membership.objects.get_or_create(
        user=by, cluster=cluster, defaults={"role": MembershipRole.MANAGER, "invited_by": by}
    )
    record(Act.PLAYED, by=by, at=at, cluster=cluster, on_behalf_of=cluster)


@transaction.atomic
def stop_playing(*, by, at):
    """Be nobody's secretariat any more; raises RehearsalRefused outside a copy."""
    _check_may_play(by)
    _leave_stage(by)


def _leave_stage(by):
    Membership.objects.filter(user=by, invited_by=by).delete()


def move_the_rest(*, name, year, by, at) -> Played:
    """Send (`submit`) or `accept` every filing of the year that can be; raises RehearsalRefused outside a copy.

    Each is sent in the name of its own unit's responsible person. What the checks refuse stays where it is.
    """
    _check_may_play(by)
    sources = OPEN_STATUSES if name == "submit" else (Status.SUBMITTED,)
    waiting = Submission.objects.filter(round__year=year, status__in=sources).select_related("cluster", "round")
    moved = tried = 0
    for submission in waiting.order_by("pk"):
        if moved >= MOST_AT_ONCE:
            break
        tried += 1
        moved += _move(name, submission, by, at)
    return Played(moved=moved, stuck=tried - moved, left=waiting.count() - (tried - moved))


def _move(name, submission, by, at):
    """Whether the filing could be moved."""
    try:
        if name == "accept":
            accept(submission=submission, by=by, at=at, version=submission.version)
            return True
        managers = Membership.objects.filter(cluster=submission.cluster, role=MembershipRole.MANAGER)
        manager = managers.filter(user__is_active=True).select_related("user").order_by("pk").first()
        if manager is None:
            return False
        submit(submission=submission, by=manager.user, at=at, version=submission.version)
    except TransitionRefused:
        return False
    return True
