"""The state machine of a filing, as one table.

Buttons, permissions, the diagram in docs/workflow.md and the test matrix are derived from TRANSITIONS;
`apply` is the one place that assigns a status, and it writes the event in the same transaction.
"""

from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.permissions import is_manager
from reporting.submissions.models import ReturnedField, Status, Submission, SubmissionEvent, Unlocked


class Actor(Enum):
    """Who may make a transition."""

    MANAGER = "manager"
    REVIEWER = "reviewer"
    EDITOR = "editor"

    def includes(self, user, submission):
        """Whether `user` acts in this role for `submission`."""
        if self is Actor.MANAGER:
            return is_manager(user, submission.cluster)
        return user.may_review if self is Actor.REVIEWER else user.is_editor


@dataclass(frozen=True)
class Transition:
    """One row of the table."""

    name: str
    sources: tuple[Status, ...]
    target: Status
    actor: Actor
    label: str
    needs_reason: bool = False


TRANSITIONS = {
    row.name: row
    for row in (
        Transition("submit", (Status.DRAFT, Status.RETURNED), Status.SUBMITTED, Actor.MANAGER, gettext_lazy("Indsend")),
        Transition(
            "return_for_correction",
            (Status.SUBMITTED,),
            Status.RETURNED,
            Actor.REVIEWER,
            gettext_lazy("Send retur"),
            needs_reason=True,
        ),
        Transition("accept", (Status.SUBMITTED,), Status.ACCEPTED, Actor.REVIEWER, gettext_lazy("Godkend")),
        Transition(
            "reopen", (Status.ACCEPTED,), Status.RETURNED, Actor.EDITOR, gettext_lazy("Genåbn"), needs_reason=True
        ),
    )
}


class TransitionRefused(Exception):
    """The transition cannot be made; str() is a sentence for the person who tried."""


class NotTheirs(TransitionRefused, PermissionDenied):
    """The transition is not the person's to make, whatever the filing's status."""


class FilingMoved(TransitionRefused):
    """Somebody changed the filing after the person looked at it."""


def check_role(user, submission, name):
    """Raise NotTheirs unless the transition `name` on `submission` is `user`'s to make, now or at another time."""
    row = TRANSITIONS[name]
    if not row.actor.includes(user, submission):
        raise NotTheirs(
            {
                Actor.MANAGER: _("Kun en ansvarlig i sekretariatet kan indsende. Bed den ansvarlige om at gøre det."),
                Actor.REVIEWER: _("Kun redaktører og gennemsere kan behandle indberetninger."),
                Actor.EDITOR: _("Kun en redaktør kan genåbne en godkendt indberetning."),
            }[row.actor]
        )


def check_can_apply(user, submission, name):
    """Raise TransitionRefused unless `user` may make the transition `name` on `submission` as it stands."""
    check_role(user, submission, name)
    row = TRANSITIONS[name]
    if submission.status == row.target:
        raise TransitionRefused(
            _("Det er allerede sket: indberetningen er »%(status)s«.") % {"status": submission.get_status_display()}
        )
    if submission.status not in row.sources:
        raise TransitionRefused(
            _("Indberetningen er »%(status)s«, så »%(action)s« er ikke en mulighed. Se, hvor den står nu.")
            % {"status": submission.get_status_display(), "action": row.label}
        )


def can_apply(user, submission, name):
    """Whether the button of transition `name` belongs on `user`'s page."""
    try:
        check_can_apply(user, submission, name)
    except TransitionRefused:
        return False
    return True


def filing_moved():
    """The sentence for whoever acts on a filing that was changed since they looked at it."""
    return _("Indberetningen er ændret, siden siden blev hentet. Se den igen, før du går videre.")


def version_in(text):
    """The version that a page carried, as a number; 0, which no filing has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@transaction.atomic
def apply(*, submission, name, by, at, version, reason="", unlocked=Unlocked.ALL, fingerprint=""):
    """Make transition `name` on the filing as it was in `version`; returns the fresh filing.

    `unlocked` says what the unit may write in afterwards, `fingerprint` what was accepted.
    A compare-and-swap: of two people who act on the same version one wins and the other gets FilingMoved.
    Raises TransitionRefused when the person, the status or a missing reason forbids it.
    """
    row = TRANSITIONS[name]
    check_can_apply(by, submission, name)
    reason = reason.strip()
    if row.needs_reason and not reason:
        raise TransitionRefused(_("Skriv en begrundelse, så modtageren ved, hvad der skal ske."))
    stamps = {"accepted_at": None, "accepted_by": None}
    if row.target == Status.SUBMITTED:
        stamps |= {"submitted_at": at, "submitted_by": by}
    if row.target == Status.ACCEPTED:
        stamps |= {"accepted_at": at, "accepted_by": by}
    moved = Submission.objects.filter(pk=submission.pk, version=version, status=submission.status).update(
        status=row.target, unlocked=unlocked, version=F("version") + 1, **stamps
    )
    if not moved:
        raise FilingMoved(filing_moved())
    ReturnedField.objects.open().filter(submission=submission).update(closed_at=at)
    SubmissionEvent.objects.create(
        submission=submission,
        transition=name,
        from_status=submission.status,
        to_status=row.target,
        version=version + 1,
        reason=reason,
        fingerprint=fingerprint,
        at=at,
        by=by,
    )
    submission.refresh_from_db()
    return submission
