"""The people of the tests: who files for what, who reviews, who edits, who has no business here.

Alma is responsible for Alfa, and Anton helps her. Bodil is responsible for Beta. Rune reviews, Edith edits,
Vera reads, Nikolaj has a log-in and no role.
"""

from dataclasses import dataclass

from clusters.actions import create_user, give_access, register_cluster
from clusters.models import Cluster, ClusterKind, MembershipRole, NationalRole, User

PASSWORD = "et-langt-kodeord"


@dataclass(frozen=True)
class Cast:
    """Everybody, by first name."""

    alfa: Cluster
    beta: Cluster
    alma: User
    anton: User
    bodil: User
    rune: User
    edith: User
    vera: User
    nikolaj: User

    @classmethod
    def assemble(cls):
        """Make them all, through the actions that people go through."""
        alfa = register_cluster(slug="alfa", name="Alfa Klynge", short_name="Alfa", kind=ClusterKind.CLUSTER)
        beta = register_cluster(slug="beta", name="Beta Netværk", short_name="Beta", kind=ClusterKind.NETWORK)
        people = {
            name: create_user(email=f"{name}@example.dk", name=name.title(), national_role=role, password=PASSWORD)
            for name, role in (
                ("alma", ""),
                ("anton", ""),
                ("bodil", ""),
                ("rune", NationalRole.REVIEWER),
                ("edith", NationalRole.EDITOR),
                ("vera", NationalRole.VIEWER),
                ("nikolaj", ""),
            )
        }
        give_access(user=people["alma"], cluster=alfa, role=MembershipRole.MANAGER)
        give_access(user=people["anton"], cluster=alfa, role=MembershipRole.REPORTER)
        give_access(user=people["bodil"], cluster=beta, role=MembershipRole.MANAGER)
        return cls(alfa=alfa, beta=beta, **people)
