"""38 filings and the history give the tables of the printed account of 2018, to the digit.

Where the printed account and we differ, the row is named here with the reason.
"""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import F, OuterRef, Subquery, Sum

from clusters.models import Certification, Cluster, ClusterKind
from reporting.catalogue.models import Indicator
from reporting.consolidation.queries import figures_of, largest_remainder, latest_consolidation, national
from reporting.rounds.models import Round
from reporting.submissions.models import CountryCount, ReportedValue, Submission

pytestmark = pytest.mark.django_db
with (Path(__file__).parent / "published_figures.csv").open(encoding="utf-8", newline="") as file:
    PRINTED = list(csv.DictReader(file))
YEARS = ("2014", "2015", "2016", "2017", "2018")
# Fees of 2017 are printed to 0,1 mio. kr., means and turnover per FTE rest on a mean printed to 0,1: the last
# digit of the change is open, and we say so.
APPROXIMATE = {
    "fte_mean", "funding_per_fte", "fees_companies", "fees_knowledge", "fees_regions", "fees_municipalities", "fees_other",
}  # fmt: skip
CHANGES_THAT_DIFFER = {
    # 34,5 -> 28,4 is -17,7 %; the account was computed from an unrounded 2017 and prints -17.
    "fees_companies": "ca.\u00a0\u221218\u00a0%",
    # 0,1 -> 0,1: the unrounded 2017 lies between 0,05 and 0,15, so anything from -30 to +110 % is possible.
    "fees_ministries": "–",
}
FUNDING = (
    "funding_state", "funding_regions", "funding_municipalities", "funding_companies", "funding_eu", "funding_knowledge",
    "funding_other",
)  # fmt: skip
FEES = ("fees_companies", "fees_knowledge", "fees_ministries", "fees_regions", "fees_municipalities", "fees_other")
PARTS = {
    "companies_small": "companies",
    "project_companies_small": "project_companies",
    "first_time_companies_small": "first_time_companies",
    "network_companies_small": "network_companies",
    "new_competences_small": "new_competences",
    "new_ideas_small": "new_ideas",
    "new_products_small": "new_products",
    "applications_funded_eu": "applications_eu",
    "applications_funded_state": "applications_state",
    "applications_funded_region": "applications_region",
    "applications_funded_other": "applications_other",
    "fees_companies": "funding_companies",
    "fees_knowledge": "funding_knowledge",
    "fees_ministries": "funding_state",
    "fees_regions": "funding_regions",
    "fees_municipalities": "funding_municipalities",
    "fees_other": "funding_other",
}
LISTS = {f"countries_{kind}": f"collaborations_{kind}" for kind in ("cluster", "knowledge", "b2b")}


def danish(printed):
    """`-1234.50` as the account prints it: `−1.234,50`; nothing as a dash."""
    if not printed:
        return "–"
    whole, point, fraction = printed.removeprefix("-").partition(".")
    groups = []
    while whole:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    return "\u2212" * printed.startswith("-") + ".".join(groups) + "," * bool(point) + fraction


def printed_change(row):
    """The change in the account's own spelling, with our signs for minus and for the space before the unit."""
    text = row["change_2017_2018"]
    for unit in ("%-point", "%"):
        if text.endswith(unit):
            return f"{danish(text.removesuffix(unit))}\u00a0{unit}"
    return danish(text)


@pytest.fixture(scope="module")
def round_2018(demo, django_db_blocker):
    with django_db_blocker.unblock():
        return Round.objects.select_related("catalogue").get(year=2018)


@pytest.fixture(scope="module")
def account(round_2018, django_db_blocker):
    with django_db_blocker.unblock():
        return national(round_2018)


@pytest.fixture(scope="module")
def figures(account):
    return {figure.code: figure for figure in account.figures}


@pytest.fixture
def filings(round_2018):
    return Submission.objects.for_round(round_2018).accepted()


def test_the_printed_table_has_78_rows_and_ours_are_the_same_in_the_same_order(account):
    assert len(PRINTED) == 78
    assert [(figure.section, figure.code, figure.unit, figure.kind) for figure in account.figures] == [
        (row["section"], row["code"], row["unit"], row["kind"]) for row in PRINTED
    ]


def test_all_38_units_are_accepted(account):
    assert (account.accepted, account.expected) == (38, 38)


@pytest.mark.parametrize("row", PRINTED, ids=lambda row: row["code"])
def test_every_year_of_the_row_is_as_printed(figures, row):
    series = figures[row["code"]].series
    assert [(str(value.year), value.text) for value in series] == [(year, danish(row[year])) for year in YEARS]


@pytest.mark.parametrize("row", PRINTED, ids=lambda row: row["code"])
def test_the_change_of_the_row_is_as_printed_or_its_exception_is_named(figures, row):
    code = row["code"]
    about = "ca.\u00a0" if code in APPROXIMATE else ""
    assert figures[code].change_text == CHANGES_THAT_DIFFER.get(code, about + printed_change(row))


def test_exactly_seven_changes_are_approximate(figures):
    assert {code for code, figure in figures.items() if figure.change and figure.change.approximate} == APPROXIMATE


def test_exactly_the_number_of_units_and_the_ministries_fees_have_no_change(figures):
    assert [code for code, figure in figures.items() if figure.change is None] == ["clusters", "fees_ministries"]


def test_only_the_share_of_units_changes_in_percentage_points(figures):
    assert [code for code, figure in figures.items() if figure.change and figure.change.in_points] == [
        "fees_share_of_clusters"
    ]


