"""What happened in sentences, day by day; what one person did in one go is one line that opens into its changes."""

import datetime
from dataclasses import dataclass, field

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.dates import clock_text, day_text
from reporting.log.queries.names import Names
from reporting.log.queries.wording import change_of, many_times, sentence_of
from reporting.submissions.queries import Happening

ONE_GO = datetime.timedelta(minutes=30)  # whoever pauses longer begins anew
GOES = {"value": "answers", "countries": "answers", "story": "story", "act": "act", "letter": "letter"}


@dataclass
class Line:
    """One line of the list: a sentence with its time, where it leads, and the single changes behind it."""

    text: str
    at: datetime.datetime
    clock: str
    kind: str
    act: str
    address: str = ""
    place: str = ""
    place_address: str = ""
    quote: str = ""
    rows: list[Happening] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)  # (clock, sentence); empty for a single one


@dataclass(frozen=True)
class Day:
    """What happened on one day, the latest first."""

    day: datetime.date
    heading: str
    lines: tuple[Line, ...]


def days_of(rows, *, today, for_the_unit=False) -> list[Day]:
    """The rows as lines under their days; a few queries for the names, whatever the number of rows."""
    names = Names.of(rows, for_the_unit=for_the_unit)
    days = {}
    for group in _in_goes(rows, names):
        days.setdefault(localdate(group[0].at), []).append(_line(group, names))
    return [Day(day, _heading(day, today), tuple(lines)) for day, lines in days.items()]


def _in_goes(rows, names):
    """The rows in groups, the latest first: what one person did to one thing in small steps, without a long pause."""
    groups, open_ones = [], {}
    for row in rows:
        kind = GOES.get(row.kind)
        where = names.section_of(row) if kind == "answers" else (row.act, row.ref)
        key = (kind, row.by, row.submission or row.cluster, where, localdate(row.at))
        group = open_ones.get(key) if kind else None
        if group and group[-1].at - row.at <= ONE_GO:
            group.append(row)
        else:
            groups.append([row])
            open_ones[key] = groups[-1]
    return groups


def _line(group, names):
    row = group[0]
    line = Line(
        text=sentence_of(row, names) if len(group) == 1 else _of_many(group, names),
        at=row.at,
        clock=clock_text(row.at),
        kind=row.kind,
        act=row.act,
        address=names.address_of(row),
        place=names.place_of(row),
        place_address=names.place_address_of(row),
        quote=row.text
        if row.kind in ("event", "explanation", "comment", "note", "internal_note", "story_comment")
        else "",
        rows=group,
    )
    if len(group) > 1 and row.kind != "story":
        told = change_of if GOES[row.kind] == "answers" else sentence_of
        line.changes = [(clock_text(each.at), told(each, names)) for each in group]
    return line


def _of_many(group, names):
    """The sentence for a go: how many questions were filled in or mended, and in which section."""
    row = group[0]
    if row.kind == "story":
        return sentence_of(row, names)
    if row.kind in ("act", "letter"):
        return many_times(row, names, len(group))
    count = len({each.code for each in group})
    words = {"who": names.who(row), "count": count, "section": names.section_title(row)}
    first = all(each.was is None and not each.was_not_relevant for each in group)
    if count == 1 and row.kind == "value":
        return sentence_of(row._replace(was=group[-1].was, was_not_relevant=group[-1].was_not_relevant), names)
    if first:
        return (
            ngettext(
                "%(who)s udfyldte %(count)d svar i »%(section)s«",
                "%(who)s udfyldte %(count)d svar i »%(section)s«",
                count,
            )
            % words
        )
    return (
        ngettext(
            "%(who)s rettede %(count)d svar i »%(section)s«", "%(who)s rettede %(count)d svar i »%(section)s«", count
        )
        % words
    )


def _heading(day, today):
    if day == today:
        return _("I dag, %(day)s") % {"day": day_text(day)}
    if day == today - datetime.timedelta(days=1):
        return _("I går, %(day)s") % {"day": day_text(day)}
    return day_text(day)
