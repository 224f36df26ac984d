"""The made-up figures of 2018 hold every rule of real filings and every published sum."""

import csv
import hashlib
import os
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from reporting.demo.apportion import ApportionmentImpossible, apportion
from reporting.demo.figures import CODES, filing_after, filings_2018, targets_2018, units_2018

ROOT = Path(__file__).resolve().parents[2]
FUNDING = [code for code in CODES if code.startswith("funding_")]
FEES = [code for code in CODES if code.startswith("fees_")]
LISTS = ("cluster", "knowledge", "b2b")
# The rules are written out again here, so that a slip in the generator's own tables is caught.
HARD_PARTS = [
    *((code, code.removesuffix("_small")) for code in CODES if code.endswith("_small")),
    *((f"applications_funded_{funder}", f"applications_{funder}") for funder in ("eu", "state", "region", "other")),
    ("fees_companies", "funding_companies"),
    ("fees_knowledge", "funding_knowledge"),
    ("fees_ministries", "funding_state"),
    ("fees_regions", "funding_regions"),
    ("fees_municipalities", "funding_municipalities"),
    ("fees_other", "funding_other"),
]
PLAUSIBLE_PARTS = [
    *(
        (code, "companies")
        for code in (
            "dedicated_companies",
            "matchmaking_companies",
            "international_companies",
            "project_companies",
            "network_companies",
            "course_companies",
            "new_contacts",
            "new_competences",
            "new_ideas",
            "new_products",
        )
    ),
    ("first_time_companies", "project_companies"),
]
DUMP = """
from reporting.demo.figures import filing_after, filings_2018
for filing in filings_2018():
    for each in (filing, filing_after(filing, 2019)):
        print(each.unit.slug, [(code, str(value)) for code, value in each.numbers.items()], each.countries)
"""


@pytest.fixture(scope="module")
def filings():
    return filings_2018()


@pytest.fixture(scope="module", params=[2019, "another seed", 7])
def later_filings(request, filings):
    return [filing_after(filing, request.param) for filing in filings]


def turnover(filing):
    return sum(filing.numbers[code] for code in FUNDING)


def fee_income(filing):
    return sum(filing.numbers[code] for code in FEES)


def national_countries(filings, *names):
    total = Counter()
    for filing in filings:
        for name in names:
            total.update(filing.countries[f"countries_{name}"])
    return total


def test_there_are_26_clusters_and_12_networks_with_certificates_as_published():
    units = units_2018()
    assert Counter(unit.kind for unit in units) == {"cluster": 26, "network": 12}
    assert Counter(unit.certification for unit in units) == {"gold": 14, "silver": 6, "bronze": 18}
    assert len({unit.slug for unit in units}) == len({unit.short_name for unit in units}) == 38


def test_slugs_are_short_lower_kebab_ascii():
    for unit in units_2018():
        assert unit.slug.replace("-", "").isalnum() and unit.slug.isascii() and unit.slug.islower()
        assert len(unit.slug) <= 30 and len(unit.short_name) <= 26


def test_nine_networks_are_hosted_and_two_of_them_by_clean():
    hosts = {unit.slug: unit.hosts for unit in units_2018() if unit.hosts}
    assert sum(map(len, hosts.values())) == 9
    assert [slug for slug, hosted in hosts.items() if len(hosted) == 2] == ["clean"]


def test_every_filing_has_the_fifty_numbers_and_three_lists(filings):
    assert len(set(CODES)) == len(CODES) == 50
    assert set(CODES) == set(targets_2018())
    assert [filing.unit for filing in filings] == list(units_2018())
    for filing in filings:
        assert set(filing.numbers) == set(CODES)
        assert set(filing.countries) == {f"countries_{name}" for name in LISTS}


@pytest.mark.parametrize("code", CODES)
def test_the_sum_over_all_units_is_the_target(filings, code):
    assert sum(filing.numbers[code] for filing in filings) == targets_2018()[code]


def test_the_targets_add_up_to_the_published_totals():
    targets = targets_2018()
    assert sum(targets[code] for code in FUNDING) == 494_370_000
    assert sum(targets[code] for code in FEES) == 52_740_000
    assert sum(targets[f"collaborations_{name}"] for name in LISTS) == 1015


def assert_parts_within_wholes(filings):
    for filing in filings:
        for part, whole in HARD_PARTS + PLAUSIBLE_PARTS:
            assert filing.numbers[part] <= filing.numbers[whole], (filing.unit.slug, part)


def assert_companies_outside_the_small_ones_suffice(filings):
    for filing in filings:
        numbers = filing.numbers
        others = numbers["companies"] - numbers["companies_small"]
        for code in ("project_companies", "network_companies", "new_competences", "new_ideas", "new_products"):
            assert numbers[code] - numbers[f"{code}_small"] <= others, (filing.unit.slug, code)
            assert numbers[f"{code}_small"] <= numbers["companies_small"], (filing.unit.slug, code)


def assert_numbers_are_in_their_units(filings):
    for filing in filings:
        for code, value in filing.numbers.items():
            assert isinstance(value, Decimal) and value >= 0, (filing.unit.slug, code)
            step = {"fte": Decimal("0.1")}.get(code, 1000 if code in FUNDING + FEES else 1)
            assert value % step == 0, (filing.unit.slug, code)
        assert filing.numbers["fte"] >= 1


def assert_lists_agree_with_collaborations(filings):
    for filing in filings:
        for name in LISTS:
            listed = filing.countries[f"countries_{name}"]
            assert sum(listed.values()) == filing.numbers[f"collaborations_{name}"], filing.unit.slug
            assert all(count > 0 for count in listed.values())
            assert "DK" not in listed
            assert all(len(code) == 2 and code.isascii() and code.isupper() for code in listed)


