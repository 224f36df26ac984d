"""Whose turn it is: one sentence for the top of every page of a filing, for the unit."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.dates import day_text, moment_text
from reporting.submissions.models import Status


def turn_for_unit(filing, today):
    """What the secretariat is told: what is left, whose turn, by when, and what happens next."""
    submission = filing.submission
    if submission.status == Status.SUBMITTED:
        return _(
            "I indsendte %(when)s. Nu er det Cluster Excellence Denmarks tur: de godkender tallene eller sender dem retur med en begrundelse."
        ) % {"when": moment_text(submission.submitted_at)}
    if submission.status == Status.ACCEPTED:
        return _("Indberetningen er godkendt %(when)s. I skal ikke gøre mere; tallene er med i de nationale tal.") % {
            "when": moment_text(submission.accepted_at)
        }
    left = _what_is_left(filing)
    deadline = day_text(submission.round.deadline_on)
    if submission.status == Status.RETURNED:
        if not filing.open_problems:
            return _("Det er jeres tur igen: ret det, som begrundelsen nævner, og indsend indberetningen på ny.")
        return _("Det er jeres tur igen: indberetningen er sendt retur. %(left)s Ret den, og indsend den på ny.") % {
            "left": left
        }
    if today > submission.round.deadline_on:
        return _("Det er jeres tur, og fristen %(deadline)s er overskredet. %(left)s Indsend hurtigst muligt.") % {
            "deadline": deadline,
            "left": left,
        }
    return _(
        "Det er jeres tur. %(left)s Indsend senest %(deadline)s; så gennemser Cluster Excellence Denmark tallene."
    ) % {
        "left": left,
        "deadline": deadline,
    }


def _what_is_left(filing):
    missing = filing.questions - filing.answered
    findings = len(filing.open_findings)
    if not filing.open_problems:
        return _("Alt er klar til at blive indsendt.")
    parts = []
    if missing:
        parts.append(ngettext("%(count)d tal mangler", "%(count)d tal mangler", missing) % {"count": missing})
    if findings:
        parts.append(
            ngettext(
                "%(count)d ting skal rettes eller forklares", "%(count)d ting skal rettes eller forklares", findings
            )
            % {"count": findings}
        )
    if not parts:
        return _("Et afsnit mangler en forklaring.")
    return _(" og ").join(parts) + "."
