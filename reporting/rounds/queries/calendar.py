"""Reads of the calendar."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from clusters.errors import NotHere
from reporting.rounds.models import RosterEntry, Round


def latest_round():
    """The opened round of the latest year, or None before the first."""
    return Round.objects.opened().order_by("-year").first()


def round_or_404(year):
    """The round of `year` with its catalogue; raises NotHere, which says which years there are."""
    round_ = Round.objects.select_related("catalogue").filter(year=year).first()
    if round_ is None:
        years = ", ".join(str(known) for known in Round.objects.order_by("year").values_list("year", flat=True))
        if not years:
            raise NotHere(_("Der er ingen runde for %(year)s, for ingen runde er åbnet endnu.") % {"year": year})
        raise NotHere(
            _("Der er ingen runde for %(year)s. Der er runder for: %(years)s.") % {"year": year, "years": years}
        )
    return round_


def entry_or_404(round_, slug) -> RosterEntry:
    """The unit's place on the round's roster; raises Http404."""
    return get_object_or_404(round_.roster.select_related("round", "cluster"), cluster__slug=slug)
