"""The list of everybody who has a log-in, searched, filtered and in pages."""

import datetime
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from clusters.models import LogEntry, Membership, User
from clusters.queries import danish_key

ON_A_PAGE = 50
LATEST_ACTS = 12


@dataclass(frozen=True)
class Choice:
    """One of the filters above the list: its key in the address, its words, how many it shows."""

    key: str
    label: str
    count: int


def _filters(at):
    """What each filter keeps, by its key, in the order of the page."""
    quiet = at - datetime.timedelta(days=settings.DORMANT_AFTER_DAYS)
    everybody = User.objects.with_log_in()
    active = everybody.filter(is_active=True)
    return {
        "": (_("Alle"), everybody.filter(erased_at=None)),
        "national": (_("Cluster Excellence Denmark"), active.exclude(national_role="")),
        "aldrig": (_("Aldrig logget ind"), active.filter(last_login=None)),
        "ubrugt": (_("Ubrugt længe"), everybody.unused_since(quiet)),
        "uden-enhed": (_("Uden enhed og rolle"), active.filter(memberships=None, national_role="")),
        "lukket": (_("Lukket"), everybody.filter(is_active=False, erased_at=None)),
        "slettet": (_("Slettet"), everybody.exclude(erased_at=None)),
    }


def choices(at) -> list[Choice]:
    """The filters with how many each shows."""
    return [Choice(key, label, rows.count()) for key, (label, rows) in _filters(at).items()]


def list_people(*, search, show, page, at):
    """One page of those whom the filter `show` keeps and whose name, e-mail or unit holds every word of `search`.

    Words are compared here, since SQLite folds the case of a-z alone. An unknown filter keeps everybody.
    """
    filters = _filters(at)
    _label, rows = filters.get(show, filters[""])
    found = list(rows.values_list("pk", "name", "email"))
    words = search.casefold().split()
    if words:
        units = _units_by_person()
        found = [
            row
            for row in found
            if all(word in f"{row[1]} {row[2]} {units.get(row[0], '')}".casefold() for word in words)
        ]
    found.sort(key=lambda row: (danish_key(row[1]), row[0]))
    paged = Paginator([pk for pk, _name, _email in found], ON_A_PAGE).get_page(page)
    people = {user.pk: user for user in _with_all(User.objects.filter(pk__in=list(paged.object_list)))}
    paged.object_list = [people[pk] for pk in paged.object_list if pk in people]
    return paged


def _units_by_person():
    units = {}
    for user, name, short in Membership.objects.values_list("user", "cluster__name", "cluster__short_name"):
        units[user] = f"{units.get(user, '')} {name} {short}"
    return units


def _with_all(rows):
    places = Membership.objects.select_related("cluster").order_by("cluster__short_name")
    second = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return rows.annotate(has_second_factor=Exists(second)).prefetch_related(Prefetch("memberships", places))


def find_person(pk) -> User | None:
    """The person with units and whether a second factor is on; None for a guest of a link and an unknown number."""
    return _with_all(User.objects.with_log_in().filter(pk=pk)).first()


def acts_about(user):
    """What was done with the person's access lately, the latest first."""
    rows = LogEntry.objects.filter(Q(person=user)).select_related("by", "cluster")
    return rows.order_by("-at", "-pk")[:LATEST_ACTS]
