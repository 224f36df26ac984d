"""Reads of the review, by page."""

from reporting.review.queries.looks import Look, Looks, looks_at
from reporting.review.queries.notes import first_look_at, notes_of, prepared_questions
from reporting.review.queries.printed import rows_by_question
from reporting.review.queries.queue import Queue, QueueRow, judged_statuses, queue_of
from reporting.review.queries.roster import Coverage, Roster, RosterRow, coverage_of, roster_of
from reporting.review.queries.versions import Comparison, changes_since, version_before

__all__ = [
    "Comparison",
    "Coverage",
    "Look",
    "Looks",
    "Queue",
    "QueueRow",
    "Roster",
    "RosterRow",
    "changes_since",
    "coverage_of",
    "first_look_at",
    "judged_statuses",
    "looks_at",
    "notes_of",
    "prepared_questions",
    "queue_of",
    "roster_of",
    "rows_by_question",
    "version_before",
]
