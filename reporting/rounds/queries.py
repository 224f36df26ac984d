"""Reads of the calendar."""
from reporting.rounds.models import Round


def latest_round():
    """The round of the latest year, or None before the first."""
    return Round.objects.order_by("-year").first()
