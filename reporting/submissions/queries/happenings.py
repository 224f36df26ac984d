"""What happened, row by row: the histories of answers, texts and status as one list, united in SQL.

A `Source` is one table in the columns of a `Happening`. The front page of a filing reads the sources of this file;
the log adds those of stories, letters and acts. Only as many rows as are shown are read from each table, by the index
of its moments, so a page costs the same with ten rows and with a million.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    DecimalField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from reporting.submissions.models import (
    CountryCount,
    Explanation,
    FieldComment,
    FieldNote,
    ReportedValue,
    SubmissionEvent,
)


class Happening(NamedTuple):
    """One thing that was done: what, when, by whom, where; `row` is its key within its kind.

    `act` is the transition, the act of the log, or how a list changed; `code` an indicator, a section or a rule;
    `number` and `was` are in the indicator's unit. `rank` orders what has the same moment.
    """

    kind: str
    act: str
    at: datetime.datetime
    rank: int
    row: int
    by: int | None
    who: str | None
    submission: int | None
    cluster: int | None
    year: int | None
    code: str
    text: str
    number: Decimal | None
    not_relevant: bool
    was: Decimal | None
    was_not_relevant: bool
    ref: int | None
    person: int | None
    behalf: int | None


_TYPES = {
    "kind": CharField(),
    "act": CharField(),
    "at": DateTimeField(),
    "rank": IntegerField(),
    "row": BigIntegerField(),
    "by": BigIntegerField(),
    "who": CharField(),
    "submission": BigIntegerField(),
    "cluster": BigIntegerField(),
    "year": IntegerField(),
    "code": CharField(),
    "text": TextField(),
    "number": DecimalField(max_digits=16, decimal_places=2),
    "not_relevant": BooleanField(),
    "was": DecimalField(max_digits=16, decimal_places=2),
    "was_not_relevant": BooleanField(),
    "ref": BigIntegerField(),
    "person": BigIntegerField(),
    "behalf": BigIntegerField(),
}
_BLANK = {"act": "", "code": "", "text": "", "not_relevant": False, "was_not_relevant": False}


@dataclass(frozen=True)
class Source:
    """One table of things that were done: how its columns are those of a Happening, and how it is searched.

    `rank` is the source's own; of what has the same moment the higher one came later. `texts` are searched for words,
    `indicator` and `subject` name the lookups of a question's key and code. A source with an empty `submission` has
    the unit and the year in columns of its own.
    """

    kind: str
    rank: int
    rows: Callable[[], QuerySet]
    at: str
    by: str = ""
    key: str = "pk"
    submission: str = "submission"
    cluster: str = ""
    year: str = ""
    act: str = ""
    code: str = ""
    texts: tuple[str, ...] = ()
    indicator: str = ""
    subject: str = ""
    about: str = ""
    behalf: str = ""
    columns: dict = field(default_factory=dict)

    def unit_path(self):
        """The lookup of the unit's key."""
        return self.cluster or f"{self.submission}__cluster_id"

    def year_path(self):
        """The lookup of the reference year."""
        return self.year or f"{self.submission}__round__year"

    def newest(self, rows, count):
        """The latest `count` of `rows`, in the columns of a Happening."""
        keys = rows.order_by(f"-{self.at}", f"-{self.key}").values(self.key)[:count]
        return self._in_columns(self.rows().filter(**{f"{self.key}__in": keys})).order_by()

    def _in_columns(self, rows):
        known = {
            "kind": Value(self.kind, output_field=CharField()),
            "at": F(self.at),
            "rank": Value(self.rank),
            "row": F(self.key),
            "cluster": F(self.unit_path()),
            "year": F(self.year_path()),
        }
        named = {"act": self.act, "code": self.code, "person": self.about, "behalf": self.behalf}
        known |= {column: F(path) for column, path in named.items() if path}
        if self.by:
            known |= {"by": F(f"{self.by}_id"), "who": F(f"{self.by}__name")}
        if self.submission:
            known["submission"] = F(f"{self.submission}_id")
        columns = {f"h_{name}": known.get(name, self.columns.get(name, _nothing(name))) for name in Happening._fields}
        return rows.annotate(**columns).values_list(*columns)


def _nothing(name):
    """No value, in the type that the column has in the other tables: PostgreSQL wants it said."""
    if name in _BLANK:
        return Value(_BLANK[name], output_field=_TYPES[name])
    return Cast(Value(None), output_field=_TYPES[name])


def _before(model, name):
    """What stood in the column before the change, found by the row's own key."""
    earlier = model.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    return Subquery(earlier.order_by("-history_id").values(name)[:1])


VALUES = Source(
    kind="value",
    rank=1,
    rows=ReportedValue.history.all,
    at="history_date",
    by="history_user",
    key="history_id",
    code="indicator__code",
    indicator="indicator",
    columns={
        "number": F("number"),
        "not_relevant": F("not_relevant"),
        "was": _before(ReportedValue, "number"),
        "was_not_relevant": _before(ReportedValue, "not_relevant"),
    },
)
COUNTRIES = Source(
    kind="countries",
    rank=2,
    rows=CountryCount.history.all,
    at="history_date",
    by="history_user",
    key="history_id",
    act="history_type",
    code="indicator__code",
    indicator="indicator",
    columns={
        "text": F("country"),
        "number": Cast("count", _TYPES["number"]),
        "was": Cast(_before(CountryCount, "count"), _TYPES["was"]),
    },
)
EXPLANATIONS = Source(
    kind="explanation",
    rank=3,
    rows=Explanation.objects.all,
    at="updated_at",
    by="updated_by",
    code="subject",
    texts=("text",),
    subject="subject",
    columns={"act": F("rule"), "text": F("text")},
)
NOTES = Source(
    kind="note",
    rank=4,
    rows=FieldNote.objects.all,
    at="updated_at",
    by="updated_by",
    code="indicator__code",
    texts=("text",),
    indicator="indicator",
    columns={"text": F("text")},
)
COMMENTS = Source(
    kind="comment",
    rank=5,
    rows=FieldComment.objects.all,
    at="at",
    by="by",
    code="indicator__code",
    texts=("text",),
    indicator="indicator",
    columns={"text": F("text")},
)
EVENTS = Source(
    kind="event",
    rank=9,  # what was sent was written before, also in the same moment
    rows=SubmissionEvent.objects.all,
    at="at",
    by="by",
    act="transition",
    texts=("reason",),
    columns={"text": F("reason"), "ref": F("version")},
)
OF_A_FILING = (VALUES, COUNTRIES, EXPLANATIONS, NOTES, COMMENTS, EVENTS)


def happenings(found, *, count) -> list[Happening]:
    """The latest `count` of what is in `found`, pairs of a source and its rows, in one query; the latest first."""
    parts = [source.newest(rows, count) for source, rows in found]
    if not parts:
        return []
    first, *others = parts
    united = first.union(*others, all=True) if others else first
    return [Happening(*row) for row in united.order_by("-h_at", "-h_rank", "-h_row")[:count]]


def before_moment(source, moment) -> Q:
    """What of the source comes after `moment` in a list with the latest first: (at, rank, row) of the last one shown."""
    at, rank, row = moment
    if source.rank < rank:
        return Q(**{f"{source.at}__lte": at})
    if source.rank > rank:
        return Q(**{f"{source.at}__lt": at})
    earlier = Q(**{f"{source.at}__lt": at}) | Q(**{source.at: at, f"{source.key}__lt": row})
    return Q(**{f"{source.at}__lte": at}) & earlier  # the first half is what an index can use
