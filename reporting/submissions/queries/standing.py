"""Which standings are still true: what each was to be computed from, against what it was computed from."""

from collections import defaultdict

from django.db.models import Max

from clusters.models import Succession
from reporting.submissions.models import FieldComment, Submission

LONGEST_KEY = 300
MANY = 100  # units from which on it is quicker to read all than to name them


def standing_keys(submissions) -> dict[int, str]:
    """By filing, what its standing is computed from now: its version, the last remark in it, which may answer a
    question of the review, and the versions of the filings before it.

    `submissions` are a queryset of one round's filings; it is read with three more queries however many they are.
    """
    return {pk: key for pk, (key, _known) in _now_and_then(submissions).items()}


def _now_and_then(submissions):
    """By filing, the key of a true standing and that of the one that is kept, None where there is none."""
    columns = ("pk", "cluster_id", "version", "round__year", "standing__key")
    rows = list(submissions.order_by().values_list(*columns))
    if not rows:
        return {}
    year, units = rows[0][3], {row[1] for row in rows}
    carried_on = defaultdict(list)
    carrying = Succession.objects.filter(year__lte=year)
    if len(units) < MANY:
        carrying = carrying.filter(successor__in=units)
    for successor, predecessor in carrying.order_by("predecessor").values_list("successor_id", "predecessor_id"):
        carried_on[successor].append(predecessor)
    before = _versions_before(year, units | {unit for carried in carried_on.values() for unit in carried})
    remarks = FieldComment.objects.filter(submission__in=submissions.values("pk")).order_by()
    last = dict(remarks.values_list("submission").annotate(Max("pk")))
    return {
        pk: (
            _key(
                version, last.get(pk, 0), [before[unit] for unit in (cluster, *carried_on[cluster]) if unit in before]
            ),
            known,
        )
        for pk, cluster, version, _year, known in rows
    }


def _key(version, remark, before):
    return f"{version}/{remark}/{','.join(before)}"[:LONGEST_KEY]


def _versions_before(year, units):
    rows = Submission.objects.filter(round__year=year - 1)
    if len(units) < MANY:
        rows = rows.filter(cluster__in=units)
    return {
        cluster: f"{pk}.{version}"
        for cluster, pk, version in rows.order_by().values_list("cluster_id", "pk", "version")
    }


def stale_filings(round_) -> dict[int, str]:
    """The round's filings whose standing is missing or no longer true, with the key of a true one."""
    found = _now_and_then(Submission.objects.for_round(round_))
    return {pk: key for pk, (key, known) in found.items() if key != known}
