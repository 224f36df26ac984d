"""Which standings are still true: what each was to be computed from, against what it was computed from."""

from collections import defaultdict

from clusters.models import Succession
from reporting.submissions.models import Standing, Submission

LONGEST_KEY = 300


def standing_keys(submissions) -> dict[int, str]:
    """By filing, what its standing is computed from now: its version, and those of the filings before it.

    `submissions` are a queryset of one round's filings; it is read with two more queries however many they are.
    """
    rows = list(submissions.order_by().values_list("pk", "cluster_id", "version", "round__year"))
    if not rows:
        return {}
    before = _versions_before(rows[0][3])
    carried_on = defaultdict(list)
    for successor, predecessor in Succession.objects.filter(year__lte=rows[0][3]).values_list(
        "successor_id", "predecessor_id"
    ):
        carried_on[successor].append(predecessor)
    keys = {}
    for pk, cluster, version, _year in rows:
        known = [before[unit] for unit in (cluster, *sorted(carried_on[cluster])) if unit in before]
        keys[pk] = f"{version}/{','.join(known)}"[:LONGEST_KEY]
    return keys


def _versions_before(year):
    rows = Submission.objects.filter(round__year=year - 1).order_by().values_list("cluster_id", "pk", "version")
    return {cluster: f"{pk}.{version}" for cluster, pk, version in rows}


def stale_filings(round_) -> dict[int, str]:
    """The round's filings whose standing is missing or no longer true, with the key of a true one."""
    keys = standing_keys(Submission.objects.for_round(round_))
    known = dict(Standing.objects.filter(submission__round=round_).values_list("submission_id", "key"))
    return {pk: key for pk, key in keys.items() if known.get(pk) != key}
