"""Preparing a year: made from the year before, its days set, thrown away again as long as nobody knows of it."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.models import Act, Cluster
from clusters.permissions import check_can_edit
from reporting.catalogue.actions import copy_catalogue
from reporting.catalogue.models import Catalogue
from reporting.dates import day_text
from reporting.rounds.errors import YearRefused
from reporting.rounds.models import RosterEntry, Round
from reporting.rounds.queries import latest_prepared, proposed_days

DAYS = ("opens_on", "deadline_on", "locks_on", "four_eyes")


def prepare_year(*, year, by, at) -> tuple[Round, bool]:
    """Make the round of `year` from the year before it, in preparation; (the round, whether it was made now).

    Copies the catalogue unless the year has one, takes up last year's units that are still active and those that
    begin in the year, and proposes days. Asked for twice, also by two editors at once, it is made once.
    Raises YearRefused where there is no year before.
    """
    check_can_edit(by)
    standing = Round.objects.filter(year=year).first()
    if standing:
        return standing, False
    before = latest_prepared()
    if before is None or before.year != year - 1:
        raise YearRefused(_("Det næste år laves ud fra året før, og det er der ikke endnu. Hent siden igen."))
    try:
        with transaction.atomic():
            return _make(before, year, by, at), True
    except IntegrityError:  # another editor made it at this very moment
        return Round.objects.get(year=year), False


def _make(before, year, by, at):
    catalogue = Catalogue.objects.filter(year=year).first()
    if catalogue is None:
        catalogue = copy_catalogue(catalogue=before.catalogue, year=year, by=by, at=at)
    days = proposed_days(before)
    round_ = Round.objects.create(
        year=year, catalogue=catalogue, four_eyes=before.four_eyes, is_demo=before.is_demo, **days
    )
    taken_up = Cluster.objects.filter(Q(roster_entries__round=before) | Q(active_from=year)).active_in(year).distinct()
    RosterEntry.objects.bulk_create(RosterEntry(round=round_, cluster=cluster) for cluster in taken_up)
    record(Act.YEAR_PREPARED, by=by, at=at, year=year)
    return round_


@transaction.atomic
def discard_year(*, round_, by, at):
    """Throw a year in preparation away, with its catalogue and roster; raises YearRefused once it is opened."""
    check_can_edit(by)
    standing = Round.objects.select_for_update(of=("self",)).select_related("catalogue").filter(pk=round_.pk).first()
    if standing is None:
        return
    if standing.opened_at:
        raise YearRefused(
            _("%(year)s er åbnet, og enhederne kender året. Det kan ikke kasseres.") % {"year": standing.year}
        )
    catalogue = standing.catalogue
    try:
        with transaction.atomic():
            standing.delete()
            if catalogue.frozen_at is None:
                catalogue.delete()
    except ProtectedError:
        raise YearRefused(
            _("Der hænger indberetninger ved %(year)s, så året kan ikke kasseres.") % {"year": round_}
        ) from None
    record(Act.YEAR_DISCARDED, by=by, at=at, year=round_.year)


@transaction.atomic
def change_days(*, round_, days, seen, by, at) -> Round:
    """Set the round's days and whether two accept, where they still are as `seen`; both are dicts by DAYS.

    Raises YearRefused when another editor changed them meanwhile.
    """
    check_can_edit(by)
    changes = {name: days[name] for name in DAYS if days[name] != seen[name]}
    if not changes:
        return round_
    if not Round.objects.filter(pk=round_.pk, **{name: seen[name] for name in DAYS}).update(**changes):
        raise YearRefused(
            _(
                "En anden redaktør har imens ændret datoerne. Her står begge dele; ret det, der skal rettes, og gem igen."
            )
        )
    text = "; ".join(f"{name}: {_shown(seen[name])} → {_shown(days[name])}" for name in changes)
    record(Act.DATES_CHANGED, by=by, at=at, year=round_.year, text=text)
    round_.refresh_from_db()
    return round_


def _shown(value):
    return day_text(value) if isinstance(value, datetime.date) else {True: "ja", False: "nej", None: "–"}[value]
