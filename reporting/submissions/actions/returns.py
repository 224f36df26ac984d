"""What the review writes into a filing: questions about values, remarks, waived checks, corrections on the unit's behalf."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.models import Act
from clusters.permissions import check_can_edit
from reporting.submissions import workflow
from reporting.submissions.actions.answers import save_answers
from reporting.submissions.actions.filing import touch
from reporting.submissions.actions.notes import append_remark
from reporting.submissions.models import (
    Correction,
    FieldComment,
    ReportedValue,
    ReturnedField,
    Status,
    Submission,
    Waiver,
)
from reporting.submissions.queries import load_filing, said

LONGEST_REMARK = 1000  # characters


class ReviewRefused(Exception):
    """It cannot be done; str() says why and what to do."""


@dataclass(frozen=True)
class Question:
    """What the review asks about one value of a filing."""

    code: str
    text: str


@transaction.atomic
def ask(*, submission, questions, by, at):
    """Put the questions of the return that was just made into the threads of their values, and note what stands there.

    Runs inside the transaction of the return. Raises ReviewRefused for a question the filing's year does not ask.
    """
    event = submission.events.get(version=submission.version)
    filing = load_filing(submission)
    for question in questions:
        answer = filing.answers.get(question.code)
        if answer is None:
            raise ReviewRefused(
                _("Der er intet felt, der hedder »%(code)s«. Hent siden igen.") % {"code": question.code}
            )
        comment = FieldComment.objects.create(
            submission=submission, indicator=answer.indicator, text=question.text, at=at, by=by
        )
        ReturnedField.objects.create(
            event=event, submission=submission, indicator=answer.indicator, question=comment, before=said(answer)
        )


def tidy_remark(text):
    """A remark or question in one line; raises ReviewRefused where it is too long to be kept."""
    text = " ".join(text.replace("\0", "").split())
    if len(text) > LONGEST_REMARK:
        raise ReviewRefused(_("Teksten er for lang. Skriv højst 1.000 tegn."))
    return text


@transaction.atomic
def remark(*, submission, indicator, text, by, at):
    """Append a remark to a value's thread, whatever the filing's status; the same remark sent twice stands once.

    For both sides: the conversation goes on while the filing is locked. Raises ReviewRefused for a blank one.
    """
    Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    text = tidy_remark(text)
    if not text:
        raise ReviewRefused(_("Skriv en kommentar."))
    return append_remark(submission, indicator, text, by=by, at=at)


@transaction.atomic
def waive(*, submission, rule, subject, reason, by, at):
    """Decide that a hard check need not hold for these numbers, with a reason that everybody sees; an editor's right.

    Raises PermissionDenied, and ReviewRefused without a reason or where the check has no such finding any more.
    """
    check_can_edit(by)
    submission = _taken(submission)
    reason = " ".join(reason.split())
    if not reason:
        raise ReviewRefused(_("Skriv, hvorfor kontrollen kan fraviges. Begrundelsen følger tallet."))
    found = [row for row in load_filing(submission).problems if (row.rule, row.subject) == (rule, subject)]
    if not found or not found[0].may_be_waived:
        raise ReviewRefused(_("Kontrollen finder ikke længere noget her, så der er intet at fravige. Hent siden igen."))
    Waiver.objects.update_or_create(
        submission=submission, rule=rule, subject=subject, defaults={"reason": reason, "by": by, "at": at}
    )
    _log(Act.CHECK_WAIVED, submission, by=by, at=at, subject=rule, text=reason)
    touch(submission, at)


@transaction.atomic
def withdraw_waiver(*, submission, rule, subject, by, at):
    """Let the hard check hold again; withdrawing twice is withdrawing once. Raises PermissionDenied."""
    check_can_edit(by)
    submission = _taken(submission)
    if Waiver.objects.filter(submission=submission, rule=rule, subject=subject).delete()[0]:
        _log(Act.WAIVER_WITHDRAWN, submission, by=by, at=at, subject=rule)
        touch(submission, at)


@transaction.atomic
def correct_on_behalf(*, submission, entry, consent, by, at):
    """Write one number for the unit after it agreed (`consent`: with whom and when), marked as such; an editor's right.

    Only while the filing is in review: before and after, the unit writes itself. Raises PermissionDenied,
    ReviewRefused, and workflow.FilingMoved when the number is no longer the one that the editor saw.
    """
    check_can_edit(by)
    submission = _taken(submission)
    if submission.status != Status.SUBMITTED:
        raise ReviewRefused(
            _("Indberetningen er »%(status)s«. Kun i en indsendt indberetning kan du rette et tal på enhedens vegne.")
            % {"status": submission.get_status_display()}
        )
    consent = " ".join(consent.split())
    if not consent:
        raise ReviewRefused(_("Skriv, hvem i sekretariatet rettelsen er aftalt med, og hvornår."))
    answer = load_filing(submission).answers[entry.code]
    before = said(answer)
    saved = save_answers(submission=submission, entries=[entry], by=by, at=at, on_behalf=True)
    if not saved.is_whole:
        raise workflow.FilingMoved(_("Tallet er ændret, siden siden blev hentet. Se det igen, før du retter."))
    if not saved.codes:
        raise ReviewRefused(_("Tallet er det samme som før, så der er intet at rette."))
    value = ReportedValue.objects.get(submission=submission, indicator=answer.indicator)
    Correction.objects.create(
        submission=submission,
        indicator=answer.indicator,
        before=before,
        value_version=value.version,
        consent=consent,
        at=at,
        by=by,
    )
    _log(Act.CORRECTED, submission, by=by, at=at, subject=entry.code, on_behalf_of=submission.cluster)


def _taken(submission):
    """The filing's own row, locked to the end of the transaction, whatever its status."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("round", "cluster")
    return rows.get(pk=submission.pk)


def _log(act, submission, **what):
    record(act, cluster=submission.cluster, year=submission.round.year, **what)
