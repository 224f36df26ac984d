"""The places on a round's roster as the desk asks for them: what SQL knows of each, to filter and to sort by."""

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Exists,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
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
    people = people_at_work().filter(cluster=OuterRef("cluster"))
    lost = Letter.objects.undelivered().filter(user__memberships__cluster=OuterRef("cluster"), user__is_active=True)
    told = Told.objects.filter(round=round_, cluster=OuterRef("cluster")).order_by().values("cluster")
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
        work=Case(*(When(state=state, then=Value(place)) for state, place in _BY_WORK.items()), default=Value(9)),
        problems=F("filing__standing__asked") + F("filing__standing__hard") + F("filing__standing__soft"),
        answered=F("filing__standing__answered"),
        activity=F("filing__changed_at"),
        has_people=Exists(people),
        last_login=Subquery(
            people.order_by().values("cluster").annotate(latest=Max("user__last_login")).values("latest")
        ),
        letter_at=Subquery(told.annotate(latest=Max("letter__tried_at")).values("latest")),
        has_lost_letter=Exists(lost),
    )


FILTERS = {
    "late": Q(is_late=True),
    "problems": Q(problems__gt=0),
    "never": Q(last_login=None, has_people=True),
    "nobody": Q(has_people=False),
    "letter": Q(has_lost_letter=True),
    "extended": Q(extended_to__isnull=False),
}
# What one sorts by, and whether the largest is what one looks for first.
SORTS = {
    "status": ("work", False),
    "name": ("cluster__name", False),
    "problems": ("problems", True),
    "answered": ("answered", True),
    "activity": ("activity", True),
    "login": ("last_login", True),
    "letter": ("letter_at", True),
    "deadline": ("until", False),
}


def in_order(places, sort):
    """The keys of the places in the order that `sort` names (`-` turns it), and of equals by Danish name.

    Where there is nothing to sort by, it comes last in either direction.
    """
    column, largest_first = SORTS[sort.removeprefix("-")]
    turned = largest_first != sort.startswith("-")
    rows = list(places.values_list("pk", "cluster__name", column))
    if column == "cluster__name":
        return [row[0] for row in sorted(rows, key=lambda row: danish_key(row[1]), reverse=turned)]
    rows.sort(key=lambda row: danish_key(row[1]))
    known = sorted((row for row in rows if row[2] is not None), key=lambda row: row[2], reverse=turned)
    return [row[0] for row in (*known, *(row for row in rows if row[2] is None))]
