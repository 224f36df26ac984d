"""The national figures, added up in SQL from the accepted filings of one round."""

import contextlib
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Count, F, Q, Sum

from reporting.catalogue.models import Measure, MeasureKind, Rule, RuleKind
from reporting.consolidation.breaks import breaks_among, breaks_by_row, rows_of_years
from reporting.consolidation.facts import facts_of, in_measure_unit, stored
from reporting.consolidation.figures import FILINGS, PUBLISHED, Break, Change, Figure, YearValue, cells_of, lettered
from reporting.consolidation.formulas import (
    Inputs,
    Interval,
    Published,
    change_between,
    evaluate,
    history_interval,
    largest_remainder,
    leaves,
)
from reporting.consolidation.models import Consolidation, NationalFigure, PublishedFigure
from reporting.submissions.models import CountryCount, ReportedValue, Submission

__all__ = [
    "Break",
    "Change",
    "Figure",
    "National",
    "YearValue",
    "cells_of",
    "figures_of",
    "largest_remainder",
    "latest_consolidation",
    "lettered",
    "national",
]

YEARS_SHOWN = 5
REPORTED = Decimal(1).scaleb(-2)  # as many decimals as ReportedValue keeps


@dataclass(frozen=True)
class National:
    """The national figures of a round as its accepted filings give them at one moment."""

    year: int
    figures: tuple[Figure, ...]
    inputs: tuple[tuple[int, str, int], ...]  # (filing id, unit, version)
    expected: int
    facts: dict

    @property
    def accepted(self) -> int:
        """How many filings count."""
        return len(self.inputs)

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the tables, oldest first."""
        return tuple(range(self.year - YEARS_SHOWN + 1, self.year + 1))


@contextlib.contextmanager
def snapshot():
    """Read several things as they were at one moment, whoever writes meanwhile.

    SQLite's transactions are such a moment by themselves; PostgreSQL is asked for it. Inside a
    transaction that is already running the moment is that transaction's.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def national(round_) -> National:
    """Add up the accepted filings of `round_` and set the years before beside them."""
    rows = rows_of_years(range(round_.year - YEARS_SHOWN + 1, round_.year + 1))
    measures = tuple(rows[round_.year].values())
    with snapshot():
        accepted = Submission.objects.for_round(round_).accepted()
        filings = list(
            accepted.order_by("cluster__slug").select_related("cluster").prefetch_related("cluster__hosted_networks")
        )
        inputs = tuple((filing.pk, filing.cluster.slug, filing.version) for filing in filings)
        expected = round_.roster.count()
        sums, contributors = _sums(accepted)
        listed = _collaborations(accepted)
        for rule in Rule.objects.filter(catalogue=round_.catalogue_id, kind=RuleKind.ADDS_UP):
            contributors[rule.subjects[0]] = contributors.get(rule.against[0], 0)
        values = evaluate(
            measures,
            Inputs(
                units=len(inputs),
                sums=sums,
                positive=_positive(accepted, measures),
                distinct=_distinct(listed, measures),
            ),
        )
        facts = facts_of(filings, listed, measures, round_.year)
        history = _history(round_, measures)
        # A fact only where there is one: the fingerprint of a series without a break stays what it was.
        if breaks := breaks_among(rows):
            facts["breaks"] = breaks
    by_row = breaks_by_row(breaks)
    figures = tuple(
        _figure(
            row,
            round_.year,
            values[row.code],
            history,
            contributors=_contributors(row, measures, contributors, len(inputs)),
            breaks=by_row.get(row.code, ()),
        )
        for row in measures
    )
    return National(year=round_.year, figures=figures, inputs=inputs, expected=expected, facts=facts)


def _sums(accepted):
    """Sums by indicator in the measures' units (amounts in mio. kr.), and how many units gave a number."""
    rows = (
        ReportedValue.objects.filter(submission__in=accepted)
        .values("indicator__code", "indicator__data_type")
        .annotate(total=Sum("number"), units=Count("number"))
    )
    sums, contributors = {}, {}
    for row in rows:
        code = row["indicator__code"]
        contributors[code] = row["units"]
        if row["total"] is not None:
            # SQLite adds in binary; the sum of numbers with two decimals has two decimals.
            sums[code] = in_measure_unit(row["total"].quantize(REPORTED), row["indicator__data_type"])
    return sums, contributors


def _positive(accepted, measures):
    """For each share: the number of units with anything above zero behind it."""
    return {
        row.code: ReportedValue.objects.filter(
            submission__in=accepted, indicator__code__in=leaves(measures, row.operands[0]), number__gt=0
        ).aggregate(units=Count("submission", distinct=True))["units"]
        for row in measures
        if row.kind == MeasureKind.SHARE
    }


def _collaborations(accepted):
    """How many collaborations there are by list and country, over all filings."""
    listed = defaultdict(dict)
    for row in (
        CountryCount.objects.filter(submission__in=accepted)
        .values("indicator__code", "country")
        .annotate(total=Sum("count"))
    ):
        listed[row["indicator__code"]][row["country"]] = row["total"]
    return listed


