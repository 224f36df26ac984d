"""The nation's figures on screen."""

import itertools

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters.permissions import check_can_edit, check_reads_everything
from reporting.consolidation import actions
from reporting.consolidation.export import as_csv
from reporting.consolidation.queries import cells_of, latest_consolidation, lettered, national
from reporting.rounds.models import Round
from reporting.rounds.queries import round_or_404


@require_GET
def national_figures(request, year):
    """The tables as the accepted filings give them now."""
    check_reads_everything(request.user)
    round_ = round_or_404(year)
    result = national(round_)
    consolidation = latest_consolidation(round_)
    context = {
        "round": round_,
        "rounds": Round.objects.all(),
        "national": result,
        "blocks": _blocks(round_, result),
        "consolidation": consolidation,
        "is_kept": consolidation is not None
        and consolidation.fingerprint == actions.fingerprint_of(result, round_.catalogue.fingerprint),
        "may_consolidate": request.user.is_editor,
    }
    return render(request, "reporting/consolidation/national.html", context)


def _blocks(round_, result):
    """The tables by section: rows as (figure, cells), and the notes on their breaks with their letters."""
    sections = {section.code: section for section in round_.catalogue.sections.all()}
    blocks = []
    for code, figures in itertools.groupby(result.figures, key=lambda figure: figure.section):
        figures = list(figures)
        letters = lettered(figures)
        rows = [(figure, cells_of(figure, letters)) for figure in figures]
        blocks.append((sections[code], rows, [(letter, entry) for entry, letter in letters.items()]))
    return blocks


@require_GET
def national_csv(request, year):
    """The same tables as a file for spreadsheets and programs."""
    check_reads_everything(request.user)
    round_ = round_or_404(year)
    response = HttpResponse(as_csv(national(round_)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="nationale-tal-{year}.csv"'
    return response


@require_POST
def consolidate(request, year):
    """Keep the figures as they are now."""
    check_can_edit(request.user)
    round_ = round_or_404(year)
    try:
        kept = actions.consolidate(round_=round_, by=request.user, at=timezone.now())
    except actions.NothingAccepted as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("Tallene er gjort op: %(accepted)d af %(expected)d enheder, fingeraftryk %(fingerprint)s.")
            % {"accepted": kept.accepted, "expected": kept.expected, "fingerprint": kept.fingerprint[:16]},
        )
    return redirect("national_figures", year=year)
