"""What a reviewer does with a filing: accept it, send it back, open it again."""

from reporting.submissions import workflow


def accept(*, submission, by, at, version):
    """Accept the filing exactly as it was in `version`; raises TransitionRefused or FilingMoved with a sentence."""
    return workflow.apply(submission=submission, name="accept", by=by, at=at, version=version)


def return_for_correction(*, submission, by, at, version, reason):
    """Send the filing back to the unit with a reason; raises TransitionRefused or FilingMoved with a sentence."""
    return workflow.apply(
        submission=submission, name="return_for_correction", by=by, at=at, version=version, reason=reason
    )


def reopen(*, submission, by, at, version, reason):
    """Send an accepted filing back to the unit with a reason; it stops counting in the national figures."""
    return workflow.apply(submission=submission, name="reopen", by=by, at=at, version=version, reason=reason)
