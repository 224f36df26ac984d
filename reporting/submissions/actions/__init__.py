"""Every write to a filing, by what people do: begin and send it, answer, work together."""

from reporting.submissions.actions.answers import (
    CountryEntry,
    Entry,
    ExplanationEntry,
    Saved,
    explain,
    save_answers,
)
from reporting.submissions.actions.filing import ChecksRefuse, FilingLocked, start, submit, take, touch

__all__ = [
    "ChecksRefuse",
    "CountryEntry",
    "Entry",
    "ExplanationEntry",
    "FilingLocked",
    "Saved",
    "explain",
    "save_answers",
    "start",
    "submit",
    "take",
    "touch",
]
