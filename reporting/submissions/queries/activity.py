"""Who in the unit did what last: one list out of the histories of answers, texts and status."""

import datetime
from dataclasses import dataclass

from django.db.models import BooleanField, CharField, DecimalField, F, Value
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from reporting.dates import clock_text, moment_text
from reporting.submissions.checks import shown
from reporting.submissions.models import (
    CountryCount,
    Explanation,
    FieldComment,
    FieldNote,
    ReportedValue,
    SubmissionEvent,
)

CHANGES_READ = 80  # a list of countries is one change and many rows, and so is a number that is typed in bits


@dataclass(frozen=True)
class Change:
    """One thing that somebody did, in a sentence; `section` and `anchor` lead to it, both empty for the whole."""

    text: str
    at: datetime.datetime
    when: str
    section: str = ""
    anchor: str = ""


def latest_changes(filing, *, today, count=10) -> list[Change]:
    """What was done in the filing last, the latest first, for its own people: it tells of their private notes.

    What one person did to one field in a row is one change.
    """
    rows = _rows(filing.submission).order_by("-when", "-rank", "-row")[:CHANGES_READ]
    changes, before = [], None
    for kind, at, _rank, _row, who, code, number, not_relevant in rows:
        if (kind, who, code) != before and len(changes) < count:
            changes.append(_change(filing, today, kind, at, who, code, number, not_relevant))
        before = (kind, who, code)
    return changes


def _rows(submission):
    """One query for everything that was done, as (kind, at, rank, row, who, code, number, not relevant)."""
    sources = [
        _source(ReportedValue.history, "value", "history_date", "history_user", "indicator__code", row="history_id",
                number=F("number"), not_relevant=F("not_relevant")),
        _source(CountryCount.history, "countries", "history_date", "history_user", "indicator__code", row="history_id"),
        _source(Explanation.objects, "explanation", "updated_at", "updated_by", "subject"),
        _source(FieldNote.objects, "note", "updated_at", "updated_by", "indicator__code"),
        _source(FieldComment.objects, "comment", "at", "by", "indicator__code"),
        _source(SubmissionEvent.objects, "event", "at", "by", "transition"),
    ]  # fmt: skip
    first, *others = [rows.filter(submission=submission).order_by() for rows in sources]
    return first.union(*others, all=True)


def _source(manager, kind, at, by, code, *, row="pk", number=None, not_relevant=None):
    columns = {
        "what": Value(kind, output_field=CharField()),
        "when": F(at),
        "rank": Value(int(kind == "event")),  # what was sent was written before, also in the same moment
        "row": F(row),
        "who": F(f"{by}__name"),
        "which": F(code),
        "how_many": Value(None, output_field=DecimalField()) if number is None else number,
        "left_out": Value(False, output_field=BooleanField()) if not_relevant is None else not_relevant,
    }
    return manager.annotate(**columns).values_list(*columns)


def _change(filing, today, kind, at, who, code, number, not_relevant):
    answer, sheet = filing.answers.get(code), filing.sheet(code)
    section = answer.indicator.section.code if answer else sheet.code if sheet else ""
    words = {
        "who": who or _("En kollega"),
        "label": answer.indicator.label if answer else sheet.section.title if sheet else "",
    }
    if kind == "value" and number is not None:
        words["number"] = shown(answer.indicator, number)
    return Change(
        text=_sentence(kind, code, number, not_relevant) % words,
        at=at,
        when=_when(at, today),
        section=section,
        anchor=f"id_{code}" if answer else "",
    )


def _sentence(kind, code, number, not_relevant):
    if kind == "event":
        return {
            "submit": _("%(who)s indsendte indberetningen"),
            "return_for_correction": _("%(who)s sendte indberetningen retur"),
            "accept": _("%(who)s godkendte indberetningen"),
            "reopen": _("%(who)s genåbnede indberetningen"),
        }[code]
    if kind == "value":
        if not_relevant:
            return _("%(who)s valgte »ikke relevant« ved »%(label)s«")
        return _("%(who)s tømte »%(label)s«") if number is None else _("%(who)s satte »%(label)s« til %(number)s")
    return {
        "countries": _("%(who)s rettede listen »%(label)s«"),
        "explanation": _("%(who)s skrev en forklaring til »%(label)s«"),
        "note": _("%(who)s skrev en note ved »%(label)s«"),
        "comment": _("%(who)s skrev en kommentar ved »%(label)s«"),
    }[kind]


def _when(at, today):
    day = localdate(at)
    if day == today:
        return _("i dag kl. %(time)s") % {"time": clock_text(at)}
    if day == today - datetime.timedelta(days=1):
        return _("i går kl. %(time)s") % {"time": clock_text(at)}
    return moment_text(at)
