"""Writes of the collection's calendar."""

from django.db import transaction

from clusters.actions import record
from clusters.models import Act
from reporting.catalogue.actions import freeze
from reporting.rounds.models import RosterEntry, Round


@transaction.atomic
def open_round(*, year, catalogue, opens_on, deadline_on, clusters, at, by=None, is_demo=False):
    """Make the round of `year` with its roster and freeze its catalogue (`at`: aware datetime).

    Calling it again for the same year moves the dates and adds units; nobody is taken off the roster.
    `by` None is the command line.
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
