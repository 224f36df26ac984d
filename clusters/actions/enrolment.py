"""People whom an editor gives access to a unit, one by one, from a list, or with a merger."""

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.actions.log import record
from clusters.actions.users import as_kept, user_of
from clusters.errors import AccessRefused
from clusters.models import Act, LogEntry, Membership, MembershipRole
from clusters.permissions import check_can_edit


@transaction.atomic
def enrol(*, cluster, email, name, role, is_told, by, at):
    """Let the person with that address work for the unit in `role`, and make them if they are new.

    With `is_told` they are invited by letter at once, else with invite_waiting. Whoever is there already only changes
    role. Raises AccessRefused with a sentence.
    """
    check_can_edit(by)
    email, name = as_kept(email, name)
    user = user_of(email=email, name=name, by=None)
    if not user.is_active:
        raise AccessRefused(_("%(email)s hører til en bruger, der er lukket.") % {"email": email})
    if user.national_role:
        raise AccessRefused(
            _("%(email)s hører til Cluster Excellence Denmark og kan ikke også indberette.") % {"email": email}
        )
    invited = {"invited_at": at, "invited_by": by} if is_told else {}
    membership, made = Membership.objects.get_or_create(user=user, cluster=cluster, defaults={"role": role} | invited)
    if made:
        record(Act.ENROLLED, by=by, at=at, cluster=cluster, person=user, text=role)
    elif membership.role != role:
        Membership.objects.filter(pk=membership.pk).update(role=role)
        record(Act.ROLE_CHANGED, by=by, at=at, cluster=cluster, person=user, text=role)
    return membership


@transaction.atomic
def invite_waiting(*, clusters, by, at) -> int:
    """Invite those of the units' people who have never logged in and were never invited; gives how many."""
    return Membership.objects.filter(
        cluster__in=clusters,
        invited_at=None,
        user__is_active=True,
        user__last_login=None,
        user__national_role="",
    ).update(invited_at=at, invited_by=by)


@transaction.atomic
def move_people(*, users, predecessors, successor, year, is_told, by, at):
    """Let people of the predecessors work for the successor, in the highest role that they had.

    They keep their access to the predecessors: those filings may still have to be corrected.
    """
    check_can_edit(by)
    invited = {"invited_at": at, "invited_by": by} if is_told else {}
    for user in users:
        rows = Membership.objects.filter(user=user, cluster__in=predecessors).order_by("pk")
        roles = list(rows.values_list("role", flat=True))
        if not roles:
            continue  # taken out of the unit since the page was shown
        role = MembershipRole.MANAGER if MembershipRole.MANAGER in roles else MembershipRole.REPORTER
        _place, made = Membership.objects.get_or_create(user=user, cluster=successor, defaults={"role": role} | invited)
        if made:
            subject = successor.slug
            record(Act.PERSON_MOVED, by=by, at=at, cluster=rows[0].cluster, year=year, person=user, subject=subject)


@transaction.atomic
def move_people_back(*, predecessors, successor, year, by, at):
    """Take the access to the successor away from whom a merger gave it."""
    moved = LogEntry.objects.filter(
        act=Act.PERSON_MOVED, year=year, subject=successor.slug, cluster__in=predecessors
    ).values("person")
    Membership.objects.filter(cluster=successor, user__in=moved).delete()
