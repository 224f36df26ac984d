"""Whose turn it is, in one sentence, as the national desk reads it."""

from django.utils.translation import gettext as _

from reporting.dates import day_text, moment_text
from reporting.submissions.models import Status


def turn_for_reviewer(filing):
    """What the national desk is told about the same filing."""
    submission = filing.submission
    if submission.status == Status.SUBMITTED:
        return _(
            "Det er jeres tur: indsendt %(when)s af %(who)s. Godkend den, eller send den retur med en begrundelse."
        ) % {
            "when": moment_text(submission.submitted_at),
            "who": submission.submitted_by,
        }
    if submission.status == Status.ACCEPTED:
        return _("Godkendt %(when)s af %(who)s. Tallene tæller med.") % {
            "when": moment_text(submission.accepted_at),
            "who": submission.accepted_by,
        }
    return _("Det er enhedens tur: %(answered)d af %(questions)d tal er besvaret. Fristen er %(deadline)s.") % {
        "answered": filing.answered,
        "questions": filing.questions,
        "deadline": day_text(submission.round.deadline_on),
    }
