"""What a consolidation keeps beside its figures."""

from collections import Counter, defaultdict
from decimal import ROUND_DOWN, Decimal

from clusters.models import Certification
from clusters.queries import sorted_by_name
from reporting.catalogue.models import DataType, MeasureKind
from reporting.consolidation.formulas import leaves
from reporting.submissions.models import ReportedValue

KRONER_PER_MILLION = Decimal(1_000_000)
STORED = Decimal(1).scaleb(-9)  # as many decimals as NationalFigure keeps: 15 digits are safe on every database


def stored(number):
    """With the decimals that are kept. Cut off, not rounded, so that rounding as printed still happens once."""
    return number.quantize(STORED, rounding=ROUND_DOWN)


def in_measure_unit(number, data_type):
    """A reported number in the unit of the tables: amounts in mio. kr."""
    return number / KRONER_PER_MILLION if data_type == DataType.AMOUNT else number


def _units(filings, year):
    """The units whose filings count, as the book lists them, in Danish order."""
    levels = dict(Certification.objects.valid_at_end_of(year).values_list("cluster", "level"))
    return [
        {
            "name": cluster.name,
            "kind": cluster.kind,
            "level": levels.get(cluster.pk, ""),
            "hosted_networks": [network.name for network in sorted_by_name(cluster.hosted_networks.all())],
            "former_name": cluster.former_name,
        }
        for cluster in sorted_by_name(filing.cluster for filing in filings)
    ]


def _countries(listed):
    """Collaborations by country, all lists together, most first."""
    totals = Counter()
    for countries in listed.values():
        for country, count in countries.items():
            totals[country] += count
    return sorted(([country, count] for country, count in totals.items()), key=lambda row: (-row[1], row[0]))


def facts_of(filings, listed, measures, year):
    """What the book says beyond the tables: who reported, countries by collaborations, ranges, means by kind.

    Kept with the consolidation, so that the same consolidation prints the same book whatever happens to
    the roster or the certificates afterwards. `filings` come with their units, `listed` gives collaborations
    by list and country. Numbers are strings of exact decimals in the measures' units.
    """
    per_unit = defaultdict(lambda: defaultdict(Decimal))
    kinds = {filing.pk: filing.cluster.kind for filing in filings}
    sizes = Counter(kinds.values())
    for pk, code, data_type, number in ReportedValue.objects.filter(
        submission__in=kinds, number__isnull=False
    ).values_list("submission", "indicator__code", "indicator__data_type", "number"):
        per_unit[code][pk] += in_measure_unit(number, data_type)
    ranges, by_kind = {}, {}
    for row in measures:
        if row.kind not in (MeasureKind.TOTAL, MeasureKind.MEAN, MeasureKind.COLLECTED):
            continue
        sums = defaultdict(Decimal)
        for code in leaves(measures, row.operands[0]) if row.kind == MeasureKind.MEAN else leaves(measures, row.code):
            for pk, number in per_unit[code].items():
                sums[pk] += number
        if sums:
            ranges[row.code] = [str(min(sums.values())), str(max(sums.values()))]
            by_kind[row.code] = {
                kind: str(stored(sum((number for pk, number in sums.items() if kinds[pk] == kind), Decimal(0)) / size))
                for kind, size in sorted(sizes.items())
            }
    return {
        "units": _units(filings, year),
        "countries": _countries(listed),
        "ranges": ranges,
        "means_by_kind": by_kind,
    }