def test_parts_are_within_their_wholes_in_every_unit(filings):
    assert_parts_within_wholes(filings)


def test_small_and_other_companies_agree_with_those_of_the_unit(filings):
    assert_companies_outside_the_small_ones_suffice(filings)


def test_counts_are_whole_and_amounts_whole_thousands_and_staff_tenths(filings):
    assert_numbers_are_in_their_units(filings)


def test_country_lists_add_up_to_the_collaborations_of_the_unit(filings):
    assert_lists_agree_with_collaborations(filings)


def test_turnover_runs_from_just_under_3_to_just_over_54_millions(filings):
    smallest, *between, largest = sorted(turnover(filing) for filing in filings)
    assert 2_800_000 <= smallest < 2_990_000 < between[0]
    assert between[-1] < 54_000_000 <= largest < 54_900_000


def test_gold_clusters_are_mostly_large_and_networks_mostly_small(filings):
    by_size = sorted(filings, key=turnover, reverse=True)
    assert sum((f.unit.kind, f.unit.certification) == ("cluster", "gold") for f in by_size[:13]) >= 8
    assert sum(f.unit.kind == "network" for f in by_size[19:]) >= 10


def test_exactly_23_units_have_fee_income(filings):
    assert sum(fee_income(filing) > 0 for filing in filings) == 23


def test_networks_have_four_full_time_posts_on_average(filings):
    assert sum(f.numbers["fte"] for f in filings if f.unit.kind == "network") == 48


def test_turnover_per_post_is_believable_in_every_unit(filings):
    for filing in filings:
        assert 400_000 <= turnover(filing) / filing.numbers["fte"] <= 2_500_000, filing.unit.slug


def test_larger_units_tend_to_have_more_staff_and_companies(filings):
    by_size = sorted(filings, key=turnover)
    for code in ("fte", "companies"):
        smaller = sum(filing.numbers[code] for filing in by_size[:19])
        assert smaller * 3 < targets_2018()[code] * 2 - smaller


@pytest.mark.parametrize(
    "code", ["funding_eu", "applications_eu", "applications_other", "courses_developed", "collaborations_b2b"]
)
def test_several_units_have_none(filings, code):
    assert 4 <= sum(filing.numbers[code] == 0 for filing in filings) <= 28


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (("cluster",), 54),
        (("knowledge",), 53),
        (("b2b",), 34),
        (LISTS, 60),
    ],
)
def test_the_number_of_different_countries_is_the_published_one(filings, names, count):
    assert len(national_countries(filings, *names)) == count


def test_six_countries_lead_in_the_published_order(filings):
    ranking = national_countries(filings, *LISTS).most_common()
    assert [code for code, _ in ranking[:6]] == ["DE", "ES", "SE", "NL", "NO", "FR"]
    counts = [count for _, count in ranking[:7]]
    assert counts == sorted(set(counts), reverse=True)


def dump_digest(hash_seed):
    output = subprocess.run(
        [sys.executable, "-c", DUMP],
        cwd=ROOT,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    ).stdout
    assert output.count(b"\n") == 76
    return hashlib.sha256(output).hexdigest()


def test_figures_do_not_depend_on_the_hash_seed():
    assert dump_digest("1") == dump_digest("4242")


def test_a_later_filing_keeps_every_rule(later_filings):
    assert_parts_within_wholes(later_filings)
    assert_companies_outside_the_small_ones_suffice(later_filings)
    assert_numbers_are_in_their_units(later_filings)
    assert_lists_agree_with_collaborations(later_filings)


def test_a_later_filing_moves_by_no_more_than_a_tenth_down_or_a_seventh_up(filings, later_filings):
    moved = 0
    for before, after in zip(filings, later_filings, strict=True):
        for code in CODES:
            old, new = before.numbers[code], after.numbers[code]
            step = {"fte": Decimal("0.1")}.get(code, 1000 if code in FUNDING + FEES else 1)
            assert old * Decimal("0.90") - 2 * step <= new <= old * Decimal("1.15") + step, code
            assert (old == 0) == (new == 0), (before.unit.slug, code)
            moved += old != new
    assert moved > 38 * 25


def test_another_seed_gives_another_later_filing(filings):
    assert filing_after(filings[0], 1) == filing_after(filings[0], 1)
    assert filing_after(filings[0], 1) != filing_after(filings[0], 2)


def test_apportionment_keeps_total_and_bounds():
    assert apportion(10, [1, 1, 1], [0, 0, 0], [9, 9, 9]) == [4, 3, 3]
    assert apportion(10, [8, 1, 1], [0, 0, 0], [4, 9, 9]) == [4, 3, 3]
    assert apportion(10, [0, 1, 9], [1, 2, 0], [9, 9, 9]) == [1, 2, 7]


@pytest.mark.parametrize("total", [2, 19])
def test_apportionment_refuses_what_the_bounds_cannot_hold(total):
    with pytest.raises(ApportionmentImpossible):
        apportion(total, [1, 1, 0], [1, 1, 1], [9, 8, 9])


def test_the_reference_files_have_one_row_per_unit_code_and_country():
    demo = ROOT / "reporting" / "demo"
    for name, key, count in [
        ("units_2018.csv", "slug", 38),
        ("targets_2018.csv", "code", 50),
        ("countries_2018.csv", "code", 60),
    ]:
        with (demo / name).open(encoding="utf-8", newline="") as stream:
            assert len({row[key] for row in csv.DictReader(stream)}) == count
