"""The reviewer's page of one filing: section by section, beside last year's values."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters.permissions import check_reads_everything
from reporting.letters.queries import last_letters
from reporting.review.queries import (
    Written,
    changes_since,
    looks_at,
    mark_of,
    printed_rows,
    version_before,
    with_first_look,
    written_about,
)
from reporting.stories.queries import stories_of
from reporting.submissions import workflow
from reporting.submissions.models import Unlocked
from reporting.submissions.queries import (
    events_of,
    load_filing,
    short_fingerprint,
    standing_fingerprint,
    submission_or_404,
    threads_of,
    turn_of,
)

# Sending is the unit's.
DECISIONS = [name for name, row in workflow.TRANSITIONS.items() if row.actor is not workflow.Actor.MANAGER]


@require_GET
def filing(request, year, slug):
    """One filing, section by section, beside last year's values."""
    check_reads_everything(request.user)
    submission = submission_or_404(request.user, year, slug)
    return show_filing(request, submission)


def show_filing(request, submission, *, reason="", status=200):
    """The page as it stands now; a decision that was refused shows it again with its reason."""
    threads = threads_of(submission)
    loaded = load_filing(submission, asked=threads.open)
    events = list(with_first_look(events_of(submission).select_related("receipt__by"), submission.version))
    receipts = [event.receipt for event in events if hasattr(event, "receipt")]
    receipt = receipts[0] if receipts else None
    before = version_before(submission, receipts)
    standing = standing_fingerprint(loaded, receipt)
    context = {
        "filing": loaded,
        "submission": submission,
        "round": submission.round,
        "cluster": submission.cluster,
        "turn": turn_of(request.user, loaded, timezone.localdate(), at_the_desk=True),
        "events": events,
        "stories": stories_of(submission),
        "may": {name: workflow.can_apply(request.user, submission, name) for name in DECISIONS},
        "printed": printed_rows(loaded.measures) if request.user.is_editor else {},
        "letters": last_letters(submission.round, cluster=submission.cluster).get(submission.cluster_id),
        "reason": reason,
        "looks": looks_at(loaded),
        "changes": changes_since(loaded, before) if before else None,
        "only_changed": before is not None and "kun-aendrede" in request.GET,
        "receipt": receipt,
        "standing": standing,
        "fingerprint": short_fingerprint(standing),
        "is_what_was_sent": receipt is not None and receipt.kept_fingerprint == standing,
        "breadcrumbs": _way_here(submission),
    } | _beside_values(request.user, loaded, threads, events)
    return render(request, "reporting/review/filing.html", context, status=status)


def _way_here(submission):
    year = submission.round.year
    return [(f"{_('Indberetninger')} {year}", reverse("review_list", args=[year]))]


def _beside_values(user, filing, threads, events):
    """What people asked, wrote and corrected, by value; what the review keeps for itself."""
    submission, reviews = filing.submission, user.may_review
    written = written_about(submission) if reviews else Written()
    return {
        "comments": threads.comments,
        "asked": threads.asked,
        "questions_mark": mark_of(written.prepared.values()),
        "prepared": {code: written.prepared[code] for code in filing.answers if code in written.prepared},
        "notes": written.notes,
        "filing_notes": written.notes.get("", ()),
        "first_look": getattr(events[0], "first_look", None) if events and submission.round.four_eyes else None,
        "may_ask": reviews and not submission.is_open,
        "unlocks": Unlocked,
    }
