"""What would become of the units that were chosen: who is reminded and how, who cannot be, and why."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusters.models import User
from reporting.letters.models import Letter
from reporting.letters.queries import may_be_nudged
from reporting.review.queries.desk import DeskRow, rows_of
from reporting.review.queries.places import in_order, places_of
from reporting.submissions.models import OPEN_STATUSES, Status

SLUG = re.compile(r"[-\w]{1,100}")


@dataclass(frozen=True)
class Reached:
    """One person and how a letter reaches them: `is_tomorrow` when they had today's; `doubt` when the last did not arrive."""

    user: User
    is_tomorrow: bool
    doubt: str


@dataclass(frozen=True)
class NudgeLine:
    """One unit: its people, or why it is left out."""

    row: DeskRow
    people: tuple[Reached, ...]
    why_not: str

    @property
    def is_in_doubt(self) -> bool:
        """Whether nobody of the unit is sure to get the letter."""
        return not self.why_not and all(person.doubt for person in self.people)


def keys_of_slugs(round_, slugs, today):
    """The places on the roster with these units, by name; what is not on it is left out."""
    slugs = {slug for slug in slugs if SLUG.fullmatch(slug)}
    return in_order(places_of(round_, today).filter(cluster__slug__in=slugs), "name")


def nudge_lines(round_, keys, today) -> list[NudgeLine]:
    """What a nudge of the places with these keys would do, unit by unit, in their order."""
    rows = rows_of(round_, keys, today, sections=())
    free = set(may_be_nudged(round_, today).values_list("cluster__slug", flat=True))
    people = {user.pk for row in rows for user in row.people}
    served = set(Letter.objects.filter(day=today, user__in=people).values_list("user_id", flat=True))
    return [_nudge_line(round_, row, row.slug in free, served, today) for row in rows]


def _nudge_line(round_, row, is_free, served, today):
    doubts = dict(row.lost)
    why_not = _why_not(round_, row, is_free, today)
    people = () if why_not else row.people
    return NudgeLine(
        row=row,
        people=tuple(Reached(user, user.pk in served, doubts.get(user.email, "")) for user in people),
        why_not=why_not,
    )


def _why_not(round_, row, is_free, today):
    if not round_.is_open_on(today):
        return _("runden er ikke åben")
    if has_sent(row):
        return _("har indsendt")
    if row.is_locked:
        return _("er låst; giv den først længere frist")
    if not is_free:
        return _("er allerede rykket i dag")
    return "" if row.people else _("har ingen person, der kan få et brev")


def has_sent(row) -> bool:
    """Whether the unit has done its part, so that there is nothing to remind it of and no deadline to move."""
    return row.status in Status.values and row.status not in OPEN_STATUSES