def test_the_years_before_are_from_the_account_and_2018_is_from_filings(figures):
    for figure in figures.values():
        assert [value.source for value in figure.series] == ["published"] * 4 + ["filings"]


def test_the_kept_consolidation_holds_the_same_figures(account, round_2018):
    assert figures_of(latest_consolidation(round_2018)) == account.figures


def test_every_unit_filed_every_number_of_a_collected_row(figures):
    assert {figure.contributors for figure in figures.values() if figure.kind == "collected"} == {38}


def test_the_charts_shares_are_the_printed_ones_and_add_to_a_hundred(figures):
    shares = largest_remainder([figures[code].value for code in FUNDING])
    assert shares == [37, 18, 11, 12, 16, 2, 4]
    assert sum(shares) == 100


def test_23_units_have_fee_income(filings):
    with_fees = ReportedValue.objects.filter(submission__in=filings, indicator__code__in=FEES, number__gt=0)
    assert with_fees.values("submission").distinct().count() == 23


def test_turnover_runs_from_just_under_3_to_just_over_54_millions(filings, account):
    turnover = (
        ReportedValue.objects.filter(submission__in=filings, indicator__code__in=FUNDING)
        .values("submission")
        .annotate(total=Sum("number"))
        .order_by("total")
        .values_list("total", flat=True)
    )
    smallest, largest = Decimal(turnover[0]), Decimal(turnover[len(turnover) - 1])
    assert 2_800_000 <= smallest < 3_000_000
    assert 54_000_000 < largest < 55_000_000
    assert [Decimal(text) for text in account.facts["ranges"]["funding_total"]] == [
        smallest / 1_000_000,
        largest / 1_000_000,
    ]


@pytest.mark.parametrize(
    ("code", "lists", "number"),
    [
        ("countries_cluster", ["countries_cluster"], 54),
        ("countries_knowledge", ["countries_knowledge"], 53),
        ("countries_b2b", ["countries_b2b"], 34),
        ("countries_total", list(LISTS), 60),
    ],
)
def test_the_countries_are_the_published_number(figures, filings, code, lists, number):
    listed = CountryCount.objects.filter(submission__in=filings, indicator__code__in=lists)
    assert listed.values("country").distinct().count() == number
    assert figures[code].value == number


def test_six_countries_lead_in_the_printed_order(account, filings):
    tally = Counter()
    for country, count in CountryCount.objects.filter(submission__in=filings).values_list("country", "count"):
        tally[country] += count
    assert [country for country, _count in tally.most_common(6)] == ["DE", "ES", "SE", "NL", "NO", "FR"]
    assert len({count for _country, count in tally.most_common(7)}) == 7
    assert account.facts["countries"] == [
        [country, count] for country, count in sorted(tally.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def test_networks_have_four_full_time_posts_on_average(filings, account):
    staff = ReportedValue.objects.filter(
        submission__in=filings, indicator__code="fte", submission__cluster__kind=ClusterKind.NETWORK
    )
    assert staff.count() == 12
    assert staff.aggregate(total=Sum("number"))["total"] == 48
    assert Decimal(account.facts["means_by_kind"]["fte_mean"]["network"]) == 4


def test_the_units_are_26_clusters_and_12_networks(round_2018):
    kinds = round_2018.roster.values_list("cluster__kind", flat=True)
    assert Counter(kinds) == {"cluster": 26, "network": 12}


def test_the_certificates_are_14_gold_6_silver_18_bronze(round_2018):
    levels = Certification.objects.valid_at_end_of(2018).filter(cluster__roster_entries__round=round_2018)
    assert Counter(levels.values_list("level", flat=True)) == {"gold": 14, "silver": 6, "bronze": 18}


def test_nine_networks_are_hosted_and_clean_hosts_two(round_2018):
    hosts = Counter(
        Cluster.objects.filter(roster_entries__round=round_2018, hosted_networks__isnull=False).values_list(
            "slug", flat=True
        )
    )
    assert sum(hosts.values()) == 9
    assert [slug for slug, networks in hosts.items() if networks > 1] == ["clean"]
    assert hosts["clean"] == 2


@pytest.mark.parametrize(("part", "whole"), PARTS.items())
def test_in_every_unit_the_part_is_at_most_the_whole(filings, part, whole):
    def number(code):
        return Subquery(
            ReportedValue.objects.filter(submission=OuterRef("pk"), indicator__code=code).values("number")[:1]
        )

    both = filings.annotate(part=number(part), whole=number(whole))
    assert both.filter(part__lte=F("whole")).count() == 38


def test_the_parts_are_all_that_the_catalogue_calls_parts(round_2018):
    catalogue = Indicator.objects.filter(section__catalogue=round_2018.catalogue).exclude(part_of="")
    assert dict(catalogue.values_list("code", "part_of")) == PARTS


@pytest.mark.parametrize(("countries", "collaborations"), LISTS.items())
def test_in_every_unit_the_countries_add_up_to_the_collaborations(filings, countries, collaborations):
    listed = {
        row["submission"]: row["total"]
        for row in CountryCount.objects.filter(submission__in=filings, indicator__code=countries)
        .values("submission")
        .annotate(total=Sum("count"))
    }
    filed = dict(
        ReportedValue.objects.filter(submission__in=filings, indicator__code=collaborations).values_list(
            "submission", "number"
        )
    )
    assert len(filed) == 38
    assert {unit: listed.get(unit, 0) for unit in filed} == filed
