"""Reads of the review, by page."""

from reporting.review.queries.coverage import Coverage, Development, coverage_of, days_between, developments_of
from reporting.review.queries.desk import Choice, Desk, DeskRow, chosen_places, desk_of, rows_of, sections_of
from reporting.review.queries.looks import Look, Looks, looks_at
from reporting.review.queries.many import NudgeLine, Reached, has_sent, keys_of_slugs, nudge_lines
from reporting.review.queries.notes import Note, Written, mark_of, with_first_look, written_about
from reporting.review.queries.places import FILTERS, MISSING, SORTS, in_order
from reporting.review.queries.printed import printed_rows, rows_by_question
from reporting.review.queries.queue import Queue, QueueRow, judged_statuses, queue_of
from reporting.review.queries.versions import Comparison, changes_since, version_before

__all__ = [
    "Choice",
    "Comparison",
    "Coverage",
    "Desk",
    "DeskRow",
    "Development",
    "FILTERS",
    "Look",
    "Looks",
    "MISSING",
    "Note",
    "NudgeLine",
    "Queue",
    "QueueRow",
    "Reached",
    "SORTS",
    "Written",
    "changes_since",
    "chosen_places",
    "coverage_of",
    "days_between",
    "desk_of",
    "developments_of",
    "has_sent",
    "in_order",
    "judged_statuses",
    "keys_of_slugs",
    "looks_at",
    "mark_of",
    "nudge_lines",
    "printed_rows",
    "queue_of",
    "rows_by_question",
    "rows_of",
    "sections_of",
    "version_before",
    "with_first_look",
    "written_about",
]
