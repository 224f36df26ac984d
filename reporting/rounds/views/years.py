"""The list of years, a year's own page, making one and throwing it away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.permissions import check_can_edit
from reporting.rounds import actions
from reporting.rounds.errors import YearRefused
from reporting.rounds.queries import checklist_of, round_or_404, state_of, year_rows

CONFLICT = 409


@require_GET
def years(request):
    """Every year with where it stands, and the way to the next one."""
    check_can_edit(request.user)
    rows = year_rows(timezone.localdate())
    context = {"rows": rows, "next_year": rows[0].round.year + 1 if rows else None}
    return render(request, "reporting/rounds/years.html", context)


@require_POST
def new_year(request):
    """Make the next year in preparation."""
    check_can_edit(request.user)
    wanted = request.POST.get("year", "")
    year = int(wanted) if wanted.isdecimal() and len(wanted) == 4 else 0
    try:
        round_, made = actions.prepare_year(year=year, by=request.user, at=timezone.now())
    except YearRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("years")
    if made:
        messages.success(
            request, _("%(year)s er lavet ud fra året før. Kun redaktører kan se det endnu.") % {"year": round_.year}
        )
    else:
        messages.info(request, _("%(year)s er allerede lavet. Her er det.") % {"year": round_.year})
    return redirect("year", year=round_.year)


@require_GET
def year(request, year):
    """The guide to a year: what is done, what is missing, and the next step."""
    check_can_edit(request.user)
    round_, today = round_or_404(year), timezone.localdate()
    checklist = checklist_of(round_, today)
    context = {
        "round": round_,
        "state": state_of(round_, today),
        "checklist": checklist,
        "extended": [row.entry for row in checklist.units.rows if row.entry.extended_to],
        "breadcrumbs": [(_("Året"), reverse("years"))],
    }
    return render(request, "reporting/rounds/year.html", context)


@require_http_methods(["GET", "POST"])
def discard_year(request, year):
    """Throw a year in preparation away, once that is confirmed."""
    check_can_edit(request.user)
    round_ = round_or_404(year)
    if request.method == "POST":
        try:
            actions.discard_year(round_=round_, by=request.user, at=timezone.now())
        except YearRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("year", year=year)
        messages.success(request, _("Forberedelsen af %(year)s er kasseret.") % {"year": year})
        return redirect("years")
    if round_.opened_at:
        messages.error(request, _("%(year)s er åbnet og kan ikke kasseres.") % {"year": year})
        return redirect("year", year=year)
    context = {"round": round_, "breadcrumbs": crumbs(round_)}
    return render(request, "reporting/rounds/discard.html", context)


def crumbs(round_, *more):
    """The way back from a page of the year."""
    return [(_("Året"), reverse("years")), (str(round_.year), reverse("year", args=[round_.year])), *more]
