"""The days of a year, and opening it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clusters.permissions import check_can_edit
from reporting.rounds import actions
from reporting.rounds.errors import YearRefused
from reporting.rounds.forms import DaysForm, days_of
from reporting.rounds.queries import consequences, opening_of, round_or_404
from reporting.rounds.views.years import CONFLICT, crumbs

UNREADABLE = 422


@require_http_methods(["GET", "POST"])
def year_days(request, year):
    """Set the days; of a year that units know of it is first said what changes for whom."""
    check_can_edit(request.user)
    round_ = round_or_404(year)
    if request.method == "GET":
        return _show(request, round_, DaysForm(initial=days_of(round_)))
    form, seen = DaysForm(request.POST), DaysForm(request.POST, prefix="seen")
    if not form.is_valid() or not seen.is_valid():
        return _show(request, round_, form, seen=seen.cleaned_data if seen.is_valid() else None, status=UNREADABLE)
    changes = consequences(round_, form.cleaned_data, timezone.localdate()) if round_.opened_at else []
    if changes and "confirmed" not in request.POST:
        return _show(request, round_, form, seen=seen.cleaned_data, changes=changes)
    try:
        days = {"days": form.cleaned_data, "seen": seen.cleaned_data}
        actions.change_days(round_=round_, **days, by=request.user, at=timezone.now())
    except YearRefused as refusal:
        messages.error(request, str(refusal))
        round_ = round_or_404(year)
        return _show(request, round_, form, standing=round_, status=CONFLICT)
    messages.success(request, _("Datoerne er gemt."))
    return redirect("year", year=year)


def _show(request, round_, form, *, seen=None, changes=(), standing=None, status=200):
    """The page; `seen` is what the person is changing, `standing` what another editor made of it meanwhile."""
    context = {
        "round": round_,
        "form": form,
        "seen": DaysForm(initial=seen or days_of(round_), prefix="seen"),
        "changes": changes,
        "standing": standing,
        "breadcrumbs": crumbs(round_),
    }
    return render(request, "reporting/rounds/days.html", context, status=status)


@require_http_methods(["GET", "POST"])
def open_year(request, year):
    """Who will be told what, and the one button that opens the year."""
    check_can_edit(request.user)
    round_, status = round_or_404(year), 200
    if request.method == "POST":
        try:
            seen = request.POST.get("mark", "")
            actions.open_prepared(round_=round_, seen=seen, by=request.user, at=timezone.now())
        except YearRefused as refusal:
            messages.error(request, str(refusal))
            round_, status = round_or_404(year), CONFLICT
        else:
            messages.success(request, _("%(year)s er åbnet. Brevene er på vej.") % {"year": year})
            return redirect("year", year=year)
    if round_.opened_at:
        return redirect("year", year=year)
    context = {
        "round": round_,
        "opening": opening_of(round_),
        "is_due": round_.opens_on <= timezone.localdate(),
        "breadcrumbs": crumbs(round_),
    }
    return render(request, "reporting/rounds/open.html", context, status=status)
