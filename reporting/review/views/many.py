"""Acting on many units at once: first who gets what is shown, and only then is anything done."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from clusters.models import Cluster
from clusters.permissions import check_can_edit
from reporting.letters.actions import nudge
from reporting.letters.queries import nudge_letter
from reporting.review.desk_forms import DeskForm, NudgeForm, address_of
from reporting.review.queries import chosen_places, in_order, keys_of_slugs, nudge_lines
from reporting.review.views.desk import desk_address, file_of, round_for

UNREADABLE = 422


def chosen_keys(request, round_, choice, today):
    """The places that were ticked, or all that the choice found; a preview names its units in one field."""
    if request.POST.get("everybody"):
        return in_order(chosen_places(round_, choice, today), choice.sort)
    return keys_of_slugs(round_, [*request.POST.getlist("unit"), *request.POST.get("units", "").split()], today)


def chosen_by_editor(request, year):
    """The round, the desk's choice and the places that an editor picked there; raises PermissionDenied or NotHere."""
    round_ = round_for(request.user, year)
    check_can_edit(request.user)
    choice = DeskForm(request.GET).choice()
    return round_, choice, chosen_keys(request, round_, choice, timezone.localdate())


def preview_of(round_, choice, form):
    """What every preview of an act on many shows around its list: the form, and the way back to the same choice."""
    back = desk_address(round_, choice)
    return {
        "round": round_,
        "form": form,
        "query": address_of(choice),
        "back": back,
        "breadcrumbs": [(f"{_('Indberetninger')} {round_.year}", back)],
    }


def nothing_chosen(request, round_, choice):
    """Back to the list, saying what to do."""
    messages.error(request, _("Sæt kryds ved mindst én enhed, eller vælg alle, der er fundet."))
    return redirect(desk_address(round_, choice))


@require_POST
def remind(request, year):
    """Who would be reminded and how, with the letter to look at; nothing is sent."""
    round_, choice, keys = chosen_by_editor(request, year)
    if not keys:
        return nothing_chosen(request, round_, choice)
    form = NudgeForm(request.POST if "text" in request.POST else None)
    return _show_nudge(request, round_, choice, form, keys)


def _show_nudge(request, round_, choice, form, keys):
    is_unreadable = form.is_bound and not form.is_valid()
    text = form.cleaned_data["text"] if form.is_bound and not is_unreadable else ""
    lines = nudge_lines(round_, keys, timezone.localdate())
    told = [line for line in lines if not line.why_not]
    context = preview_of(round_, choice, form) | {
        "told": told,
        "left_out": [line for line in lines if line.why_not],
        "people": len({person.user.pk for line in told for person in line.people}),
        "units": " ".join(line.row.slug for line in told),
        "letter": _sample(round_, told[0], text) if told else None,
    }
    return render(request, "reporting/review/nudge.html", context, status=UNREADABLE if is_unreadable else 200)


def _sample(round_, line, text):
    cluster = Cluster.objects.get(slug=line.row.slug)
    name = str(line.people[0].user)
    return nudge_letter(round_, cluster, name, text=text, until=line.row.until, at=timezone.now())


@require_POST
def remind_send(request, year):
    """Remind the units that were shown; one that has sent meanwhile is left out, and that is said."""
    round_ = round_for(request.user, year)
    check_can_edit(request.user)
    choice, now = DeskForm(request.GET).choice(), timezone.now()
    keys = keys_of_slugs(round_, request.POST.get("units", "").split(), timezone.localdate())
    if not keys:
        return nothing_chosen(request, round_, choice)
    form = NudgeForm(request.POST)
    if not form.is_valid():
        return _show_nudge(request, round_, choice, form, keys)
    clusters = Cluster.objects.filter(roster_entries__in=keys)
    nudged = nudge(round_=round_, clusters=clusters, text=form.cleaned_data["text"], by=request.user, at=now)
    _say_nudged(request, round_, keys, nudged)
    return redirect(desk_address(round_, choice))


def _say_nudged(request, round_, keys, nudged):
    if nudged:
        done = ngettext(
            "%(count)d enhed er rykket. Brevene går ud inden for få minutter.",
            "%(count)d enheder er rykket. Brevene går ud inden for få minutter.",
            len(nudged),
        )
        messages.success(request, done % {"count": len(nudged)})
    slugs = {cluster.slug for cluster in nudged}
    lines = [line for line in nudge_lines(round_, keys, timezone.localdate()) if line.row.slug not in slugs]
    if lines:
        units = "; ".join(f"{line.row.name} ({line.why_not})" for line in lines)
        messages.warning(request, _("Ikke rykket: %(units)s.") % {"units": units})


@require_POST
def chosen_file(request, year):
    """The chosen units as a workbook."""
    round_ = round_for(request.user, year)
    choice, today = DeskForm(request.GET).choice(), timezone.localdate()
    keys = chosen_keys(request, round_, choice, today)
    return file_of(round_, keys, today, "xlsx") if keys else nothing_chosen(request, round_, choice)
