"""Every write of the review: what it decides, and what it writes while it looks."""

from reporting.review.actions.decisions import NeedsAnother, accept, reopen, return_for_correction, set_footnote
from reporting.review.actions.looking import mark_seen, unmark_seen
from reporting.review.actions.notes import (
    add_note,
    add_remark,
    prepare_question,
    see_as,
    settle_note,
)

__all__ = [
    "NeedsAnother",
    "accept",
    "add_note",
    "add_remark",
    "mark_seen",
    "prepare_question",
    "reopen",
    "return_for_correction",
    "see_as",
    "set_footnote",
    "settle_note",
    "unmark_seen",
]
