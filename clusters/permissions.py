"""Who may do what with units: one rule for the button and for its enforcement."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from clusters.models import MembershipRole


def is_manager(user, cluster):
    """Whether `user` is responsible for `cluster`'s filing."""
    return user.is_active and cluster.memberships.filter(user=user, role=MembershipRole.MANAGER).exists()


def is_member(user, cluster):
    """Whether `user` works for `cluster` in any role."""
    return user.is_active and cluster.memberships.filter(user=user).exists()


def check_can_manage_people(user, cluster):
    """Raise PermissionDenied unless `user` decides who works for `cluster`."""
    if not is_manager(user, cluster):
        raise PermissionDenied(
            _("Kun en ansvarlig i sekretariatet kan ændre, hvem der har adgang. Bed den ansvarlige.")
        )


def check_can_give_access(user, cluster):
    """Raise PermissionDenied unless `user` may change who works for `cluster`: its responsible people and editors."""
    if not user.is_editor:
        check_can_manage_people(user, cluster)


def check_reads_everything(user):
    """Raise PermissionDenied unless `user` has a national role."""
    if not user.reads_everything:
        raise PermissionDenied(_("Siden er for Cluster Excellence Denmark."))


def check_can_review(user):
    """Raise PermissionDenied unless `user` returns and accepts filings."""
    if not user.may_review:
        raise PermissionDenied(_("Kun redaktører og gennemsere kan behandle indberetninger."))


def check_can_edit(user):
    """Raise PermissionDenied unless `user` edits the national account."""
    if not user.is_editor:
        raise PermissionDenied(_("Kun redaktører kan gøre det."))
