"""What the commands about a year share."""

from django.core.management.base import CommandError

from clusters.errors import NotHere
from reporting.rounds.queries import round_or_404


def round_of(year):
    """The round of `year`; a CommandError that says which years there are when it is not one of them."""
    try:
        return round_or_404(year)
    except NotHere as refusal:
        raise CommandError(str(refusal)) from None
