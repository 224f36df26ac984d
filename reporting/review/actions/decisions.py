"""What a reviewer decides about a filing: accept it, send it back, open it again, take an explanation into the book."""

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.errors import NotHere
from clusters.models import Act
from clusters.permissions import check_can_edit
from reporting.review.models import FirstLook, PreparedQuestion
from reporting.review.queries import rows_by_question
from reporting.submissions import workflow
from reporting.submissions.actions import Question, ask
from reporting.submissions.models import Explanation, Submission, Unlocked
from reporting.submissions.queries import latest_receipt, load_filing, standing_fingerprint


class NeedsAnother(workflow.TransitionRefused):
    """The round wants two people to accept, and this person was the first; str() says so."""


@transaction.atomic
def accept(*, submission, by, at, version, fingerprint=""):
    """Accept the filing exactly as it was in `version`, with the `fingerprint` that the page showed; returns it fresh.

    Where the round wants two people, the first one's look is written down and the filing stays where it is. Raises
    TransitionRefused or FilingMoved with a sentence, NeedsAnother where the first tries to be the second too.
    """
    workflow.check_role(by, submission, "accept")
    standing = _taken(submission)
    workflow.check_can_apply(by, standing, "accept")
    filing = load_filing(standing)
    shown = standing_fingerprint(filing, latest_receipt(standing))
    if standing.version != version or (fingerprint and fingerprint != shown):
        raise workflow.FilingMoved(workflow.filing_moved())
    if any(problem.is_hard for problem in filing.open_problems):
        raise workflow.TransitionRefused(
            _("Tallene modsiger hinanden. Send indberetningen retur, eller lad en redaktør fravige kontrollen.")
        )
    if standing.round.four_eyes and not _is_second_look(standing, by=by, at=at):
        submission.refresh_from_db()
        return submission
    return workflow.apply(submission=standing, name="accept", by=by, at=at, version=version, fingerprint=shown)


def _is_second_look(submission, *, by, at):
    """Whether somebody else approved this very version before; if nobody did, that is written down now."""
    first, made = FirstLook.objects.get_or_create(
        submission=submission, version=submission.version, defaults={"by": by, "at": at}
    )
    if made:
        record(Act.FIRST_LOOK, by=by, at=at, cluster=submission.cluster, year=submission.round.year)
        return False
    if first.by_id == by.pk:
        raise NeedsAnother(
            _("Du har allerede godkendt indberetningen. Runden kræver to, så nu skal en anden godkende den.")
        )
    return True


@transaction.atomic
def return_for_correction(*, submission, by, at, version, reason="", questions=(), unlocked=Unlocked.ALL):
    """Send the filing back to the unit, with a reason, questions about single values, or both; returns it fresh.

    `questions` are prepared ones of the filing's, which are gone afterwards; `unlocked` says what the unit may write
    in. Raises TransitionRefused or FilingMoved with a sentence.
    """
    return _send_back("return_for_correction", submission, by, at, version, reason, questions, unlocked)


@transaction.atomic
def reopen(*, submission, by, at, version, reason="", questions=(), unlocked=Unlocked.ALL):
    """Send an accepted filing back to the unit in the same way; it stops counting in the national figures."""
    return _send_back("reopen", submission, by, at, version, reason, questions, unlocked)


def _send_back(name, submission, by, at, version, reason, questions, unlocked):
    workflow.check_role(by, submission, name)
    standing = _taken(submission)
    workflow.check_can_apply(by, standing, name)
    chosen = list(PreparedQuestion.objects.filter(submission=standing, pk__in=[row.pk for row in questions]))
    if len(chosen) != len(questions):
        raise workflow.FilingMoved(_("Spørgsmålene er ændret, siden siden blev hentet. Se dem igen, før du sender."))
    if unlocked != Unlocked.ALL and not chosen:
        raise workflow.TransitionRefused(
            _(
                "Vælg mindst ét spørgsmål til et tal, når kun de felter skal låses op. Ellers lås hele indberetningen op."
            )
        )
    if chosen and not reason.strip():
        reason = _("Se spørgsmålene til de enkelte tal.")
    returned = workflow.apply(
        submission=standing, name=name, by=by, at=at, version=version, reason=reason, unlocked=unlocked
    )
    ask(submission=returned, questions=[Question(row.indicator.code, row.text) for row in chosen], by=by, at=at)
    PreparedQuestion.objects.filter(pk__in=[row.pk for row in chosen]).delete()
    return returned


def _taken(submission):
    """The filing's own row as it stands, locked: of two who decide at once the second sees what the first did."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("round", "cluster")
    return rows.get(pk=submission.pk)


@transaction.atomic
def set_footnote(*, submission, rule, subject, on, by, at):
    """Print the explanation of a finding below its table in the book, or print it no more.

    What the unit wrote, and when, stays as it is. Raises PermissionDenied, and NotHere where there is nothing to print.
    """
    check_can_edit(by)
    if on and subject not in rows_by_question(submission.round):
        raise NotHere(_("Ingen række i bogens tabeller viser det tal, så forklaringen har ikke noget sted at stå."))
    if not Explanation.objects.filter(submission=submission, rule=rule, subject=subject).update(is_footnote=on):
        raise NotHere(_("Forklaringen er der ikke længere. Hent siden igen."))
    act = Act.FOOTNOTE_SET if on else Act.FOOTNOTE_REMOVED
    record(act, by=by, at=at, cluster=submission.cluster, year=submission.round.year, subject=subject)
