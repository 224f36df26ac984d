"""Who may write in a filing; who may see one is decided by Submission.objects.visible_to."""

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clusters.permissions import is_manager, is_member


def check_can_write(user, cluster):
    """Raise PermissionDenied unless `user` works for the unit; the filing's status is the action's matter."""
    if not is_member(user, cluster):
        raise PermissionDenied(_("Kun enhedens eget sekretariat kan skrive i indberetningen."))


def can_write(user, submission):
    """Whether `user` may write in `submission` as it stands today."""
    try:
        check_can_write(user, submission.cluster)
    except PermissionDenied:
        return False
    return submission.is_open_on(localdate())


def check_can_make_links(user, cluster):
    """Raise PermissionDenied unless `user` may make and close links to the unit's sections."""
    if not is_manager(user, cluster):
        raise PermissionDenied(_("Kun en ansvarlig i sekretariatet kan lave og lukke links. Bed den ansvarlige."))
