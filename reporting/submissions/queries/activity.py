"""Who in the unit did what last: one list out of the histories of answers, texts and status."""

import datetime
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from reporting.dates import clock_text, moment_text
from reporting.submissions.checks import shown
from reporting.submissions.queries.happenings import OF_A_FILING, happenings

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
    found = [(source, source.rows().filter(submission=filing.submission)) for source in OF_A_FILING]
    changes, before = [], None
    for row in happenings(found, count=CHANGES_READ):
        if (row.kind, row.who, row.code) != before and len(changes) < count:
            changes.append(_change(filing, today, row))
        before = (row.kind, row.who, row.code)
    return changes


def _change(filing, today, row):
    answer, sheet = filing.answers.get(row.code), filing.sheet(row.code)
    section = answer.indicator.section.code if answer else sheet.code if sheet else ""
    words = {
        "who": row.who or _("En kollega"),
        "label": answer.indicator.label if answer else sheet.section.title if sheet else "",
    }
    if row.kind == "value" and row.number is not None:
        words["number"] = shown(answer.indicator, row.number)
    return Change(
        text=sentence(row) % words,
        at=row.at,
        when=_when(row.at, today),
        section=section,
        anchor=f"id_{row.code}" if answer else "",
    )


def sentence(row) -> str:
    """The sentence for a Happening of a filing, with places for `who`, `label` and `number`."""
    if row.kind == "event":
        known = {
            "submit": _("%(who)s indsendte indberetningen"),
            "return_for_correction": _("%(who)s sendte indberetningen retur"),
            "accept": _("%(who)s godkendte indberetningen"),
            "reopen": _("%(who)s genåbnede indberetningen"),
        }
        return known.get(row.act, _("%(who)s ændrede indberetningens status"))
    if row.kind == "value":
        if row.not_relevant:
            return _("%(who)s valgte »ikke relevant« ved »%(label)s«")
        return _("%(who)s tømte »%(label)s«") if row.number is None else _("%(who)s satte »%(label)s« til %(number)s")
    return {
        "countries": _("%(who)s rettede listen »%(label)s«"),
        "explanation": _("%(who)s skrev en forklaring til »%(label)s«"),
        "note": _("%(who)s skrev en note ved »%(label)s«"),
        "comment": _("%(who)s skrev en kommentar ved »%(label)s«"),
    }[row.kind]


def _when(at, today):
    day = localdate(at)
    if day == today:
        return _("i dag kl. %(time)s") % {"time": clock_text(at)}
    if day == today - datetime.timedelta(days=1):
        return _("i går kl. %(time)s") % {"time": clock_text(at)}
    return moment_text(at)
