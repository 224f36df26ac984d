"""What the review decides about a filing: accept it, send it back, open it again, take an explanation into the book."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clusters.errors import NotHere
from clusters.permissions import check_can_edit, check_reads_everything
from reporting.review import actions
from reporting.review.forms import DecisionForm, FootnoteForm, ReturnForm
from reporting.review.views.filing import show_filing
from reporting.submissions import workflow
from reporting.submissions.models import Status
from reporting.submissions.queries import submission_or_404

UNREADABLE = 422
CONFLICT = 409


def _decide(request, year, slug, act, done, *, after, form_class=DecisionForm):
    """Run one of the review's decisions on the version the person saw, and say how it went."""
    check_reads_everything(request.user)
    submission = submission_or_404(request.user, year, slug)
    workflow.check_role(request.user, submission, act.__name__)
    form = form_class(request.POST) if form_class is DecisionForm else form_class(request.POST, submission=submission)
    reason = request.POST.get("reason", "")
    if not form.is_valid():
        messages.error(request, form.message())
        return show_filing(request, submission, reason=reason, status=UNREADABLE)
    try:
        decided = act(submission=submission, by=request.user, at=timezone.now(), **form.decision())
    except workflow.TransitionRefused as refusal:
        messages.error(request, str(refusal))
        return show_filing(request, submission_or_404(request.user, year, slug), reason=reason, status=CONFLICT)
    messages.success(request, done(decided) % {"unit": submission.cluster})
    return redirect(after)


@require_POST
def accept(request, year, slug):
    """Accept the filing."""

    def done(decided):
        if decided.status != Status.ACCEPTED:
            return _("Du har godkendt %(unit)s som den første af to. En anden skal godkende, før tallene tæller med.")
        return _("%(unit)s er godkendt og tæller med i de nationale tal.")

    return _decide(request, year, slug, actions.accept, done, after=reverse("review_list", args=[year]))


@require_POST
def return_for_correction(request, year, slug):
    """Send the filing back with a reason, questions, or both."""

    def done(decided):
        if decided.is_open_in_part:
            return _("%(unit)s har fået indberetningen retur. Kun de felter, du har spurgt til, er låst op.")
        return _("%(unit)s har fået indberetningen retur.")

    after = reverse("review_filing", args=[year, slug])
    return _decide(request, year, slug, actions.return_for_correction, done, after=after, form_class=ReturnForm)


@require_POST
def reopen(request, year, slug):
    """Send an accepted filing back in the same way."""

    def done(decided):
        return _("%(unit)s er åbnet igen og tæller ikke med, før den er godkendt på ny.")

    after = reverse("review_filing", args=[year, slug])
    return _decide(request, year, slug, actions.reopen, done, after=after, form_class=ReturnForm)


@require_POST
def footnote(request, year, slug):
    """Take an explanation into the book as a footnote, or out of it."""
    check_can_edit(request.user)
    submission = submission_or_404(request.user, year, slug)
    form = FootnoteForm(request.POST)
    if not form.is_valid():
        raise NotHere(_("Siden sagde ikke, hvilken forklaring det gælder. Hent den igen, og gentag."))
    chosen = form.cleaned_data
    actions.set_footnote(submission=submission, by=request.user, at=timezone.now(), **chosen)
    messages.success(
        request, _("Forklaringen er nu en fodnote i bogen.") if chosen["on"] else _("Fodnoten er fjernet.")
    )
    return redirect(f"{reverse('review_filing', args=[year, slug])}#explanation-{chosen['rule']}-{chosen['subject']}")
