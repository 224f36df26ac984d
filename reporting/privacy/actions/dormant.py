"""Warning those whose log-in nobody uses, and closing it when the warning was long enough ago."""

from dataclasses import dataclass

from clusters.actions import close_account, warn_dormant_account
from clusters.errors import AccessRefused
from reporting.privacy.queries import dormant_people


@dataclass(frozen=True)
class DormantRun:
    """How many were warned, how many closed."""

    warned: int
    closed: int


def close_dormant(*, at) -> DormantRun:
    """Warn and close who is due at `at`; the last editor is neither. May be called as often as one likes."""
    warned = closed = 0
    for row in dormant_people(at):
        if row.is_last_editor:
            continue
        if row.must_be_warned(at):
            warn_dormant_account(user=row.user, at=at)
            warned += 1
        elif row.is_due(at):
            closed += _close(row, at)
    return DormantRun(warned, closed)


def _close(row, at):
    """Close it unless the person has just logged in, or has become the last editor meanwhile."""
    try:
        return close_account(user=row.user, by=None, at=at, unless_seen_since=row.user.warned_at)
    except AccessRefused:
        return False
