"""Reads of the review, by page."""

from reporting.review.queries.notes import first_look_at, notes_of, prepared_questions
from reporting.review.queries.printed import rows_by_question
from reporting.review.queries.roster import Coverage, Roster, RosterRow, coverage_of, roster_of

__all__ = [
    "Coverage",
    "Roster",
    "RosterRow",
    "coverage_of",
    "first_look_at",
    "notes_of",
    "prepared_questions",
    "roster_of",
    "rows_by_question",
]
