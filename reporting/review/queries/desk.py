"""The editors' daily screen: where every unit of a round stands, as many at a time as one looks at.

The list of all is filtered and sorted by what SQL knows; only the page that is shown is read in full. How a
filing stands is its stored Standing: no filing is read whole here.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q

from clusters.models import MembershipRole, User
from clusters.queries import danish_key
from reporting.catalogue.models import Indicator, Section
from reporting.letters.models import Letter
from reporting.letters.queries import LastLetters, last_letters
from reporting.review.queries.places import FILTERS, MISSING, in_order, people_at_work, places_of
from reporting.submissions.models import OPEN_STATUSES, Status

ON_A_PAGE = 50  # and a few more rather than a page with a few


@dataclass(frozen=True)
class Choice:
    """What somebody wants to see of the list: all empty is everything, what waits for the review first."""

    text: str = ""
    status: str = ""
    only: str = ""
    kind: str = ""
    sort: str = "status"

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.text or self.status or self.only or self.kind)


@dataclass(frozen=True)
class DeskRow:
    """One unit as the desk shows it. `marks` are (section, state), all `empty` before the unit has begun."""

    slug: str
    name: str
    kind: str
    status: str
    version: int | None
    is_late: bool
    is_locked: bool
    until: datetime.date
    extended_to: datetime.date | None
    marks: tuple[tuple[Section, str], ...]
    asked: int
    hard: int
    soft: int
    gaps: int
    explained: int
    answered: int | None
    questions: int | None
    activity: datetime.datetime | None
    submitted_at: datetime.datetime | None
    people: tuple[User, ...]  # the responsible ones first
    manager: User | None
    last_login: datetime.datetime | None
    letters: LastLetters | None
    lost: tuple[tuple[str, str], ...]  # (address, what the server said) of letters that did not arrive
    is_stale: bool  # the marks and counts are being computed again

    @property
    def problems(self) -> int:
        """How many findings are to be mended or explained, and questions of the review to be answered."""
        return self.asked + self.hard + self.soft

    @property
    def has_begun(self) -> bool:
        """Whether there is a filing to open."""
        return self.version is not None


@dataclass(frozen=True)
class Desk:
    """The list as it was chosen, the page of it that is shown, and the round as a whole."""

    sections: tuple[Section, ...]
    rows: tuple[DeskRow, ...]
    page: Page
    found: int
    tally: dict[str, int]  # by status and by name of a filter, of the whole round
    stale: int


def chosen_places(round_, choice, today):
    """The places on the roster that the choice is about, not yet in order."""
    places = places_of(round_, today)
    if choice.status:
        places = places.filter(state=choice.status)
    if choice.only:
        places = places.filter(FILTERS[choice.only])
    if choice.kind:
        places = places.filter(cluster__kind=choice.kind)
    if choice.text:
        places = places.filter(pk__in=_speaking_of(round_, choice.text))
    return places


def _speaking_of(round_, text):
    """The places whose unit, or one of its people, is called something with `text` in it, whatever the case."""
    wanted = text.casefold()
    people = ("cluster__memberships__user__name", "cluster__memberships__user__email")
    rows = round_.roster.values_list("pk", "cluster__name", "cluster__short_name", *people)
    return {pk for pk, *words in rows if any(wanted in word.casefold() for word in words if word)}


def desk_of(round_, choice, number, today, *, stale=frozenset()) -> Desk:
    """Page `number` of the chosen units; `stale` are filings whose standing is known to be out of date."""
    keys = in_order(chosen_places(round_, choice, today), choice.sort)
    page = Paginator(keys, ON_A_PAGE, orphans=ON_A_PAGE // 5).get_page(number)
    sections = sections_of(round_)
    return Desk(
        sections=sections,
        rows=rows_of(round_, list(page.object_list), today, sections=sections, stale=stale),
        page=page,
        found=len(keys),
        tally=tally_of_round(round_, today),
        stale=len(stale),
    )


def sections_of(round_) -> tuple[Section, ...]:
    """The sections that ask something, in the order of the form."""
    asked = Indicator.objects.filter(section=OuterRef("pk"))
    return tuple(Section.objects.filter(Exists(asked), catalogue=round_.catalogue_id))


def tally_of_round(round_, today) -> dict[str, int]:
    """How many units of the round stand where, and how many each filter would show, in one query."""
    counted = {status: Q(state=status) for status in (MISSING, *Status.values)} | FILTERS
    counts = {f"count_{name}": Count("pk", filter=condition) for name, condition in counted.items()}
    found = places_of(round_, today).aggregate(count_expected=Count("pk"), **counts)
    return {name.removeprefix("count_"): count for name, count in found.items()}


_COLUMNS = {
    "slug": "cluster__slug",
    "name": "cluster__name",
    "kind": "cluster__kind",
    "cluster": "cluster_id",
    "status": "state",
    "filing_pk": "filing__pk",
    "version": "filing__version",
    "is_late": "is_late",
    "until": "until",
    "extended_to": "extended_to",
    "activity": "activity",
    "submitted_at": "filing__submitted_at",
    "states": "filing__standing__sections",
    **{
        name: f"filing__standing__{name}"
        for name in ("asked", "hard", "soft", "gaps", "explained", "answered", "questions")
    },
}


def rows_of(round_, keys, today, *, sections, stale=frozenset()) -> tuple[DeskRow, ...]:
    """The places with these keys, in their order, read in full with a number of queries that does not grow."""
    found = {}
    for pk, *values in places_of(round_, today).filter(pk__in=keys).values_list("pk", *_COLUMNS.values()):
        found[pk] = dict(zip(_COLUMNS, values, strict=True))
    units = [facts["cluster"] for facts in found.values()]
    people, letters, lost = _people(units), last_letters(round_, clusters=units), _lost(units)
    return tuple(
        _row(round_, found[key], today, sections, stale, people, letters, lost) for key in keys if key in found
    )


def _row(round_, facts, today, sections, stale, people, letters, lost):
    unit, filing, states = facts.pop("cluster"), facts.pop("filing_pk"), facts.pop("states")
    members = people[unit]
    lock = round_.locks_on and max(round_.locks_on, facts["extended_to"] or round_.locks_on)
    for name in ("asked", "hard", "soft", "gaps", "explained"):
        facts[name] = facts[name] or 0
    return DeskRow(
        **facts,
        is_locked=bool(lock and lock < today and facts["status"] not in (*_SENT, Status.RETURNED)),
        marks=tuple((section, (states or {}).get(section.code, "empty")) for section in sections),
        people=tuple(row.user for row in members),
        manager=next((row.user for row in members if row.role == MembershipRole.MANAGER), None),
        last_login=max((row.user.last_login for row in members if row.user.last_login), default=None),
        letters=letters.get(unit),
        lost=tuple(lost[row.user_id] for row in members if row.user_id in lost),
        is_stale=filing in stale or (filing is not None and states is None),
    )


_SENT = tuple(status for status in Status if status not in OPEN_STATUSES)


def _people(units):
    """By unit who files for it, the responsible ones first, then by name."""
    rows = sorted(
        people_at_work().filter(cluster__in=units).select_related("user"),
        key=lambda row: (row.role != MembershipRole.MANAGER, danish_key(str(row.user))),
    )
    people = defaultdict(list)
    for row in rows:
        people[row.cluster_id].append(row)
    return people


def _lost(units):
    """By person the address at which the last letter did not arrive, and what was said about it."""
    letters = Letter.objects.undelivered().filter(user__memberships__cluster__in=units).order_by("pk")
    return {pk: (address, error) for pk, address, error in letters.values_list("user_id", "user__email", "error")}
