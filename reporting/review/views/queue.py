"""The queue of the second look: what stands out, with the greatest consequence first."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters.errors import NotHere
from clusters.permissions import check_can_review
from reporting.catalogue.models import Section
from reporting.review import actions
from reporting.review.queries import judged_statuses, queue_of
from reporting.review.queue_forms import QueueFilterForm, SeenForm
from reporting.review.views.desk import round_for
from reporting.rounds.models import Round
from reporting.submissions.queries import submission_or_404

ROWS_ON_A_PAGE = 25


@require_GET
def queue(request, year):
    """What stands out in the filings that wait for review, with the greatest consequence first."""
    round_ = round_for(request.user, year)
    form = QueueFilterForm(request.GET, sections=_sections(round_))
    chosen = form.chosen()
    whole = queue_of(round_, statuses=judged_statuses(everything=bool(chosen["statuses"])))
    found = whole.in_section(chosen["section"]) if chosen["section"] else whole
    context = {
        "round": round_,
        "rounds": Round.objects.opened(),
        "form": form,
        "chosen": chosen,
        "queue": found,
        "page": Paginator(found.rows if chosen["seen"] else found.unseen, ROWS_ON_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "filter": _filter_in(chosen),
        "roster_address": reverse("review_list", args=[year]),
    }
    return render(request, "reporting/review/queue.html", context)


def _sections(round_):
    sections = Section.objects.filter(catalogue=round_.catalogue_id, indicators__isnull=False).distinct()
    return [(section.code, section.title) for section in sections]


def _filter_in(chosen):
    """The choices as they stand in an address, without those that are the usual ones."""
    return urlencode({name: "on" if value is True else value for name, value in chosen.items() if value})


@require_POST
def look(request, year):
    """Note that somebody has looked at a row, or take the note back; then the queue again, filtered as it was."""
    check_can_review(request.user)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise NotHere(_("Siden sagde ikke, hvilken række det gælder. Hent den igen, og gentag."))
    row = form.cleaned_data
    submission = submission_or_404(request.user, year, row["unit"])
    what = {"submission": submission, "subject": row["subject"], "by": request.user}
    if row["on"]:
        actions.mark_seen(**what, version=row["version"], at=timezone.now())
        messages.success(request, _("Set efter. Rækken kommer igen, hvis tallet bliver ændret."))
    else:
        actions.unmark_seen(**what)
        messages.success(request, _("Rækken er tilbage i køen."))
    chosen = QueueFilterForm(request.POST, sections=_sections(submission.round)).chosen()
    return redirect(f"{reverse('review_queue', args=[year])}?{_filter_in(chosen)}#queue")
