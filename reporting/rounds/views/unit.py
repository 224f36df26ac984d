"""One unit in a year: its names, networks and certificate, its people, its own deadline."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clusters.actions import change_unit
from clusters.errors import UnitRefused
from clusters.permissions import check_can_edit
from clusters.queries import people_of
from reporting.dates import day_text
from reporting.rounds import actions
from reporting.rounds.errors import YearRefused
from reporting.rounds.forms import ExtensionForm, UnitPageForm, unit_as_typed
from reporting.rounds.queries import entry_or_404, round_or_404
from reporting.rounds.views.days import UNREADABLE
from reporting.rounds.views.roster import list_crumbs


@require_http_methods(["GET", "POST"])
def year_unit(request, year, slug):
    """All that is known of the unit, changed where it is wrong."""
    check_can_edit(request.user)
    round_ = round_or_404(year)
    entry = entry_or_404(round_, slug)
    form = UnitPageForm(request.POST if request.method == "POST" else None, initial=unit_as_typed(entry.cluster, year))
    if request.method == "POST" and form.is_valid():
        try:
            change_unit(cluster=entry.cluster, **form.cleaned_data, year=year, by=request.user, at=timezone.now())
        except UnitRefused as refusal:
            form.add_error("networks" if "hører" in str(refusal) else "name", str(refusal))
        else:
            messages.success(request, _("Oplysningerne om %(unit)s er gemt.") % {"unit": form.cleaned_data["name"]})
            return redirect("year_unit", year=year, slug=slug)
    successions = entry.cluster.successions_to.filter(year=year).select_related("predecessor")
    context = {
        "round": round_,
        "entry": entry,
        "cluster": entry.cluster,
        "form": form,
        "people": people_of(entry.cluster),
        "merged_from": [row.predecessor for row in successions],
        "breadcrumbs": list_crumbs(round_),
    }
    return render(request, "reporting/rounds/unit.html", context, status=UNREADABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
def extend(request, year, slug):
    """Give the unit a deadline of its own, with a reason."""
    check_can_edit(request.user)
    round_ = round_or_404(year)
    entry = entry_or_404(round_, slug)
    form = ExtensionForm(
        request.POST if request.method == "POST" else None,
        initial={"extended_to": entry.extended_to, "reason": entry.extension_reason},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.extend(entry=entry, **form.cleaned_data, by=request.user, at=timezone.now())
        except YearRefused as refusal:
            form.add_error("extended_to", str(refusal))
        else:
            words = {"unit": entry.cluster, "day": day_text(form.cleaned_data["extended_to"])}
            messages.success(request, _("%(unit)s har frist til %(day)s og får brev om det.") % words)
            return redirect("year_unit", year=year, slug=slug)
    context = {"round": round_, "entry": entry, "cluster": entry.cluster, "form": form}
    context["breadcrumbs"] = list_crumbs(round_)
    return render(request, "reporting/rounds/extend.html", context, status=UNREADABLE if form.errors else 200)


@require_POST
def withdraw_extension(request, year, slug):
    """Let the common deadline hold for the unit again."""
    check_can_edit(request.user)
    entry = entry_or_404(round_or_404(year), slug)
    actions.withdraw_extension(entry=entry, by=request.user, at=timezone.now())
    messages.success(request, _("Den fælles frist gælder igen for %(unit)s.") % {"unit": entry.cluster})
    return redirect("year_unit", year=year, slug=slug)
