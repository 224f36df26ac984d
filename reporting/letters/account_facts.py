"""What there is to tell people about their own log-in, read off the moments that the row keeps."""

from django.db.models import Q

from clusters.models import GUESTS_AT, User
from reporting.letters.models import Kind


def account_news(since):
    """(user, kind, key, moment) for everybody invited to a national role, warned or closed after `since`."""
    rows = User.objects.filter(Q(invited_at__gte=since) | Q(warned_at__gte=since) | Q(closed_at__gte=since))
    for user in rows.filter(erased_at=None).exclude(email__endswith=GUESTS_AT).order_by("pk"):
        if user.is_active and user.national_role and user.invited_at and not user.last_login:
            yield user, Kind.NATIONAL, user.invited_at.isoformat(), user.invited_at
        if user.is_active and user.is_warned:
            yield user, Kind.DORMANT, user.warned_at.isoformat(), user.warned_at
        if user.closed_at:
            yield user, Kind.CLOSED, user.closed_at.isoformat(), user.closed_at
