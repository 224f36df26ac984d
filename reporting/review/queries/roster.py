"""The roster with where each unit stands, for those who review."""

from dataclasses import dataclass

from django.db.models import Count

from clusters.models import Cluster
from clusters.queries import danish_key
from reporting.submissions.models import Status, Submission
from reporting.submissions.queries import Filing, load_filings


@dataclass(frozen=True)
class RosterRow:
    """One unit of the roster; `filing` is None while the unit has not begun."""

    cluster: Cluster
    filing: Filing | None

    @property
    def status(self) -> str:
        """The filing's status, `missing` before it is begun."""
        return self.filing.submission.status if self.filing else "missing"

    @property
    def open_problems(self) -> int:
        """How many findings stand open."""
        return len(self.filing.open_problems) if self.filing else 0

    @property
    def explained(self) -> int:
        """How many findings the unit explained."""
        return len(self.filing.problems) - len(self.filing.open_problems) if self.filing else 0


@dataclass(frozen=True)
class Roster:
    """All units of a round, those waiting for review first, then in Danish order."""

    rows: tuple[RosterRow, ...]

    def count(self, *statuses) -> int:
        """How many units stand in one of `statuses`."""
        return sum(1 for row in self.rows if row.status in statuses)

    @property
    def tally(self):
        """How many units stand where, in the order of the work."""
        return [(status, self.count(status)) for status in ("missing", *Status.values)]


_ORDER = {Status.SUBMITTED: 0, Status.RETURNED: 1, Status.DRAFT: 2, "missing": 3, Status.ACCEPTED: 4}


def roster_of(round_) -> Roster:
    """The roster of a round, read with a number of queries that does not grow with the units."""
    clusters = [entry.cluster for entry in round_.roster.select_related("cluster")]
    submissions = Submission.objects.for_round(round_).select_related("cluster", "round")
    filings = {filing.submission.cluster_id: filing for filing in load_filings(submissions)}
    rows = [RosterRow(cluster=cluster, filing=filings.get(cluster.pk)) for cluster in clusters]
    return Roster(tuple(sorted(rows, key=lambda row: (_ORDER[row.status], danish_key(row.cluster.name)))))


@dataclass(frozen=True)
class Coverage:
    """How many of the units on the roster have sent and how many are accepted."""

    accepted: int
    submitted: int
    expected: int

    @property
    def is_whole(self) -> bool:
        """Whether every unit on the roster is accepted."""
        return self.accepted == self.expected


def coverage_of(round_) -> Coverage:
    """How far the round has come, in two queries."""
    tally = dict(Submission.objects.for_round(round_).values_list("status").annotate(units=Count("pk")))
    return Coverage(
        accepted=tally.get(Status.ACCEPTED, 0),
        submitted=tally.get(Status.SUBMITTED, 0),
        expected=round_.roster.count(),
    )
