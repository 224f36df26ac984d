"""A longer deadline for many units at once: first which and why not, then it is done."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from reporting.dates import day_text
from reporting.review.desk_forms import ExtendForm
from reporting.review.queries import has_sent, rows_of
from reporting.review.views.desk import desk_address
from reporting.review.views.many import UNREADABLE, chosen_by_editor, nothing_chosen, preview_of
from reporting.rounds.actions import extend_all
from reporting.rounds.errors import YearRefused
from reporting.rounds.models import RosterEntry


@require_POST
def extend(request, year):
    """Which of the chosen units would get a longer deadline, and a form for the day and the reason."""
    round_, choice, keys = chosen_by_editor(request, year)
    if not keys:
        return nothing_chosen(request, round_, choice)
    return _show(request, round_, choice, ExtendForm(), keys)


def _show(request, round_, choice, form, keys, status=200):
    rows = rows_of(round_, keys, timezone.localdate(), sections=())
    moved = [row for row in rows if not has_sent(row)]
    context = preview_of(round_, choice, form) | {
        "moved": moved,
        "left_out": [row for row in rows if has_sent(row)],
        "units": " ".join(row.slug for row in moved),
    }
    return render(request, "reporting/review/extend.html", context, status=status)


@require_POST
def extend_save(request, year):
    """Give the units that were shown until the day; those that have sent meanwhile are left out, and that is said."""
    round_, choice, keys = chosen_by_editor(request, year)
    today, form = timezone.localdate(), ExtendForm(request.POST)
    if not keys:
        return nothing_chosen(request, round_, choice)
    if form.is_valid() and form.cleaned_data["to"] <= max(today, round_.deadline_on):
        after = day_text(max(today, round_.deadline_on))
        form.add_error("to", _("Den nye frist skal ligge efter %(day)s.") % {"day": after})
    if not form.is_valid():
        return _show(request, round_, choice, form, keys, UNREADABLE)
    try:
        _extend_all(request, round_, keys, today, **form.cleaned_data)
    except YearRefused as refusal:  # the round's own dates were changed meanwhile, or midnight has passed
        form.add_error("to", str(refusal))
        return _show(request, round_, choice, form, keys, UNREADABLE)
    return redirect(desk_address(round_, choice))


def _extend_all(request, round_, keys, today, *, to, reason):
    left_out = {row.slug: row.name for row in rows_of(round_, keys, today, sections=()) if has_sent(row)}
    moved = RosterEntry.objects.filter(pk__in=keys).exclude(cluster__slug__in=left_out)
    entries = list(moved.select_related("round", "cluster"))
    extend_all(entries=entries, extended_to=to, reason=reason, by=request.user, at=timezone.now())
    if entries:
        done = ngettext(
            "%(count)d enhed har nu frist til og med %(day)s.",
            "%(count)d enheder har nu frist til og med %(day)s.",
            len(entries),
        )
        messages.success(request, done % {"count": len(entries), "day": day_text(to)})
    if left_out:
        names = ", ".join(left_out.values())
        messages.warning(request, _("Har indsendt imens og beholder sin frist: %(units)s.") % {"units": names})
