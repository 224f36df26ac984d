"""Who would be told what if a round were opened now."""

import hashlib
from dataclasses import dataclass

from clusters.models import Cluster, Membership, MembershipRole, User
from clusters.queries import sorted_by_name


@dataclass(frozen=True)
class UnitToTell:
    """One unit of the roster with the people who are told; `has_manager` says whether one of them can send."""

    cluster: Cluster
    people: tuple[User, ...]
    invited: int  # of them those who have never logged in
    has_manager: bool


@dataclass(frozen=True)
class Opening:
    """All units of the round, in Danish order; `mark` changes with whatever is told to anybody, and when."""

    units: tuple[UnitToTell, ...]
    mark: str

    @property
    def told(self):
        """The units of which somebody is told."""
        return [unit for unit in self.units if unit.people]

    @property
    def without_people(self):
        """The units of which nobody would hear."""
        return [unit.cluster for unit in self.units if not unit.people]

    @property
    def without_manager(self):
        """The units with people of whom none can send."""
        return [unit.cluster for unit in self.units if unit.people and not unit.has_manager]

    @property
    def people(self) -> int:
        """How many people get a letter; somebody of two units gets one."""
        return len({user.pk for unit in self.units for user in unit.people})

    @property
    def newcomers(self) -> int:
        """How many of them have never logged in, and choose a password through their letter."""
        return len({user.pk for unit in self.units for user in unit.people if user.last_login is None})


def opening_of(round_) -> Opening:
    """Who would be told if the round were opened now; two queries."""
    clusters = sorted_by_name(entry.cluster for entry in round_.roster.select_related("cluster"))
    members = {cluster.pk: [] for cluster in clusters}
    rows = Membership.objects.filter(cluster__in=members, user__is_active=True, user__national_role="").select_related(
        "user"
    )
    for row in rows.order_by("pk"):
        members[row.cluster_id].append(row)
    units = tuple(
        UnitToTell(
            cluster=cluster,
            people=tuple(row.user for row in members[cluster.pk]),
            invited=sum(row.user.last_login is None for row in members[cluster.pk]),
            has_manager=any(row.role == MembershipRole.MANAGER for row in members[cluster.pk]),
        )
        for cluster in clusters
    )
    days = (round_.opens_on, round_.deadline_on, round_.locks_on, round_.four_eyes)
    told = [(unit.cluster.pk, [user.pk for user in unit.people]) for unit in units]
    return Opening(units, hashlib.sha256(repr((days, told)).encode()).hexdigest()[:16])
