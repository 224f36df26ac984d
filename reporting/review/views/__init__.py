"""The pages of the review, by what one does there."""

from reporting.review.views.decisions import accept, footnote, reopen, return_for_correction
from reporting.review.views.filing import filing
from reporting.review.views.roster import roster

__all__ = ["accept", "filing", "footnote", "reopen", "return_for_correction", "roster"]
