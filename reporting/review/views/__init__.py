"""The pages of the review, by what one does there."""

from reporting.review.views.decisions import accept, footnote, reopen, return_for_correction
from reporting.review.views.desk import desk, desk_file
from reporting.review.views.extend import extend, extend_save
from reporting.review.views.filing import filing
from reporting.review.views.many import chosen_file, remind, remind_send
from reporting.review.views.notes import filing_note, see_as, settle_note, stop_seeing_as, waiver
from reporting.review.views.queue import look, queue
from reporting.review.views.value import correct, note, prepare_questions, remark, value

__all__ = [
    "accept",
    "chosen_file",
    "correct",
    "desk",
    "desk_file",
    "extend",
    "extend_save",
    "filing",
    "filing_note",
    "footnote",
    "look",
    "note",
    "prepare_questions",
    "queue",
    "remark",
    "remind",
    "remind_send",
    "reopen",
    "return_for_correction",
    "see_as",
    "settle_note",
    "stop_seeing_as",
    "value",
    "waiver",
]
