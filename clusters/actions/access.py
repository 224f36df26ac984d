"""Who works for which unit: inviting, changing roles, taking access away."""

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.actions.log import record
from clusters.actions.users import RESENT_AFTER, as_kept, user_of
from clusters.errors import AccessRefused
from clusters.models import Act, Cluster, Membership, MembershipRole
from clusters.permissions import check_can_give_access


@transaction.atomic
def give_access(*, user, cluster, role):
    """Let `user` work for `cluster`; a second call changes the role."""
    membership, _made = Membership.objects.update_or_create(user=user, cluster=cluster, defaults={"role": role})
    return membership


@transaction.atomic
def invite(*, cluster, email, name, role, by, at):
    """Let the person with that address work for the unit, and make them if they are new; they are told by letter.

    Whoever has a log-in keeps their name and password. Raises AccessRefused with a sentence.
    """
    _take(cluster, by)
    _check_role(role)
    email, name = as_kept(email, name)
    user = user_of(email=email, name=name, by=by)
    if not user.is_active:
        raise AccessRefused(
            _(
                "%(email)s hører til en bruger, der er lukket. Skriv til Cluster Excellence Denmark, hvis den skal åbnes."
            )
            % {"email": email}
        )
    membership, made = Membership.objects.get_or_create(
        user=user, cluster=cluster, defaults={"role": role, "invited_at": at, "invited_by": by}
    )
    if not made:
        raise AccessRefused(
            _("%(email)s har allerede adgang: %(name)s, %(role)s.")
            % {"email": email, "name": user, "role": membership.get_role_display().lower()}
        )
    record(Act.INVITED, by=by, at=at, cluster=cluster, person=user, text=role)
    return membership


@transaction.atomic
def invite_again(*, membership, by, at):
    """Let the letter of invitation be sent once more; raises AccessRefused where it helps nobody."""
    _take(membership.cluster, by)
    membership = _standing(membership)
    name = membership.user
    if membership.user.last_login:
        raise AccessRefused(
            _("%(name)s har allerede logget ind. En ny adgangskode fås med »Glemt adgangskode« på log-ind-siden.")
            % {"name": name}
        )
    if membership.invited_at and at - membership.invited_at < RESENT_AFTER:
        raise AccessRefused(_("%(name)s er lige inviteret. Vent ti minutter, før I sender igen.") % {"name": name})
    Membership.objects.filter(pk=membership.pk).update(invited_at=at, invited_by=by)
    record(Act.INVITED_AGAIN, by=by, at=at, cluster=membership.cluster, person=membership.user)


@transaction.atomic
def change_role(*, membership, role, by, at):
    """Give the person another role in the unit; the last responsible one keeps theirs (AccessRefused)."""
    _take(membership.cluster, by)
    membership = _standing(membership)
    _check_role(role)
    if role != MembershipRole.MANAGER:
        _check_somebody_else_is_responsible(membership)
    if Membership.objects.filter(pk=membership.pk).exclude(role=role).update(role=role):
        record(Act.ROLE_CHANGED, by=by, at=at, cluster=membership.cluster, person=membership.user, text=role)


@transaction.atomic
def remove_access(*, membership, by, at):
    """Take the person out of the unit at once; what they wrote stays theirs. The last responsible one stays."""
    _take(membership.cluster, by)
    standing = Membership.objects.filter(pk=membership.pk).first()
    if standing:
        _check_somebody_else_is_responsible(standing)
        standing.delete()
        record(Act.ACCESS_REMOVED, by=by, at=at, cluster=standing.cluster, person=standing.user)


def _take(cluster, by):
    """Queue up with everybody who changes this unit's people, and look only then whether `by` still may."""
    Cluster.objects.select_for_update(no_key=True).get(pk=cluster.pk)
    check_can_give_access(by, cluster)


def _check_role(role):
    if role not in MembershipRole.values:
        raise AccessRefused(_("Rollen er indberetter eller ansvarlig."))


def _standing(membership):
    """The membership as it is now; raises AccessRefused when it was taken away meanwhile."""
    standing = Membership.objects.filter(pk=membership.pk).select_related("user").first()
    if standing is None:
        raise AccessRefused(_("%(name)s har ikke længere adgang.") % {"name": membership.user})
    return standing


def _check_somebody_else_is_responsible(membership):
    others = Membership.objects.filter(
        cluster=membership.cluster_id, role=MembershipRole.MANAGER, user__is_active=True
    ).exclude(pk=membership.pk)
    if membership.role == MembershipRole.MANAGER and not others.exists():
        raise AccessRefused(
            _("%(name)s er den eneste ansvarlige. Gør først en anden til ansvarlig.") % {"name": membership.user}
        )
