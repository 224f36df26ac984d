"""A year's list of units beside the year before: who is new, who left, who was carried on by whom."""

from dataclasses import dataclass

from clusters.models import Cluster, Succession
from clusters.queries import sorted_by_name
from reporting.rounds.models import RosterEntry, Round


@dataclass(frozen=True)
class UnitRow:
    """One unit on the list; `merged_from` are those it carries on from this very year."""

    entry: RosterEntry
    is_new: bool
    has_begun: bool
    people: int
    merged_from: tuple[Cluster, ...]

    @property
    def cluster(self):
        """The unit."""
        return self.entry.cluster


@dataclass(frozen=True)
class UnitGone:
    """One unit that was on the list the year before; `successor` carries it on, `is_closed` says that it ended."""

    cluster: Cluster
    successor: Cluster | None
    is_closed: bool


@dataclass(frozen=True)
class UnitList:
    """The whole list in Danish order, and who is not on it any more."""

    rows: tuple[UnitRow, ...]
    gone: tuple[UnitGone, ...]
    before: int | None  # the year that it is compared with

    @property
    def new(self):
        """The units that were not on the list the year before; none where there is no such year."""
        return [row for row in self.rows if row.is_new]


def unit_list(round_) -> UnitList:
    """The list of the round beside the one of the year before; a number of queries that does not grow."""
    entries = list(round_.roster.select_related("cluster"))
    begun = set(round_.submissions.values_list("cluster_id", flat=True))
    people = people_counted(entry.cluster_id for entry in entries)
    before = Round.objects.filter(year=round_.year - 1).first()
    earlier = [entry.cluster for entry in before.roster.select_related("cluster")] if before else []
    known = {cluster.pk for cluster in earlier}
    here = {entry.cluster_id for entry in entries}
    successions = list(Succession.objects.filter(year=round_.year).select_related("predecessor", "successor"))
    by_cluster = {entry.cluster_id: entry for entry in entries}
    rows = tuple(
        UnitRow(
            entry=by_cluster[cluster.pk],
            is_new=before is not None and cluster.pk not in known,
            has_begun=cluster.pk in begun,
            people=people.get(cluster.pk, 0),
            merged_from=tuple(sorted_by_name(row.predecessor for row in successions if row.successor_id == cluster.pk)),
        )
        for cluster in sorted_by_name(entry.cluster for entry in entries)
    )
    gone = tuple(
        UnitGone(
            cluster=cluster,
            successor=next((row.successor for row in successions if row.predecessor_id == cluster.pk), None),
            is_closed=cluster.active_to is not None and cluster.active_to < round_.year,
        )
        for cluster in sorted_by_name(cluster for cluster in earlier if cluster.pk not in here)
    )
    return UnitList(rows, gone, before.year if before else None)


def people_counted(clusters) -> dict[int, int]:
    """By unit, how many people work for it; one query."""
    found = {}
    rows = Cluster.objects.filter(pk__in=list(clusters), memberships__user__is_active=True)
    for pk in rows.values_list("pk", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def not_on_the_list(round_) -> list[Cluster]:
    """The units that could be taken up, in Danish order."""
    return sorted_by_name(Cluster.objects.exclude(roster_entries__round=round_))
