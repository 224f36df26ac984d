"""Beginning a filing, writing in it while it is with the unit, and sending it."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.submissions import workflow
from reporting.submissions.models import OPEN_STATUSES, Submission
from reporting.submissions.queries import load_filing


class FilingLocked(Exception):
    """The filing is not with the unit, so nothing can be written in it; str() says so."""


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


def start(*, round_, cluster):
    """Begin the unit's filing in the round, or give the one that is begun."""
    submission, _made = Submission.objects.get_or_create(round=round_, cluster=cluster)
    return submission


def take(submission):
    """Lock the filing's row to the end of the transaction; raises FilingLocked unless the unit may write."""
    # Only the filing's own row: the round's is everybody's, and locking it would queue up the whole country.
    taken = Submission.objects.select_for_update(of=("self",)).select_related("round").get(pk=submission.pk)
    if taken.status not in OPEN_STATUSES:
        raise FilingLocked(locked(taken))
    return taken


def locked(submission):
    """The sentence for whoever wants to write in a filing that is not with the unit."""
    return _(
        "Indberetningen er »%(status)s« og kan ikke ændres. Skriv til Cluster Excellence Denmark, hvis noget skal rettes."
    ) % {"status": submission.get_status_display()}


def touch(submission, at):
    """Count one change of the filing's content, made at `at`."""
    Submission.objects.filter(pk=submission.pk).update(version=F("version") + 1, changed_at=at)


@transaction.atomic
def submit(*, submission, by, at, version):
    """Send the filing as it was in `version`; raises ChecksRefuse, TransitionRefused or FilingMoved with a sentence."""
    workflow.check_can_apply(by, submission, "submit")
    problems = load_filing(submission).open_problems
    if problems:
        raise ChecksRefuse(problems)
    return workflow.apply(submission=submission, name="submit", by=by, at=at, version=version)
