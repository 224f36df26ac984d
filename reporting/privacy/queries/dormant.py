"""Log-ins that nobody uses: who is warned, who is closed, and when."""

import datetime
from dataclasses import dataclass

from django.conf import settings

from clusters.models import User
from reporting.letters.models import Kind, Told

LETTER_WAITS = datetime.timedelta(days=7)  # a warning that no mail server took by then is given anew


@dataclass(frozen=True)
class Dormant:
    """One unused log-in: `told_at` is when the letter of warning went out, `closes_at` when it is closed."""

    user: User
    told_at: datetime.datetime | None
    closes_at: datetime.datetime | None
    is_last_editor: bool

    @property
    def is_warned(self):
        """Whether a warning stands."""
        return self.user.is_warned

    def is_due(self, at):
        """Whether the warning is old enough to close the log-in at `at`."""
        return self.closes_at is not None and self.closes_at <= at

    def must_be_warned(self, at):
        """Whether a warning has to be given: there is none, or its letter never left."""
        return not self.is_warned or (self.told_at is None and self.user.warned_at <= at - LETTER_WAITS)


def dormant_people(at) -> list[Dormant]:
    """Everybody whose log-in counts as unused at `at`, those first who are closed first; empty when that is off."""
    if not settings.DORMANT_AFTER_DAYS:
        return []
    quiet = at - datetime.timedelta(days=settings.DORMANT_AFTER_DAYS)
    people = list(User.objects.unused_since(quiet).order_by("pk").prefetch_related("memberships__cluster"))
    told = {}
    for row in Told.objects.filter(user__in=people, kind=Kind.DORMANT).select_related("letter"):
        told[row.user_id, row.key] = row.letter.sent_at or row.letter.failed_at
    editors = set(User.objects.editors().values_list("pk", flat=True))
    found = [_dormant(user, told, editors) for user in people]
    return sorted(found, key=lambda row: (row.closes_at is None, row.closes_at or at, row.user.pk))


def _dormant(user, told, editors):
    told_at = told.get((user.pk, user.warned_at.isoformat())) if user.is_warned else None
    grace = datetime.timedelta(days=settings.DORMANT_WARNING_DAYS)
    return Dormant(user, told_at, told_at and told_at + grace, editors == {user.pk})
