"""The editors' daily screen: where are we, and where is every unit."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters.errors import NotHere
from clusters.permissions import check_reads_everything
from reporting.review.charts import coverage_bar, development_chart, development_words
from reporting.review.desk_forms import ONLY, STATES, STATUSES, DeskForm, address_of
from reporting.review.queries import (
    SORTS,
    chosen_places,
    days_between,
    desk_of,
    developments_of,
    in_order,
    rows_of,
    sections_of,
)
from reporting.review.sheets import as_csv, as_xlsx
from reporting.rounds.models import Round
from reporting.rounds.queries import round_or_404
from reporting.submissions.actions import refresh_standings

FRESH = 40  # standings that are computed anew before the page is shown; more are left to the worker
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def round_for(user, year):
    """The round of `year`, of which only editors know while it is being prepared; raises PermissionDenied or NotHere."""
    check_reads_everything(user)
    round_ = round_or_404(year)
    if round_.opened_at is None and not user.is_editor:
        raise NotHere(_("Runden for %(year)s er ikke åbnet endnu.") % {"year": year})
    return round_


@require_GET
def desk(request, year):
    """Where are we: the round as a whole, and its units as chosen, each with the state of every section."""
    round_ = round_for(request.user, year)
    today, form = timezone.localdate(), DeskForm(request.GET)
    choice = form.choice()
    stale = refresh_standings(round_=round_, at=timezone.now(), limit=FRESH)
    shown = desk_of(round_, choice, request.GET.get("page"), today, stale=stale)
    context = {
        "round": round_,
        "rounds": Round.objects.all() if request.user.is_editor else Round.objects.opened(),
        "desk": shown,
        "form": form,
        "choice": choice,
        "rows": _drawn(shown.rows),
        "tags": {name: _tag(name, words) for name, words in STATUSES.items()},
        "statuses": [
            (name, words, shown.tally[name], address_of(choice, status=name)) for name, words in STATUSES.items()
        ],
        "only": _quick(shown, choice),
        "sorts": {name: address_of(choice, sort=_turned(name, choice.sort)) for name in SORTS},
        "query": address_of(choice),
        "all": address_of(choice, q="", status="", only="", kind=""),
        "today": today,
        **_of_the_round(round_, shown.tally, today),
    }
    return render(request, "reporting/review/desk.html", context)


def _tag(status, words):
    return render_to_string("components/status_tag.html", {"status": status, "label": words})


def _drawn(rows):
    """The rows with the cells of their sections, of which each that is the same is drawn once."""
    cells = {}

    def cell(section, state, has_begun):
        key = section.pk, state, has_begun
        if key not in cells:
            facts = {"section": section, "state": state, "words": STATES[state], "has_begun": has_begun}
            cells[key] = render_to_string("reporting/review/_desk_mark.html", facts).strip()
        return cells[key]

    return [
        (row, mark_safe("".join(cell(section, state, row.has_begun) for section, state in row.marks))) for row in rows
    ]


def _quick(shown, choice):
    """The filters that would show something, as (name, words, how many, address)."""
    return [
        (name, words, shown.tally[name], address_of(choice, only="" if name == choice.only else name))
        for name, words in ONLY.items()
        if shown.tally[name] or name == choice.only
    ]


def _turned(name, sort):
    return f"-{name}" if sort == name else name


def _of_the_round(round_, tally, today):
    developments = developments_of(round_)
    words = {"sent": tally["submitted"] + tally["accepted"], "expected": tally["expected"]}
    from_deadline = (today - round_.deadline_on).days
    return {
        "sent": words["sent"],
        "bar": coverage_bar(tally, title=_("%(sent)d af %(expected)d har indsendt.") % words),
        "chart": development_chart(developments, today=from_deadline) if round_.is_open_on(today) else "",
        "chart_words": development_words(developments, today=from_deadline),
        "days_to_opening": days_between(today, round_.opens_on),
        "days_left": days_between(today, round_.deadline_on),
        "days_past": -days_between(today, round_.deadline_on),
        "days_to_lock": days_between(today, round_.locks_on),
    }


@require_GET
def desk_file(request, year, ending):
    """The list as it was chosen, all of it, as a file: csv or xlsx."""
    round_ = round_for(request.user, year)
    if ending not in ("csv", "xlsx"):
        raise NotHere(_("Listen kan hentes som csv eller xlsx."))
    choice, today = DeskForm(request.GET).choice(), timezone.localdate()
    return file_of(round_, in_order(chosen_places(round_, choice, today), choice.sort), today, ending)


def file_of(round_, keys, today, ending):
    """The places with these keys as an answer that a browser keeps."""
    sections = sections_of(round_)
    rows = rows_of(round_, keys, today, sections=sections)
    if ending == "csv":
        answer = HttpResponse(as_csv(rows, sections), content_type="text/csv; charset=utf-8")
    else:
        answer = HttpResponse(as_xlsx(rows, sections), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="indberetninger-{round_.year}.{ending}"'
    return answer


def desk_address(round_, choice):
    """The desk as it was chosen."""
    return reverse("review_list", args=[round_.year]) + address_of(choice)
