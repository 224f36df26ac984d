"""What the review wrote about a filing: prepared questions, notes, the first of two looks."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, CharField, DateTimeField, F, FilteredRelation, Q, Value, When
from django.db.models.functions import Cast

from reporting.review.models import InternalNote, PreparedQuestion


@dataclass(frozen=True)
class Note:
    """A note or a prepared question, with the names of the people."""

    pk: int
    code: str  # of the question that it is about; empty for the whole filing
    text: str
    by: str
    at: datetime
    needs_follow_up: bool = False
    settled_by: str = ""
    settled_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to come back to it."""
        return self.needs_follow_up and self.settled_at is None


@dataclass(frozen=True)
class Written:
    """What the review keeps for itself about a filing: `notes` by code in the order of time, `prepared` by code."""

    notes: dict[str, list[Note]] = field(default_factory=lambda: defaultdict(list))
    prepared: dict[str, Note] = field(default_factory=dict)


def written_about(submission) -> Written:
    """The notes about a filing and its values, and the questions that wait to be sent with it; one query."""
    notes = InternalNote.objects.filter(submission=submission).annotate(
        kind=Value("note"),
        who=_name_of("by"),
        follow=F("needs_follow_up"),
        settler=_name_of("settled_by"),
        settled=F("settled_at"),
    )
    questions = PreparedQuestion.objects.filter(submission=submission).annotate(
        kind=Value("question"),
        who=_name_of("by"),
        follow=Value(False),
        settler=Value("", output_field=CharField()),
        settled=Cast(Value(None), DateTimeField()),
    )
    written = Written()
    for kind, pk, code, *rest in sorted(
        _rows(notes).union(_rows(questions), all=True), key=lambda row: (row[5], row[1])
    ):
        note = Note(pk, code or "", *rest)
        if kind == "note":
            written.notes[note.code].append(note)
        else:
            written.prepared[note.code] = note
    return written


def _rows(rows):
    return rows.order_by().values_list(
        "kind", "pk", "indicator__code", "text", "who", "at", "follow", "settler", "settled"
    )


def _name_of(person):
    """The name of the person, or the address of whoever has none; as the person's own text is."""
    name, address = f"{person}__name", f"{person}__email"
    return Case(When(**{name: ""}, then=F(address)), default=F(name), output_field=CharField())


def with_first_look(events, version):
    """The events of a filing, each with who approved it first in `version`, where the round wants two to do so."""
    look = FilteredRelation("submission__first_looks", condition=Q(submission__first_looks__version=version))
    return events.annotate(first_look=look).select_related("first_look__by")


def mark_of(questions) -> str:
    """What a page carries of the prepared questions it showed: another text or another list has another mark."""
    content = [[row.pk, row.text] for row in sorted(questions, key=lambda row: row.pk)]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
