"""What the review keeps about a filing as a whole, waived checks, and the unit's pages seen with its eyes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clusters.models import Cluster
from clusters.permissions import check_can_edit, check_can_review, check_reads_everything
from reporting.review import actions
from reporting.review.forms import NoteForm, WaiverForm
from reporting.submissions.actions import ReviewRefused, waive, withdraw_waiver
from reporting.submissions.queries import submission_or_404

SEES_AS = "sees_as"  # in the session: the unit with whose eyes somebody looks at its pages


@require_POST
def filing_note(request, year, slug):
    """Write a note about the filing that only the review reads."""
    check_can_review(request.user)
    submission = submission_or_404(request.user, year, slug)
    form = NoteForm(request.POST)
    if form.is_valid():
        actions.add_note(submission=submission, indicator=None, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Noten er gemt. Kun gennemsynet kan læse den."))
    else:
        messages.error(request, form.message())
    return redirect(f"{reverse('review_filing', args=[year, slug])}#noter")


@require_POST
def settle_note(request, year, slug, pk):
    """Say that a note was followed up."""
    check_can_review(request.user)
    submission = submission_or_404(request.user, year, slug)
    actions.settle_note(submission=submission, pk=pk, by=request.user, at=timezone.now())
    messages.success(request, _("Mærket er sat til fulgt op."))
    return redirect("review_filing", year=year, slug=slug)


@require_POST
def waiver(request, year, slug):
    """Waive a hard check for the numbers as they stand, or let it hold again."""
    check_can_edit(request.user)
    submission = submission_or_404(request.user, year, slug)
    form = WaiverForm(request.POST)
    what = {"submission": submission, "by": request.user, "at": timezone.now()}
    try:
        if not form.is_valid():
            messages.error(request, form.message())
        elif "withdraw" in request.POST:
            withdraw_waiver(**what, rule=form.cleaned_data["rule"], subject=form.cleaned_data["subject"])
            messages.success(request, _("Kontrollen gælder igen."))
        else:
            waive(**what, **form.cleaned_data)
            messages.success(request, _("Kontrollen er fraveget. Begrundelsen følger tallet."))
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("review_filing", year=year, slug=slug)


@require_POST
def see_as(request, year, slug):
    """Look at the unit's pages as its secretariat sees them; nothing can be written there, and the log says who looked."""
    check_reads_everything(request.user)
    submission = submission_or_404(request.user, year, slug)
    actions.see_as(cluster=submission.cluster, by=request.user, at=timezone.now())
    request.session[SEES_AS] = submission.cluster_id
    return redirect("submission", year=year, slug=slug)


@require_POST
def stop_seeing_as(request, year, slug):
    """Look with one's own eyes again."""
    check_reads_everything(request.user)
    request.session.pop(SEES_AS, None)
    get_object_or_404(Cluster.objects.visible_to(request.user), slug=slug)
    return redirect("review_filing", year=year, slug=slug)
