"""Whom a year asks: units come on the list and go off it, close, and are carried on by others."""

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.actions import (
    carry_on,
    close_unit,
    found_unit,
    invite_waiting,
    move_people,
    move_people_back,
    open_unit_again,
    part_again,
    record,
    unmake_unit,
)
from clusters.models import Act, Cluster
from clusters.permissions import check_can_edit
from reporting.rounds.errors import YearRefused
from reporting.rounds.models import RosterEntry, Round


@transaction.atomic
def take_up(*, round_, cluster, by, at) -> bool:
    """Put a unit on the year's list; whether it was not there. One that was closed before the year is opened again."""
    round_ = _hold(round_, by)
    carried_on = cluster.successions_from.filter(year__lte=round_.year).select_related("successor").first()
    if carried_on:
        raise YearRefused(
            _("%(unit)s er ført videre i %(successor)s. Fortryd sammenlægningen, hvis den skal indberette selv.")
            % {"unit": cluster, "successor": carried_on.successor}
        )
    if cluster.active_to is not None and cluster.active_to < round_.year:
        open_unit_again(cluster=cluster, by=by, at=at)
    _place, made = RosterEntry.objects.get_or_create(round=round_, cluster=cluster)
    if made:
        record(Act.UNIT_TAKEN_UP, by=by, at=at, year=round_.year, subject=cluster.slug, text=cluster.name)
        if round_.opened_at:
            invite_waiting(clusters=[cluster], by=by, at=at)
    return made


@transaction.atomic
def found(*, round_, name, short_name, kind, former_name="", by, at) -> Cluster:
    """Make a unit that is new in the year and put it on the list; raises UnitRefused where the name is taken."""
    cluster = found_unit(
        name=name, short_name=short_name, kind=kind, former_name=former_name, year=round_.year, by=by, at=at
    )
    take_up(round_=round_, cluster=cluster, by=by, at=at)
    return cluster


@transaction.atomic
def take_off(*, round_, cluster, closes, by, at):
    """Take a unit off the year's list; with `closes` the year before was its last. A unit new in the year is gone.

    Raises YearRefused where it has begun to file, UnitRefused where it cannot have closed.
    """
    round_ = _hold(round_, by)
    _check_not_begun(round_, [cluster])
    if closes:
        close_unit(cluster=cluster, last_year=round_.year - 1, by=by, at=at)
    RosterEntry.objects.filter(round=round_, cluster=cluster).delete()
    record(Act.UNIT_TAKEN_OFF, by=by, at=at, year=round_.year, subject=cluster.slug, text=cluster.name)
    if not closes:
        unmake_unit(cluster=cluster, year=round_.year, by=by, at=at)


@transaction.atomic
def merge(*, round_, predecessors, successor, new=None, users=(), by, at) -> Cluster:
    """Let `predecessors` be carried on by `successor`, or by a unit that is made as `new` says, from the round's year.

    The predecessors close with the year before and leave the list, the successor stands on it in their stead, and
    `users` may work for it. Raises YearRefused or UnitRefused with a sentence; then nothing is changed.
    """
    round_ = _hold(round_, by)
    _check_not_begun(round_, predecessors)
    if successor in predecessors:
        raise YearRefused(
            _("%(unit)s kan ikke både ophøre og føre de andre videre. Fjern krydset ved den.") % {"unit": successor}
        )
    if new is not None:
        successor = found(round_=round_, **new, by=by, at=at)
    carry_on(predecessors=predecessors, successor=successor, year=round_.year, by=by, at=at)
    RosterEntry.objects.filter(round=round_, cluster__in=predecessors).delete()
    take_up(round_=round_, cluster=successor, by=by, at=at)
    move_people(
        users=users,
        predecessors=predecessors,
        successor=successor,
        year=round_.year,
        is_told=round_.opened_at is not None,
        by=by,
        at=at,
    )
    return successor


@transaction.atomic
def undo_merger(*, round_, successor, by, at) -> list[Cluster]:
    """Take a merger of the year back: the predecessors are on the list again, and a unit made for it is gone.

    Raises YearRefused once the round is opened.
    """
    round_ = _hold(round_, by)
    _check_in_preparation(round_)
    predecessors = part_again(successor=successor, year=round_.year, by=by, at=at)
    if not predecessors:
        raise YearRefused(_("Sammenlægningen er allerede fortrudt."))
    for unit in predecessors:
        take_up(round_=round_, cluster=unit, by=by, at=at)
    move_people_back(predecessors=predecessors, successor=successor, year=round_.year, by=by, at=at)
    if successor.active_from == round_.year:
        take_off(round_=round_, cluster=successor, closes=False, by=by, at=at)
    return predecessors


@transaction.atomic
def undo_closing(*, round_, cluster, by, at):
    """Let a unit that was closed for the year report on; raises YearRefused once the round is opened."""
    round_ = _hold(round_, by)
    _check_in_preparation(round_)
    if cluster.successions_from.exists():
        raise YearRefused(_("%(unit)s er ført videre i en anden enhed. Fortryd sammenlægningen.") % {"unit": cluster})
    take_up(round_=round_, cluster=cluster, by=by, at=at)


def _hold(round_, by):
    """The round as it stands, held to the end of the transaction: who changes its list queues up here."""
    check_can_edit(by)
    return Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)


def _check_in_preparation(round_):
    if round_.opened_at:
        raise YearRefused(_("%(year)s er åbnet, så det kan ikke længere fortrydes.") % {"year": round_.year})


def _check_not_begun(round_, clusters):
    begun = round_.submissions.filter(cluster__in=clusters).select_related("cluster").first()
    if begun:
        raise YearRefused(
            _("%(unit)s har begyndt sin indberetning for %(year)s og må blive på listen.")
            % {"unit": begun.cluster, "year": round_.year}
        )
