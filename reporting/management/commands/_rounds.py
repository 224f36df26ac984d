"""What the commands about a year share."""
from django.core.management.base import CommandError

from reporting.rounds.models import Round


def round_of(year):
    """The round of `year`; a CommandError that says which years there are when it is not one of them."""
    round_ = Round.objects.select_related("catalogue").filter(year=year).first()
    if round_ is None:
        years = ", ".join(str(known) for known in Round.objects.order_by("year").values_list("year", flat=True))
        raise CommandError(f"Der er ingen runde for {year}. " + (f"Der er runder for: {years}." if years else "Der er ingen runder endnu: kør load_demo, eller åbn en runde."))
    return round_
