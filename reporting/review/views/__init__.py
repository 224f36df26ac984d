"""The pages of the review, by what one does there."""

from reporting.review.views.decisions import accept, footnote, reopen, return_for_correction
from reporting.review.views.filing import filing
from reporting.review.views.notes import filing_note, see_as, settle_note, stop_seeing_as, waiver
from reporting.review.views.queue import look, queue
from reporting.review.views.roster import roster
from reporting.review.views.value import correct, note, prepare_questions, remark, value

__all__ = [
    "accept",
    "correct",
    "filing",
    "filing_note",
    "footnote",
    "look",
    "note",
    "prepare_questions",
    "queue",
    "remark",
    "reopen",
    "return_for_correction",
    "roster",
    "see_as",
    "settle_note",
    "stop_seeing_as",
    "value",
    "waiver",
]
