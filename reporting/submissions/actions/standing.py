"""Computing how filings stand, and writing it down with the findings that came and went since."""

from django.db import transaction

from reporting.submissions.models import Finding, Standing, Submission
from reporting.submissions.queries import load_filings, stale_filings, tally_of

BATCH = 40  # filings that are read whole together


def refresh_standings(*, round_, at, limit=None) -> int:
    """Compute the standings of the round's filings that are stale, `limit` at most; gives how many are still stale.

    May be called by anybody at any time. A filing that is changed while it is read is stale again afterwards:
    the key is of the version that was read first.
    """
    stale = stale_filings(round_)
    chosen = sorted(stale)[:limit]
    for start in range(0, len(chosen), BATCH):
        _refresh(chosen[start : start + BATCH], stale, at)
    return len(stale) - len(chosen)


def _refresh(pks, keys, at):
    rows = Submission.objects.filter(pk__in=pks).select_related("round", "cluster").order_by("pk")
    filings = load_filings(rows)
    standings = [_standing(filing, keys[filing.submission.pk], at) for filing in filings]
    with transaction.atomic():
        # What stood before tells whether a finding is gone because of the filing itself.
        earlier = dict(Standing.objects.filter(submission__in=pks).values_list("submission_id", "key"))
        Standing.objects.bulk_create(
            standings,
            update_conflicts=True,
            unique_fields=["submission"],
            update_fields=[
                "key", "sections", "answered", "questions", "hard", "soft", "gaps", "explained", "computed_at",
            ],
        )  # fmt: skip
        _note_findings(filings, keys, earlier, at)


def _standing(filing, key, at):
    return Standing(
        submission=filing.submission,
        key=key,
        sections={sheet.code: sheet.state for sheet in filing.sheets},
        answered=filing.answered,
        questions=filing.questions,
        computed_at=at,
        **{name: count for name, count in tally_of(filing).items() if name != "questions"},  # those of the review
    )


def _note_findings(filings, keys, earlier, at):
    """Write down which findings are met, which are met no more, and whether the filing was changed meanwhile."""
    pks = [filing.submission.pk for filing in filings]
    known = {(row.submission_id, row.rule, row.subject): row for row in Finding.objects.filter(submission__in=pks)}
    met = []
    for filing in filings:
        for problem in filing.problems:
            row = known.pop((filing.submission.pk, problem.rule, problem.subject), None) or Finding(
                submission=filing.submission, rule=problem.rule, subject=problem.subject, first_seen_at=at
            )
            row.last_seen_at, row.gone_at, row.was_mended = at, None, False
            row.was_explained = row.was_explained or not problem.is_open
            met.append(row)
    changed = {pk for pk in pks if _own_version(earlier.get(pk, "")) != _own_version(keys[pk])}
    gone = [row for row in known.values() if row.gone_at is None]
    for row in gone:
        row.gone_at, row.was_mended = at, row.submission_id in changed
    Finding.objects.bulk_create(
        met,
        update_conflicts=True,
        unique_fields=["submission", "rule", "subject"],
        update_fields=["last_seen_at", "gone_at", "was_explained", "was_mended"],
    )
    Finding.objects.bulk_update(gone, ["gone_at", "was_mended"])


def _own_version(key):
    return key.partition("/")[0]
