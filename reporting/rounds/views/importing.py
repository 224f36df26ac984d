"""A list of units and people: pasted or uploaded, looked at line by line, saved."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clusters.permissions import check_can_edit
from reporting.rounds import actions
from reporting.rounds.forms import ListForm
from reporting.rounds.queries import read_list, round_or_404
from reporting.rounds.uploads import ListRefused, text_of
from reporting.rounds.views.days import UNREADABLE
from reporting.rounds.views.years import crumbs


@require_http_methods(["GET", "POST"])
def import_list(request, year):
    """Show what a list means, line by line; nothing is written before that is seen."""
    check_can_edit(request.user)
    round_ = round_or_404(year)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "GET" or "change" in request.POST or not form.is_valid():
        return _show(request, round_, form, status=UNREADABLE if form.errors else 200)
    try:
        file = form.cleaned_data["file"]
        text = text_of(file.read()) if file else form.cleaned_data["text"]
    except ListRefused as refusal:
        form.add_error("file", str(refusal))
        return _show(request, round_, form, status=UNREADABLE)
    if "save" in request.POST:
        _save(request, round_, text)
        return redirect("year", year=year)
    found = read_list(round_, text)
    if found.refusal:
        form.add_error("text", found.refusal)
        return _show(request, round_, form, status=UNREADABLE)
    return _show(request, round_, form, found=found, text=text)


def _save(request, round_, text):
    done = actions.import_list(round_=round_, text=text, by=request.user, at=timezone.now())
    for sentence in done.refused:
        messages.error(request, sentence)
    if done.saved:
        messages.success(
            request,
            ngettext("%(count)d linje er gemt.", "%(count)d linjer er gemt.", done.saved) % {"count": done.saved},
        )
    else:
        messages.info(request, _("Der var ikke noget nyt at gemme."))


def _show(request, round_, form, *, found=None, text="", status=200):
    context = {"round": round_, "form": form, "found": found, "text": text, "breadcrumbs": crumbs(round_)}
    return render(request, "reporting/rounds/import.html", context, status=status)