def _distinct(listed, measures):
    """For each count of countries: the number of different ones on the lists behind it."""
    return {
        row.code: len(set().union(*(listed[code] for code in row.operands)))
        for row in measures
        if row.kind == MeasureKind.DISTINCT
    }


def _contributors(row, measures, contributors, units):
    """How many units gave a number for the row; of a ratio's two the lesser, of a sum's parts the most.

    A unit without collaborations has an empty list of countries and has answered all the same: for lists
    the number that they add up to is counted instead.
    """
    if row.kind == MeasureKind.COUNT:
        return units
    of_operands = [
        max((contributors.get(code, 0) for code in leaves(measures, operand)), default=0) for operand in row.operands
    ]
    return min(of_operands) if row.kind == MeasureKind.RATIO else max(of_operands, default=0)


@dataclass(frozen=True)
class _Past:
    """One earlier year's value of one row: what is shown and what is known."""

    shown: YearValue
    known: Interval | None


def _history(round_, measures):
    """Earlier years by (code, year): from our own latest final consolidation, else as published."""
    years = range(round_.year - YEARS_SHOWN + 1, round_.year)
    past = {}
    published = defaultdict(dict)
    for row in PublishedFigure.objects.filter(year__in=years):
        published[row.year][row.code] = Published(row.value, row.decimals)
    own = {}
    # A year that is still coming in is no history: it counts when all units were in, or when it was printed so.
    final = Q(accepted=F("expected")) | Q(editions__isnull=False)
    for row in Consolidation.objects.filter(final, round__year__in=years).order_by("number").select_related("round"):
        own[row.round.year] = row.pk
    for year in years:
        if year not in own:
            for measure in measures:
                printed = published[year].get(measure.code)
                past[measure.code, year] = _Past(
                    YearValue(year, printed.value if printed else None, printed.decimals if printed else 0, PUBLISHED),
                    history_interval(measures, published[year], measure.code) if printed else None,
                )
    for row in NationalFigure.objects.filter(consolidation__in=own.values(), year__in=own):
        if own.get(row.year) == row.consolidation_id:
            past[row.code, row.year] = _Past(
                YearValue(row.year, row.value, row.decimals, FILINGS),
                None if row.value is None else Interval.exact(row.value),
            )
    return past


def _figure(row, year, value, history, *, contributors, breaks):
    nothing = {
        past: _Past(YearValue(past, None, row.decimals, PUBLISHED), None)
        for past in range(year - YEARS_SHOWN + 1, year)
    }
    past = [history.get((row.code, before), nothing[before]) for before in nothing]
    kept = None if value is None else stored(value)
    return _describe(
        row,
        series=(*(entry.shown for entry in past), YearValue(year, kept, row.decimals, FILINGS)),
        # The number of units is what the other rows are divided by, not a result: it gets no change. Nor does a
        # value that does not measure what the one before it measured.
        change=None
        if row.kind == MeasureKind.COUNT or any(entry.year == year for entry in breaks)
        else change_between(value, past[-1].known, in_points=row.kind == MeasureKind.SHARE),
        contributors=contributors,
        breaks=breaks,
    )


def _describe(row, *, series, change, contributors, breaks):
    """The row as a figure; a break is one where there are values before it."""
    first = min((value.year for value in series if value.value is not None), default=None)
    breaks = tuple(entry for entry in breaks if first is not None and first < entry.year)
    at = {entry.year for entry in breaks}
    return Figure(
        code=row.code,
        section=row.section.code,
        label=str(row),
        heading=row.heading,
        short_label=row.short,
        level=row.level,
        unit=row.unit,
        kind=row.kind,
        decimals=row.decimals,
        series=tuple(replace(value, is_break=True) if value.year in at else value for value in series),
        change=change,
        contributors=contributors,
        breaks=breaks,
    )


def latest_consolidation(round_):
    """The round's latest consolidation, or None."""
    return Consolidation.objects.filter(round=round_).order_by("-number").select_related("created_by").first()


def figures_of(consolidation) -> tuple[Figure, ...]:
    """The figures as a consolidation keeps them, in the order of the tables."""
    year = consolidation.round.year
    rows = defaultdict(dict)
    for kept in NationalFigure.objects.filter(consolidation=consolidation):
        rows[kept.code][kept.year] = kept
    by_row = breaks_by_row(consolidation.facts.get("breaks", ()))
    figures = []
    for row in Measure.objects.filter(section__catalogue=consolidation.round.catalogue_id).select_related("section"):
        own = rows[row.code][year]
        figures.append(
            _describe(
                row,
                series=tuple(
                    YearValue(kept.year, kept.value, kept.decimals, kept.source)
                    for _year, kept in sorted(rows[row.code].items())
                ),
                change=None
                if own.change is None
                else Change(own.change, row.kind == MeasureKind.SHARE, own.change_approximate),
                contributors=own.contributors,
                breaks=by_row.get(row.code, ()),
            )
        )
    return tuple(figures)
