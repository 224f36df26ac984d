"""The reviewer's list: where every unit of the round stands."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clusters.permissions import check_reads_everything
from reporting.review.queries import roster_of
from reporting.rounds.models import Round
from reporting.rounds.queries import round_or_404


@require_GET
def roster(request, year):
    """Where every unit of the round stands."""
    check_reads_everything(request.user)
    round_ = round_or_404(year)
    context = {
        "round": round_,
        "rounds": Round.objects.all(),
        "roster": roster_of(round_),
        "today": timezone.localdate(),
    }
    return render(request, "reporting/review/roster.html", context)
