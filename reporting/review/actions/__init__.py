"""Every write of the review, by what it decides."""

from reporting.review.actions.decisions import accept, reopen, return_for_correction, set_footnote

__all__ = ["accept", "reopen", "return_for_correction", "set_footnote"]
