"""The reviewer's pages: the roster, a filing beside last year's, and what to do with it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters.errors import NotHere
from clusters.permissions import check_can_edit, check_reads_everything
from reporting.letters.queries import last_letters
from reporting.review import actions
from reporting.review.forms import DecisionForm, FootnoteForm
from reporting.review.queries import roster_of, rows_by_question
from reporting.rounds.models import Round
from reporting.rounds.queries import round_or_404
from reporting.stories.queries import stories_of
from reporting.submissions import workflow
from reporting.submissions.queries import (
    comments_of,
    events_of,
    load_filing,
    short_fingerprint,
    standing_fingerprint,
    submission_or_404,
    turn_of,
)

UNREADABLE = 422
CONFLICT = 409
# Sending is the unit's.
DECISIONS = [name for name, row in workflow.TRANSITIONS.items() if row.actor is not workflow.Actor.MANAGER]


@require_GET
def roster(request, year):
    """Where every unit of the round stands."""
    check_reads_everything(request.user)
    round_ = round_or_404(year)
    context = {
        "round": round_,
        "rounds": Round.objects.all(),
        "roster": roster_of(round_),
        "today": timezone.localdate(),
    }
    return render(request, "reporting/review/roster.html", context)


@require_GET
def filing(request, year, slug):
    """One filing, section by section, beside last year's values."""
    check_reads_everything(request.user)
    submission = submission_or_404(request.user, year, slug)
    return _show(request, submission)


def _show(request, submission, *, reason="", status=200):
    loaded = load_filing(submission)
    events = list(events_of(submission).select_related("receipt"))
    receipt = next((event.receipt for event in events if hasattr(event, "receipt")), None)
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
        "printed": rows_by_question(submission.round) if request.user.is_editor else {},
        "comments": comments_of(submission),
        "letters": last_letters(submission.round, cluster=submission.cluster).get(submission.cluster_id),
        "reason": reason,
        "receipt": receipt,
        "fingerprint": short_fingerprint(standing),
        "is_what_was_sent": receipt is not None and receipt.fingerprint == standing,
        "breadcrumbs": [
            (f"{_('Indberetninger')} {submission.round.year}", reverse("review_list", args=[submission.round.year]))
        ],
    }
    return render(request, "reporting/review/filing.html", context, status=status)


def _decide(request, year, slug, act, done, *, after, with_reason=False):
    """Run one of the review's actions on the version the person saw, and say how it went."""
    check_reads_everything(request.user)
    submission = submission_or_404(request.user, year, slug)
    workflow.check_role(request.user, submission, act.__name__)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.message())
        return _show(request, submission, reason=request.POST.get("reason", ""), status=UNREADABLE)
    reason = {"reason": form.cleaned_data["reason"]} if with_reason else {}
    try:
        act(submission=submission, by=request.user, at=timezone.now(), version=form.cleaned_data["version"], **reason)
    except workflow.TransitionRefused as refusal:
        messages.error(request, str(refusal))
        return _show(
            request, submission_or_404(request.user, year, slug), reason=form.cleaned_data["reason"], status=CONFLICT
        )
    messages.success(request, done % {"unit": submission.cluster})
    return redirect(after)


@require_POST
def accept(request, year, slug):
    """Accept the filing."""
    done = _("%(unit)s er godkendt og tæller med i de nationale tal.")
    return _decide(request, year, slug, actions.accept, done, after=reverse("review_list", args=[year]))


@require_POST
def return_for_correction(request, year, slug):
    """Send the filing back with a reason."""
    done = _("%(unit)s har fået indberetningen retur.")
    after = reverse("review_filing", args=[year, slug])
    return _decide(request, year, slug, actions.return_for_correction, done, after=after, with_reason=True)


@require_POST
def reopen(request, year, slug):
    """Send an accepted filing back with a reason."""
    done = _("%(unit)s er åbnet igen og tæller ikke med, før den er godkendt på ny.")
    after = reverse("review_filing", args=[year, slug])
    return _decide(request, year, slug, actions.reopen, done, after=after, with_reason=True)


@require_POST
def footnote(request, year, slug):
    """Take an explanation into the book as a footnote, or out of it."""
    check_can_edit(request.user)
    submission = submission_or_404(request.user, year, slug)
    form = FootnoteForm(request.POST)
    if not form.is_valid():
        raise NotHere(_("Siden sagde ikke, hvilken forklaring det gælder. Hent den igen, og gentag."))
    chosen = form.cleaned_data
    actions.set_footnote(submission=submission, by=request.user, **chosen)
    messages.success(
        request, _("Forklaringen er nu en fodnote i bogen.") if chosen["on"] else _("Fodnoten er fjernet.")
    )
    return redirect(f"{reverse('review_filing', args=[year, slug])}#explanation-{chosen['rule']}-{chosen['subject']}")
