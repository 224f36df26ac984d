"""What stands beside each number on the reviewer's page of a filing: marks, the years before, its part of the nation."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reporting.charts import little_columns
from reporting.numbers import format_exact
from reporting.review.queries.landscape import landscape_of
from reporting.review.queries.outliers import Tell
from reporting.review.queries.reasons import reason_of, share_text

FEWEST_YEARS = 3  # of a chart


@dataclass(frozen=True)
class Look:
    """What stands beside one number: why it stands out, a chart of its years, its part of the national sum."""

    reasons: tuple[str, ...]
    chart: SafeString | str
    share: str


@dataclass(frozen=True)
class Looks:
    """What stands beside the numbers of a filing, by code, and what is odd about the filing as a whole."""

    values: dict[str, Look]
    whole: tuple[str, ...]
    marked: int


def looks_at(filing) -> Looks:
    """Look at one filing as the queue does, whatever its status; one query."""
    submission = filing.submission
    unit = submission.cluster_id
    landscape = landscape_of(
        submission.round,
        indicators=filing.indicators,
        submissions=[submission],
        successions=filing.successions,
        with_history_of=unit,
    )
    reasons, whole = defaultdict(list), []
    for mark in landscape.marks:
        answers = [filing.answers[code] for code in mark.codes]
        reason = reason_of(mark, [(row.indicator, row.number, landscape.before(unit, row.code)) for row in answers])
        for code in mark.codes:
            reasons[code].append(reason)
        if mark.tell is Tell.SAME:
            whole.append(reason)
    own = landscape.units.get(unit)
    return Looks(
        values={
            code: Look(
                reasons=tuple(reasons.get(code, ())),
                chart=_chart(landscape.history, code, indicator),
                share=share_text(landscape.share(unit, code)) if own and own.now.get(code) else "",
            )
            for code, indicator in landscape.indicators.items()
        },
        whole=tuple(whole),
        marked=len(reasons),
    )


def _chart(years, code, indicator):
    """Small columns from the first year with a number on; nothing for fewer than three: two stand side by side anyway."""
    known = [year for year in years if code in years[year]]
    if len(known) < FEWEST_YEARS:
        return ""
    span = range(min(known), max(known) + 1)
    rows = [years[year].get(code) if year in years else None for year in span]
    title = ", ".join(
        _("%(year)s: intet tal") % {"year": year} if row is None else f"{year}: {format_exact(Decimal(str(row)))}"
        for year, row in zip(span, rows, strict=True)
    )
    return little_columns(rows, title=f"{indicator.label}: {title}")
