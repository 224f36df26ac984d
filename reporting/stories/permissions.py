"""Who may write a story is decided with its filing (submissions.permissions); here is who may comment on one."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from clusters.permissions import is_member


def check_can_comment(user, cluster):
    """Raise PermissionDenied unless `user` works for the unit or reviews its filing."""
    if not user.may_review and not is_member(user, cluster):
        raise PermissionDenied(_("Kun enhedens sekretariat, redaktører og gennemsere kan skrive kommentarer."))


def can_comment(user, cluster):
    """Whether the field for a comment belongs on `user`'s page."""
    try:
        check_can_comment(user, cluster)
    except PermissionDenied:
        return False
    return True
