"""Opening a round: from then on units know of it, and what is asked stands still."""

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clusters.actions import invite_waiting, record
from clusters.models import Act, Cluster
from clusters.permissions import check_can_edit
from reporting.catalogue.actions import freeze
from reporting.catalogue.models import Indicator
from reporting.rounds.errors import YearRefused
from reporting.rounds.models import RosterEntry, Round
from reporting.rounds.queries import opening_of


@transaction.atomic
def open_round(*, year, catalogue, opens_on, deadline_on, clusters, at, by=None, is_demo=False):
    """Make the round of `year` with its roster and freeze its catalogue (`at`: aware datetime).

    Calling it again for the same year moves the dates and adds units; nobody is taken off the roster. `by` None is
    the command line.
    """
    freeze(catalogue=catalogue, at=at)
    round_, _made = Round.objects.update_or_create(
        year=year,
        defaults={"catalogue": catalogue, "opens_on": opens_on, "deadline_on": deadline_on, "is_demo": is_demo},
    )
    if round_.opened_at is None:
        Round.objects.filter(pk=round_.pk).update(opened_at=at)
        round_.opened_at = at
        record(Act.ROUND_OPENED, by=by, at=at, year=year)
    on_roster = set(round_.roster.values_list("cluster_id", flat=True))
    RosterEntry.objects.bulk_create(
        RosterEntry(round=round_, cluster=cluster) for cluster in clusters if cluster.pk not in on_roster
    )
    return round_


@transaction.atomic
def open_prepared(*, round_, seen, by, at) -> Round:
    """Open a round that was prepared: its catalogue is frozen, its units' people are told, and it stays open.

    `seen` is the mark of the preview (queries.Opening.mark): opening what somebody changed meanwhile is refused.
    Of two who open at once one does, and the other is told so. Raises YearRefused with a sentence.
    """
    check_can_edit(by)
    standing = Round.objects.select_for_update(of=("self",)).select_related("catalogue").get(pk=round_.pk)
    if standing.opened_at:
        raise YearRefused(_("%(year)s er allerede åbnet.") % {"year": standing.year})
    opening = opening_of(standing)
    if opening.mark != seen:
        raise YearRefused(
            _("Listen eller datoerne er ændret, siden du så siden. Her står, hvad der gælder nu. Se det igennem igen.")
        )
    _check_ready(standing, localdate(at))
    if not Round.objects.filter(pk=standing.pk, opened_at=None).update(opened_at=at):
        raise YearRefused(_("%(year)s er allerede åbnet.") % {"year": standing.year})
    freeze(catalogue=standing.catalogue, at=at)
    invite_waiting(clusters=Cluster.objects.filter(roster_entries__round=standing), by=by, at=at)
    record(Act.ROUND_OPENED, by=by, at=at, year=standing.year)
    standing.refresh_from_db()
    return standing


def _check_ready(round_, today):
    if not Indicator.objects.filter(section__catalogue=round_.catalogue_id).exists():
        raise YearRefused(_("Kataloget spørger ikke om noget endnu. Tilføj indikatorer først."))
    if not round_.roster.exists():
        raise YearRefused(_("Der er ingen enheder på listen. Tilføj dem først."))
    if round_.deadline_on < today:
        raise YearRefused(_("Fristen er allerede passeret. Ret datoerne først."))
