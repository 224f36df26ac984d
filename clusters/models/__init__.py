"""Who reports and who reads: units, people, what binds them, and the log of what people did."""

from clusters.models.log import Act, LogEntry
from clusters.models.people import Membership, MembershipRole, NationalRole, User, UserManager
from clusters.models.units import (
    Certification,
    CertificationLevel,
    CertificationQuerySet,
    Cluster,
    ClusterKind,
    ClusterQuerySet,
    HostedNetwork,
    Succession,
)

__all__ = [
    "Act",
    "Certification",
    "CertificationLevel",
    "CertificationQuerySet",
    "Cluster",
    "ClusterKind",
    "ClusterQuerySet",
    "HostedNetwork",
    "LogEntry",
    "Membership",
    "MembershipRole",
    "NationalRole",
    "Succession",
    "User",
    "UserManager",
]
