"""The places on a round's roster as the desk asks for them: what SQL knows of each, to filter and to sort by."""

from django.db.models import BooleanField, Case, DateField, F, FilteredRelation, Max, Q, Value, When
from django.db.models.functions import Coalesce

from clusters.models import Membership
from clusters.queries import danish_key
from reporting.letters.models import Letter, Told
from reporting.rounds.models import RosterEntry
from reporting.submissions.models import Status

MISSING = "missing"  # the unit has not begun
NOT_SENT = (MISSING, Status.DRAFT)
# The order in which the review works: what waits for it comes first.
_BY_WORK = {Status.SUBMITTED: 0, Status.RETURNED: 1, Status.DRAFT: 2, MISSING: 3, Status.ACCEPTED: 4}


def people_at_work():
    """Who files for units: active, and without a role for the whole country."""
    return Membership.objects.filter(user__is_active=True, user__national_role="")


def places_of(round_, today):
    """Every place of the roster with where its unit stands; what is not asked for costs nothing."""
    of_this_round = Q(cluster__submissions__round=round_.pk)
    return RosterEntry.objects.filter(round=round_).annotate(
        filing=FilteredRelation("cluster__submissions", condition=of_this_round),
        state=Coalesce("filing__status", Value(MISSING)),
        until=Coalesce("extended_to", Value(round_.deadline_on), output_field=DateField()),
        is_late=Case(
            When(state__in=NOT_SENT, until__lt=today, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
        problems=F("filing__standing__asked") + F("filing__standing__hard") + F("filing__standing__soft"),
        answered=F("filing__standing__answered"),
        activity=F("filing__changed_at"),
    )


def _units_of(people):
    return Q(cluster__in=people.values("cluster"))


_LOST = Letter.objects.undelivered().values("user")
# About people the units are looked up in one list of all: asked of each unit by itself it would be slow.
FILTERS = {
    "late": Q(is_late=True),
    "problems": Q(problems__gt=0),
    "never": _units_of(people_at_work()) & ~_units_of(people_at_work().filter(user__last_login__isnull=False)),
    "nobody": ~_units_of(people_at_work()),
    "letter": _units_of(people_at_work().filter(user__in=_LOST)),
    "extended": Q(extended_to__isnull=False),
}
# What one sorts by, and whether the largest is what one looks for first.
SORTS = {
    "status": ("state", False),
    "name": ("cluster__name", False),
    "problems": ("problems", True),
    "answered": ("answered", True),
    "activity": ("activity", True),
    "login": ("login", True),
    "letter": ("letter", True),
    "deadline": ("until", False),
}


def in_order(places, sort):
    """The keys of the places in the order that `sort` names (`-` turns it), and of equals by Danish name.

    Where there is nothing to sort by, it comes last in either direction.
    """
    column, largest_first = SORTS[sort.removeprefix("-")]
    turned = largest_first != sort.startswith("-")
    rows = _with_value(places, column)
    if column == "cluster__name":
        return [row[0] for row in sorted(rows, key=lambda row: danish_key(row[1]), reverse=turned)]
    rows.sort(key=lambda row: danish_key(row[1]))
    known = sorted((row for row in rows if row[2] is not None), key=lambda row: row[2], reverse=turned)
    return [row[0] for row in (*known, *(row for row in rows if row[2] is None))]


def _with_value(places, column):
    """The places as (key, name, what they are sorted by)."""
    if column in ("login", "letter"):
        rows = places.values_list("pk", "cluster__name", "cluster", "round")
        latest = _latest(column, round_=rows[0][3]) if rows else {}
        return [(pk, name, latest.get(cluster)) for pk, name, cluster, _round in rows]
    rows = list(places.values_list("pk", "cluster__name", column))
    return [(pk, name, _BY_WORK[value]) for pk, name, value in rows] if column == "state" else rows


def _latest(what, *, round_):
    """By unit, when somebody of it last logged in, or was last told something about the round."""
    if what == "login":
        rows = people_at_work().order_by().values_list("cluster").annotate(Max("user__last_login"))
    else:
        told = Told.objects.filter(round=round_).order_by()
        rows = told.values_list("cluster").annotate(Max("letter__tried_at"))
    return dict(rows)
