"""Searching what happened: one question put to every table that can answer it, a page at a time."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from reporting.catalogue.models import Indicator
from reporting.log.queries.choices import acts_named
from reporting.log.queries.sources import SEEN_BY_THE_UNIT
from reporting.numbers import NumberRefused, parse_number
from reporting.submissions.models import Submission
from reporting.submissions.queries import Happening, before_moment, happenings

PAGE = 120  # rows; a burst of them is one line
AFTER_THE_LAST = datetime.timedelta(hours=1)  # two who save at once may leave the older moment on the filing


@dataclass(frozen=True)
class Search:
    """What is looked for; None and empty mean all. `kinds` maps a kind of happening to its acts (empty: all of them).

    `people` are those who did it or whom it is about. `until` is the first moment that is too late.
    """

    submission: Submission | None = None
    clusters: tuple[int, ...] | None = None
    year: int | None = None
    people: tuple[int, ...] | None = None
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None
    kinds: dict[str, tuple[str, ...]] | None = None
    text: str = ""
    on_behalf: bool = False
    for_the_unit: bool = False


@dataclass(frozen=True)
class Page:
    """The rows that are shown, the latest first, and the moment after which the next page goes on (None: no more)."""

    rows: tuple[Happening, ...]
    next: tuple | None


@dataclass(frozen=True)
class _Filings:
    """The filings that a search is about, and the moment after which nothing was answered in them, if it is known.

    It spares a search for an old year from walking through the answers of all the years since.
    """

    pks: list[int]
    until: datetime.datetime | None = None


@dataclass(frozen=True)
class _Words:
    """What a searched text may mean besides itself: questions of that name, a number, acts of that name."""

    texts: tuple[str, ...]
    indicators: tuple[int, ...]
    codes: tuple[str, ...]
    number: Decimal | None
    acts: dict[str, tuple[str, ...]]


def search_log(search, *, sources, after=None, count=PAGE) -> Page:
    """The latest rows that answer the search, after the moment `after` of the page before."""
    words = _words(search.text) if search.text else None
    submissions = _submissions(search)
    found = []
    for source in sources:
        condition = _condition(source, search, submissions, words)
        if condition is not None:
            rows = source.rows().filter(condition)
            found.append((source, rows.filter(before_moment(source, after)) if after else rows))
    rows = happenings(found, count=count + 1)
    more = len(rows) > count
    rows = rows[:count]
    last = rows[-1] if more else None
    return Page(tuple(rows), (last.at, last.rank, last.row) if last else None)


def moment_text(moment) -> str:
    """The moment as it stands in an address."""
    at, rank, row = moment
    return f"{at.isoformat()}_{rank}_{row}"


def moment_from(text):
    """The moment that `moment_text` wrote, None for anything else: then the list begins at its beginning."""
    try:
        at, rank, row = text.split("_")
        moment = datetime.datetime.fromisoformat(at)
        moment = moment.astimezone(datetime.UTC) if moment.tzinfo else moment
        return (moment, int(rank), int(row)) if moment.tzinfo and 0 < int(row) < 2**63 else None
    except (ValueError, OverflowError):
        return None


def _submissions(search):
    """The filings that a unit or a year mean, None where neither is asked for."""
    if search.submission:
        return _Filings([search.submission.pk])
    if search.clusters is None and search.year is None:
        return None
    rows = Submission.objects.all()
    rows = rows if search.clusters is None else rows.filter(cluster__in=search.clusters)
    if search.year is None:
        return _Filings(list(rows.values_list("pk", flat=True)))
    found = list(rows.filter(round__year=search.year).values_list("pk", "changed_at"))
    latest = max((changed_at for _pk, changed_at in found if changed_at), default=None)
    return _Filings([pk for pk, _changed_at in found], latest + AFTER_THE_LAST if latest else None)


def _condition(source, search, submissions, words):
    """What of a source answers the search, None when nothing of it can."""
    if search.kinds is not None and source.kind not in search.kinds:
        return None
    condition = Q()
    if search.kinds and search.kinds[source.kind]:
        condition &= Q(**{f"{source.act}__in": search.kinds[source.kind]})
    if search.on_behalf:
        if not source.behalf:
            return None
        condition &= Q(**{f"{source.behalf}__isnull": False})
    if search.for_the_unit and source.kind == "act":
        condition &= Q(act__in=SEEN_BY_THE_UNIT)
    if submissions is not None:
        condition &= _place(source, search, submissions)
    if search.people is not None:
        condition &= _people(source, search)
    if search.since:
        condition &= Q(**{f"{source.at}__gte": search.since})
    if search.until:
        condition &= Q(**{f"{source.at}__lt": search.until})
    if words:
        said = _said(source, words)
        if said is None:
            return None
        condition &= said
    return condition


def _place(source, search, submissions):
    if source.submission:
        place = Q(**{f"{source.submission}__in": submissions.pks})
        is_answer = source.kind in ("value", "countries")  # each of them leaves its moment on the filing
        return place & Q(**{f"{source.at}__lte": submissions.until}) if is_answer and submissions.until else place
    if search.submission:
        return Q(**{source.cluster: search.submission.cluster_id, source.year: search.submission.round.year})
    place = Q()
    if search.clusters is not None:
        place &= Q(**{f"{source.cluster}__in": search.clusters})
        if source.behalf:
            place |= Q(**{f"{source.behalf}__in": search.clusters})
    return place if search.year is None else place & Q(**{source.year: search.year})


def _people(source, search):
    who = Q(pk__in=[])
    if source.by:
        who |= Q(**{f"{source.by}__in": search.people})
    if source.about:
        who |= Q(**{f"{source.about}__in": search.people})
    return who


def _words(text):
    texts = tuple({text, text.lower(), text.upper(), text.capitalize()})  # SQLite knows no capital Å
    labels = Q()
    for form in texts:
        labels |= Q(label_da__icontains=form) | Q(label_en__icontains=form) | Q(code__icontains=form)
    asked = list(Indicator.objects.filter(labels).values_list("pk", "code"))
    try:
        number = parse_number(text)
    except NumberRefused:
        number = None
    return _Words(
        texts=texts,
        indicators=tuple(key for key, _code in asked),
        codes=tuple({code for _key, code in asked}),
        number=number,
        acts=acts_named(text),
    )


def _said(source, words):
    said = [Q(**{f"{column}__icontains": text}) for column in source.texts for text in words.texts]
    if source.indicator and words.indicators:
        said.append(Q(**{f"{source.indicator}__in": words.indicators}))
    if source.subject and words.codes:
        said.append(Q(**{f"{source.subject}__in": words.codes}))
    if source.kind == "value" and words.number is not None:
        said.append(Q(number=words.number))
    if words.acts.get(source.kind):
        said.append(Q(**{f"{source.act}__in": words.acts[source.kind]}))
    if not said:
        return None
    condition = said[0]
    for other in said[1:]:
        condition |= other
    return condition
