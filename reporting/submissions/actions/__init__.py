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
from reporting.submissions.actions.sharing import (
    LINK_DAYS,
    FreshLink,
    LinkClosed,
    SharingRefused,
    assign_section,
    make_link,
    note_presence,
    revoke_link,
    save_by_link,
    take_link,
    unassign_section,
    while_link_is_open,
)
from reporting.submissions.actions.standing import refresh_standings
from reporting.submissions.actions.values import Entry, SavedValue, filing_of, indicator_in, save_value

__all__ = [
    "LINK_DAYS",
    "AlreadySent",
    "ChecksRefuse",
    "CountryEntry",
    "Entry",
    "ExplanationEntry",
    "FilingLocked",
    "FreshLink",
    "LinkClosed",
    "NoteEntry",
    "Saved",
    "SavedValue",
    "SharingRefused",
    "add_comment",
    "assign_section",
    "explain",
    "filing_of",
    "indicator_in",
    "make_link",
    "note_presence",
    "refresh_standings",
    "revoke_link",
    "save_answers",
    "save_by_link",
    "save_explanation",
    "save_note",
    "save_value",
    "start",
    "submit",
    "take",
    "take_link",
    "touch",
    "unassign_section",
    "while_link_is_open",
]
