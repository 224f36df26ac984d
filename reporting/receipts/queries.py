"""Reads behind receipts and give-back: which receipt, whose roster, whose numbers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from clusters.errors import NotHere
from clusters.models import Certification, Cluster
from clusters.queries import danish_key
from reporting.rounds.models import RosterEntry
from reporting.submissions.models import Receipt, ReportedValue, Status, Submission
from reporting.submissions.queries import SHORT, WHOLE, receipts_of

FILED = (Status.SUBMITTED, Status.ACCEPTED)
HEXADECIMAL = set("0123456789abcdef")


@dataclass(frozen=True)
class Unit:
    """One unit of a round's roster; `level` is its certificate's at the end of the year, empty without one."""

    slug: str
    name: str
    kind: str
    level: str


@dataclass(frozen=True)
class Filed:
    """One unit's filing that others may be compared with: which year, which unit, since when."""

    pk: int
    slug: str
    year: int
    status: str
    at: datetime


def receipts_or_404(submission) -> list[Receipt]:
    """The filing's receipts, the latest first; raises NotHere with a sentence before it was sent."""
    receipts = list(receipts_of(submission).select_related("event__submission__peer_group"))
    if not receipts:
        raise NotHere(
            _(
                "Der er ingen kvittering endnu: indberetningen for %(year)s er ikke indsendt. Kvitteringen kommer, når I har indsendt."
            )
            % {"year": submission.round.year}
        )
    return receipts


def receipt_of_version(receipts, version) -> Receipt:
    """The receipt of one version among a filing's; raises NotHere when there is none."""
    for receipt in receipts:
        if receipt.version == version:
            return receipt
    raise NotHere(_("Der er ingen kvittering med det nummer. Gå til den seneste kvittering, og vælg der."))


def peers_of(receipt) -> tuple[str, ...]:
    """The units that the filing's people picked to be compared with; empty before they did."""
    group = getattr(receipt.event.submission, "peer_group", None)
    return tuple(group.members) if group else ()


def roster_units(round_) -> list[Unit]:
    """All units of the roster with their kind and certificate, in Danish order."""
    return _units(_roster(round_).filter(round=round_))


def _roster(round_):
    """Places on rosters with the unit's certificate at the end of the round's year."""
    level = Certification.objects.valid_at_end_of(round_.year).filter(cluster=OuterRef("cluster"))
    return RosterEntry.objects.select_related("cluster", "round").annotate(
        level=Subquery(level.order_by("-valid_from_year").values("level")[:1])
    )


def _units(entries):
    units = [Unit(row.cluster.slug, row.cluster.name, row.cluster.kind, row.level or "") for row in entries]
    return sorted(units, key=lambda unit: danish_key(unit.name))


def choosable_units(submission) -> list[Unit]:
    """The units that may be picked for the filing's comparison: all on the roster but its own."""
    return [unit for unit in roster_units(submission.round) if unit.slug != submission.cluster.slug]


def standing_groups(submission) -> list[tuple[str, list[str]]]:
    """The groups that every unit may look at, as (name, addresses of the others in it)."""
    own, others = own_and_others(submission)
    return [
        ("all", [unit.slug for unit in others]),
        ("kind", [unit.slug for unit in others if own and unit.kind == own.kind]),
        ("certification", [unit.slug for unit in others if own and own.level and unit.level == own.level]),
    ]


def own_and_others(submission):
    """The filing's own unit on the roster (None if it is not on it), and the others."""
    return _parted(roster_units(submission.round), submission)


def _parted(units, submission):
    own = next((unit for unit in units if unit.slug == submission.cluster.slug), None)
    return own, [unit for unit in units if unit.slug != submission.cluster.slug]


def landscape(submission, *, apart):
    """The own unit, the others, and the others' filings of this year and the last that stand sent or accepted.

    `apart` are the units (primary keys) that are no others: the own one, and those that it carries on. The filings come in the order in which they were sent; all in one query.
    """
    year = submission.round.year
    sent = Submission.objects.filter(round=OuterRef("round"), cluster=OuterRef("cluster"), status__in=FILED)
    entries = list(
        _roster(submission.round)
        .filter(round__year__in=(year, year - 1))
        .annotate(
            filing=Subquery(sent.values("pk")),
            filing_status=Subquery(sent.values("status")),
            sent_at=Subquery(sent.values("submitted_at")),
        )
    )
    filed = [
        Filed(row.filing, row.cluster.slug, row.round.year, row.filing_status, row.sent_at)
        for row in entries
        if row.filing and row.cluster_id not in apart
    ]
    own, others = _parted(_units(row for row in entries if row.round.year == year), submission)
    return own, others, sorted(filed, key=lambda row: (row.at, row.pk))


def numbers_of(submission_ids, codes):
    """Numbers of the filings by primary key and code."""
    numbers = defaultdict(dict)
    for filing, code, number in ReportedValue.objects.filter(
        submission__in=submission_ids, indicator__code__in=codes
    ).values_list("submission", "indicator__code", "number"):
        numbers[filing][code] = number
    return numbers


def signs_in(text) -> str:
    """The fingerprint that somebody typed or pasted, without spaces, dashes and capitals."""
    return "".join(text.split()).replace("-", "").lower()


def find_receipts(user, signs):
    """Receipts with that fingerprint, whole or at least its first SHORT signs, among the filings `user` may see."""
    if not SHORT <= len(signs) <= WHOLE or not set(signs) <= HEXADECIMAL:
        return Receipt.objects.none()
    visible = Receipt.objects.filter(event__submission__cluster__in=Cluster.objects.visible_to(user))
    return visible.filter(fingerprint__startswith=signs).select_related(
        "event__submission__cluster", "event__submission__round", "by"
    )
