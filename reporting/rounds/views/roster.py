"""The list of units of a year: who is on it, who comes and goes, who is carried on by whom."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.errors import UnitRefused
from clusters.permissions import check_can_edit
from clusters.queries import people_of
from reporting.rounds import actions
from reporting.rounds.errors import YearRefused
from reporting.rounds.forms import MergerForm, TakeUpForm, UnitForm
from reporting.rounds.queries import entry_or_404, not_on_the_list, round_or_404, unit_list
from reporting.rounds.views.days import UNREADABLE
from reporting.rounds.views.years import CONFLICT, crumbs


def list_crumbs(round_):
    """The way back from a page of one unit."""
    return crumbs(round_, (_("Enheder"), reverse("year_units", args=[round_.year])))


@require_GET
def year_units(request, year):
    """The list beside the year before, and what can be done with it."""
    check_can_edit(request.user)
    round_ = round_or_404(year)
    context = {
        "round": round_,
        "units": unit_list(round_),
        "others": not_on_the_list(round_),
        "breadcrumbs": crumbs(round_),
    }
    return render(request, "reporting/rounds/units.html", context)


@require_POST
def take_up(request, year):
    """Put a unit that exists on the list; also how a closed one is opened again."""
    check_can_edit(request.user)
    round_, form = round_or_404(year), TakeUpForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["cluster"][0])
        return redirect("year_units", year=year)
    cluster = form.cleaned_data["cluster"]
    try:
        if cluster.active_to is not None and cluster.active_to < round_.year:
            actions.undo_closing(round_=round_, cluster=cluster, by=request.user, at=timezone.now())
        else:
            actions.take_up(round_=round_, cluster=cluster, by=request.user, at=timezone.now())
    except YearRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(unit)s står på listen for %(year)s.") % {"unit": cluster, "year": year})
    return redirect("year_units", year=year)


@require_http_methods(["GET", "POST"])
def new_unit(request, year):
    """Make a unit and put it on the list."""
    check_can_edit(request.user)
    round_, form = round_or_404(year), UnitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            cluster = actions.found(round_=round_, **form.cleaned_data, by=request.user, at=timezone.now())
        except UnitRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("%(unit)s er oprettet og står på listen.") % {"unit": cluster})
            return redirect("year_unit", year=year, slug=cluster.slug)
    context = {"round": round_, "form": form, "breadcrumbs": list_crumbs(round_)}
    return render(request, "reporting/rounds/new_unit.html", context, status=UNREADABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
def take_off(request, year, slug):
    """Take a unit off the list, once that is confirmed: it does not file this year, or it has closed."""
    check_can_edit(request.user)
    round_ = round_or_404(year)
    entry = entry_or_404(round_, slug)
    if request.method == "POST":
        try:
            closes = request.POST.get("closes") == "1"
            actions.take_off(round_=round_, cluster=entry.cluster, closes=closes, by=request.user, at=timezone.now())
        except (YearRefused, UnitRefused) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(unit)s er taget af listen.") % {"unit": entry.cluster})
        return redirect("year_units", year=year)
    context = {
        "round": round_,
        "cluster": entry.cluster,
        "has_begun": round_.submissions.filter(cluster=entry.cluster).exists(),
        "breadcrumbs": list_crumbs(round_),
    }
    return render(request, "reporting/rounds/take_off.html", context)


@require_http_methods(["GET", "POST"])
def merge(request, year):
    """Units become one: choose them, see what happens, confirm."""
    check_can_edit(request.user)
    round_, status, preview = round_or_404(year), 200, None
    clusters = [row.cluster for row in unit_list(round_).rows]
    form = MergerForm(request.POST if request.method == "POST" else None, clusters=clusters)
    if form.is_bound and form.is_valid() and "change" not in request.POST:
        if "confirmed" in request.POST and _merged(request, round_, form):
            return redirect("year_units", year=year)
        preview = _merger_as_planned(form.cleaned_data, asked="confirmed" in request.POST)
        status = CONFLICT if "confirmed" in request.POST else 200
    elif form.errors:
        status = UNREADABLE
    context = {"round": round_, "form": form, "preview": preview, "breadcrumbs": list_crumbs(round_)}
    return render(request, "reporting/rounds/merge.html", context, status=status)


def _merged(request, round_, form):
    """Do it; whether it was done."""
    chosen = form.cleaned_data
    try:
        successor = actions.merge(
            round_=round_,
            predecessors=list(chosen["predecessors"]),
            successor=chosen["successor"],
            new=form.new(),
            users=chosen["users"],
            by=request.user,
            at=timezone.now(),
        )
    except (YearRefused, UnitRefused) as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("Enhederne er ført videre i %(unit)s.") % {"unit": successor})
    return True


def _merger_as_planned(chosen, *, asked):
    """What the preview shows: who ends, who carries on, and whom to let follow."""
    people = [(unit, row) for unit in chosen["predecessors"] for row in people_of(unit)]
    ticked = {user.pk for user in chosen["users"]} if asked else {row.user_id for _unit, row in people}
    rows, seen = [], set()
    for unit, row in people:
        if row.user_id not in seen:
            rows.append((row, unit, row.user_id in ticked))
            seen.add(row.user_id)
    return {
        "predecessors": list(chosen["predecessors"]),
        "successor": chosen["successor"],
        "name": chosen["successor"].name if chosen["successor"] else chosen["name"],
        "people": rows,
    }


@require_POST
def undo_merger(request, year, slug):
    """Take a merger back while the year is in preparation."""
    check_can_edit(request.user)
    round_ = round_or_404(year)
    entry = entry_or_404(round_, slug)
    try:
        units = actions.undo_merger(round_=round_, successor=entry.cluster, by=request.user, at=timezone.now())
    except YearRefused as refusal:
        messages.error(request, str(refusal))
    else:
        names = ", ".join(unit.short_name for unit in units)
        messages.success(request, _("Sammenlægningen er fortrudt. På listen igen: %(names)s.") % {"names": names})
    return redirect("year_units", year=year)
