"""Beginning a filing, writing in it while it is with the unit, and sending it."""

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.actions import record
from clusters.models import Act
from reporting.dates import day_text, moment_text
from reporting.rounds.models import Round
from reporting.submissions import workflow
from reporting.submissions.declaration import declaration_text
from reporting.submissions.models import Receipt, Status, Submission
from reporting.submissions.queries import content_of, fingerprint_of, latest_receipt, load_filing


class FilingLocked(Exception):
    """The filing is not with the unit, so nothing can be written in it; str() says so."""


class FieldShut(FilingLocked):
    """The filing is with the unit, but the review did not ask about this field; str() says so."""


class RoundLocked(workflow.TransitionRefused):
    """The filing was not sent before its lock, so it cannot be sent any more; str() says what to do."""


class ChecksRefuse(workflow.TransitionRefused):
    """The filing cannot be sent because of what the checks found; `problems` lists it."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(
            ngettext(
                "Der er %(count)d ting at rette eller forklare, før I kan indsende.",
                "Der er %(count)d ting at rette eller forklare, før I kan indsende.",
                len(problems),
            )
            % {"count": len(problems)}
        )


class AlreadySent(workflow.TransitionRefused):
    """The filing is sent already, so there is nothing more to do; `receipt` is of what was sent.

    `is_what_was_seen` says whether that is the version which the person saw when they sent it again.
    """

    def __init__(self, receipt, *, version):
        self.receipt = receipt
        self.is_what_was_seen = receipt.version == version + 1
        sent = _("Indberetningen blev indsendt %(when)s af %(who)s.") % {
            "when": moment_text(receipt.at),
            "who": receipt.by,
        }
        changed = _("Den var ændret, siden du hentede siden, så se kvitteringen igennem.")
        super().__init__(sent if self.is_what_was_seen else f"{sent} {changed}")


@transaction.atomic
def start(*, round_, cluster, by=None, at=None):
    """Begin the unit's filing in the round, or give the one that is begun; `by` None is the program itself.

    Raises FilingLocked when people begin it (`at`: when) after the unit's lock.
    """
    if at is not None:
        Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)  # whoever changes the list holds this row
        if not round_.roster.filter(cluster=cluster).exists():
            raise FilingLocked(
                _("Enheden står ikke på årets liste. Skriv til Cluster Excellence Denmark, hvis den skal.")
            )
    is_locked = at is not None and round_.roster.locked_on(localdate(at)).filter(cluster=cluster).exists()
    if is_locked and not Submission.objects.filter(round=round_, cluster=cluster).exists():
        raise FilingLocked(lock_text(Submission(round=round_, cluster=cluster)))
    submission, made = Submission.objects.get_or_create(round=round_, cluster=cluster)
    if made:
        record(Act.FILING_STARTED, by=by, at=at or submission.created_at, cluster=cluster, year=round_.year)
    return submission


def take(submission, *, at):
    """Lock the filing's row to the end of the transaction; raises FilingLocked unless the unit may write at `at`."""
    # Only the filing's own row: the round's is everybody's, and locking it would queue up the whole country.
    taken = Submission.objects.select_for_update(of=("self",)).select_related("round").get(pk=submission.pk)
    if not taken.is_open_on(localdate(at)):
        raise FilingLocked(locked(taken))
    return taken


def locked(submission):
    """The sentence for whoever wants to write in a filing in which the unit may not write."""
    if submission.status == Status.DRAFT:
        return lock_text(submission)
    return _(
        "Indberetningen er »%(status)s« og kan ikke ændres. Skriv til Cluster Excellence Denmark, hvis noget skal rettes."
    ) % {"status": submission.get_status_display()}


def take_for_stories(submission, *, at):
    """Lock the filing's row as `take` does; raises FilingLocked also where the stories stay shut."""
    taken = take(submission, at=at)
    if not taken.are_stories_open:
        raise FieldShut(
            _(
                "Casene er låst, for gennemsynet har kun spurgt til tal. Skriv til Cluster Excellence Denmark, hvis en case skal rettes."
            )
        )
    return taken


def field_shut(indicator):
    """The sentence for whoever wants to write in a field that the review did not ask about."""
    return _(
        "»%(label)s« er låst, for gennemsynet har kun spurgt til andre felter. Skriv til Cluster Excellence Denmark, hvis tallet skal rettes."
    ) % {"label": indicator.label}


def lock_text(submission):
    """The sentence for whoever wants to fill in or send what was not sent before the lock."""
    return _(
        "Indberetningen blev låst efter %(day)s, fordi den ikke var indsendt. Skriv til Cluster Excellence Denmark om udsættelse."
    ) % {"day": day_text(submission.locks_on)}


def touch(submission, at):
    """Count one change of the filing's content, made at `at`."""
    Submission.objects.filter(pk=submission.pk).update(version=F("version") + 1, changed_at=at)


@transaction.atomic
def submit(*, submission, by, at, version):
    """Send the filing as it was in `version`, and keep a receipt of what was sent; returns the fresh filing.

    To send is to declare: the sentence is kept with the receipt. Raises RoundLocked, ChecksRefuse, TransitionRefused or
    FilingMoved with a sentence, and AlreadySent for every further try, however the two came about.
    """
    workflow.check_role(by, submission, "submit")
    standing = _locked(submission)
    _check_not_sent(standing, version)
    workflow.check_can_apply(by, standing, "submit")
    if standing.is_locked_on(localdate(at)):
        raise RoundLocked(lock_text(standing))
    filing = load_filing(standing)
    if filing.open_problems:
        raise ChecksRefuse(filing.open_problems)
    workflow.apply(submission=standing, name="submit", by=by, at=at, version=version)
    _keep_receipt(filing, by=by, at=at)
    submission.refresh_from_db()
    return submission


def _locked(submission):
    """The filing's own row as it stands, locked: of two who send at once the second waits and sees what the first did."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("round", "cluster")
    return rows.get(pk=submission.pk)


def _check_not_sent(submission, version):
    receipt = None if submission.is_open else latest_receipt(submission)
    if receipt:
        raise AlreadySent(receipt, version=version)


def _keep_receipt(filing, *, by, at):
    """Append the copy of what was just sent; `filing` was read under the lock, so it is what was sent."""
    event = filing.submission.events.get(version=filing.submission.version, transition="submit")
    content = content_of(filing, version=event.version)
    Receipt.objects.create(
        event=event,
        content=content,
        fingerprint=fingerprint_of(content),
        declaration=declaration_text(filing.submission.round),
        at=at,
        by=by,
    )
