"""Who reports and who reads: units, people, what binds them, and the log of what people did."""

from clusters.models.log import Act, LogEntry
from clusters.models.people import (
    ERASED_AT,
    GUESTS_AT,
    AccountState,
    Membership,
    MembershipRole,
    NationalRole,
    User,
    UserManager,
    UserQuerySet,
)
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
    "ERASED_AT",
    "GUESTS_AT",
    "AccountState",
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
    "UserQuerySet",
]
