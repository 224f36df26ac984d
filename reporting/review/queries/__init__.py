"""Reads of the review, by page."""

from reporting.review.queries.coverage import Coverage, Development, coverage_of, days_between, developments_of
from reporting.review.queries.desk import Choice, Desk, DeskRow, chosen_places, desk_of, rows_of, sections_of
from reporting.review.queries.many import NudgeLine, Reached, has_sent, keys_of_slugs, nudge_lines
from reporting.review.queries.looks import Look, Looks, looks_at
from reporting.review.queries.notes import first_look_at, notes_of, prepared_questions
from reporting.review.queries.places import FILTERS, MISSING, SORTS, in_order
from reporting.review.queries.printed import rows_by_question

__all__ = [
    "FILTERS",
    "MISSING",
    "SORTS",
    "Choice",
    "Coverage",
    "Desk",
    "DeskRow",
    "Development",
    "NudgeLine",
    "Reached",
    "chosen_places",
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
    "days_between",
    "desk_of",
    "developments_of",
    "first_look_at",
    "has_sent",
    "in_order",
    "keys_of_slugs",
    "judged_statuses",
    "looks_at",
    "notes_of",
    "nudge_lines",
    "prepared_questions",
    "rows_by_question",
    "rows_of",
    "sections_of",
    "queue_of",
    "roster_of",
    "rows_by_question",
    "version_before",
]
