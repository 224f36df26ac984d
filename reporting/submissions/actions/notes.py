"""Writing beside a number: the note to whoever files next year, and remarks in its thread."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from reporting.submissions.actions.filing import take
from reporting.submissions.models import FieldComment, FieldNote


@dataclass(frozen=True)
class NoteEntry:
    """One note as a person gives it; `based_on` is the version they saw (0: no note yet)."""

    code: str
    text: str
    based_on: int = 0


@transaction.atomic
def save_note(*, submission, indicator, entry, by, at):
    """Write the unit's note on a question; returns (is_conflict, the note that stands or None).

    A note that somebody else changed after `based_on` is not overwritten. Notes are no part of the figures:
    they may be written as long as the filing is open, and do not count up its version.
    """
    submission = take(submission, at=at)
    wanted = " ".join(entry.text.split())
    rows = FieldNote.objects.filter(submission=submission, indicator=indicator)
    standing = rows.select_related("updated_by").first()
    if wanted == (standing.text if standing else ""):
        return False, standing
    if standing is None:
        if entry.based_on:
            return True, None
        made = FieldNote.objects.create(
            submission=submission, indicator=indicator, text=wanted, updated_at=at, updated_by=by
        )
        return False, made
    changed = rows.filter(version=entry.based_on).update(
        text=wanted, version=F("version") + 1, updated_at=at, updated_by=by
    )
    return not changed, rows.select_related("updated_by").get()


@transaction.atomic
def add_comment(*, submission, indicator, text, by, at):
    """Append a remark to a question's thread; the same remark sent twice by one person stands once.

    Like a note it is no part of the figures and does not count up the filing's version.
    """
    submission = take(submission, at=at)
    return append_remark(submission, indicator, " ".join(text.split()), by=by, at=at)


def append_remark(submission, indicator, text, *, by, at) -> FieldComment:
    """Append `text` to a question's thread, unless it is what the person wrote last; the caller has taken the filing."""
    last = FieldComment.objects.filter(submission=submission, indicator=indicator).order_by("at", "pk").last()
    if last and (last.text, last.by_id) == (text, by.pk):
        return last
    return FieldComment.objects.create(submission=submission, indicator=indicator, text=text, at=at, by=by)
