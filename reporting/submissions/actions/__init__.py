"""Every write to a filing, by what people do: begin and send it, answer, work together."""

from reporting.submissions.actions.answers import (
    CountryEntry,
    ExplanationEntry,
    Saved,
    explain,
    save_answers,
    save_explanation,
)
from reporting.submissions.actions.filing import AlreadySent, ChecksRefuse, FilingLocked, start, submit, take, touch
from reporting.submissions.actions.notes import NoteEntry, add_comment, save_note
from reporting.submissions.actions.values import Entry, SavedValue, filing_of, indicator_in, save_value

__all__ = [
    "AlreadySent",
    "ChecksRefuse",
    "CountryEntry",
    "Entry",
    "ExplanationEntry",
    "FilingLocked",
    "NoteEntry",
    "Saved",
    "SavedValue",
    "add_comment",
    "explain",
    "filing_of",
    "indicator_in",
    "save_answers",
    "save_explanation",
    "save_note",
    "save_value",
    "start",
    "submit",
    "take",
    "touch",
]
