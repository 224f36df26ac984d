"""The arithmetic of national figures, by itself: what is known, what is open, and where nothing can be said."""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.consolidation.figures import Change, YearValue
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
from reporting.numbers import round_half_up


def d(text):
    return Decimal(text)


@dataclass(frozen=True)
class Row:
    code: str
    kind: str
    operands: list = field(default_factory=list)
    unit: str = "mio. kr."


ROWS = (
    Row("clusters", "count", unit="antal"),
    Row("fte_mean", "mean", ["fte"], unit="årsværk"),
    Row("state", "collected", ["funding_state"]),
    Row("companies_funding", "collected", ["funding_companies"]),
    Row("total", "total", ["state", "companies_funding"]),
    Row("total_of_totals", "total", ["total", "funding_eu"]),
    Row("per_unit", "mean", ["total"]),
    Row("per_fte", "ratio", ["total", "fte"]),
    Row("with_state", "share", ["total"], unit="%"),
    Row("countries", "distinct", ["countries_a", "countries_b"], unit="lande"),
)


def values_of(**inputs):
    return evaluate(ROWS, Inputs(**inputs))


# ---- what each kind of row is


def test_every_kind_of_row_is_worked_out_from_the_sums():
    assert values_of(
        units=4,
        sums={"funding_state": d("10"), "funding_companies": d("2.5"), "funding_eu": d("1"), "fte": d("5")},
        positive={"with_state": 3},
        distinct={"countries": 7},
    ) == {
        "clusters": 4,
        "fte_mean": d("1.25"),
        "state": 10,
        "companies_funding": d("2.5"),
        "total": d("12.5"),
        "total_of_totals": d("13.5"),
        "per_unit": d("3.125"),
        "per_fte": d("2.5"),
        "with_state": 75,
        "countries": 7,
    }


def test_missing_is_not_zero():
    values = values_of(units=2, sums={})
    assert {code for code, value in values.items() if value is None} == {
        "fte_mean", "state", "companies_funding", "total", "total_of_totals", "per_unit", "per_fte",
    }  # fmt: skip
    assert values["with_state"] == 0
    assert values_of(units=2, sums={"funding_state": d(0)})["state"] == 0


def test_a_total_adds_what_is_known():
    values = values_of(units=2, sums={"funding_companies": d("2.5")})
    assert (values["state"], values["total"], values["per_unit"]) == (None, d("2.5"), d("1.25"))


def test_dividing_by_nothing_gives_no_value():
    assert values_of(units=1, sums={"funding_state": d(3), "fte": d(0)})["per_fte"] is None
    assert values_of(units=1, sums={"funding_state": d(3)})["per_fte"] is None
    nobody = values_of(units=0)
    assert nobody == dict.fromkeys(nobody) | {"clusters": 0}


def test_nothing_is_rounded_on_the_way():
    assert values_of(units=3, sums={"funding_state": d(1)})["per_unit"] == d(1) / 3


def test_the_indicators_behind_a_row_are_found_through_totals_of_totals():
    assert leaves(ROWS, "total_of_totals") == ("funding_state", "funding_companies", "funding_eu")
    assert leaves(ROWS, "countries") == ("countries_a", "countries_b")
    assert leaves(ROWS, "funding_eu") == ("funding_eu",)


# ---- rounding


@pytest.mark.parametrize(
    ("number", "decimals", "rounded"),
    [
        ("0.5", 0, "1"), ("1.5", 0, "2"), ("2.5", 0, "3"), ("2.4999999", 0, "2"), ("-2.5", 0, "-3"), ("-0.5", 0, "-1"),
        ("1.25", 1, "1.3"), ("1.249", 1, "1.2"), ("494.365", 2, "494.37"), ("0.05", 1, "0.1"),
    ],
)  # fmt: skip
def test_halves_go_away_from_zero(number, decimals, rounded):
    assert str(round_half_up(d(number), decimals)) == rounded


@pytest.mark.parametrize("number", ["-0.4", "-0.004", "-0", "0"])
def test_minus_zero_never_shows(number):
    assert str(round_half_up(d(number))) == "0"
    assert YearValue(2018, d(number), 0, "filings").text == "0"
    assert (
        change_between(d("99.8") if number == "-0.4" else d(100), Interval.exact(d(100)), in_points=False).text
        == "0\u00a0%"
    )


# ---- intervals


@pytest.mark.parametrize(
    ("value", "decimals", "low", "high"),
    [("34.5", 1, "34.45", "34.55"), ("61.51", 2, "61.505", "61.515"), ("285", 0, "284.5", "285.5")],
)
def test_a_printed_number_is_known_to_half_its_last_digit(value, decimals, low, high):
    assert Interval.printed(d(value), decimals) == Interval(d(low), d(value), d(high))


def test_the_quotient_of_intervals_holds_every_quotient():
    assert Interval(d(9), d(10), d(11)) / Interval(d(4), d(5), d(6)) == Interval(d("1.5"), d(2), d("2.75"))
    assert Interval(d(1), d(2), d(3)) * Interval.exact(d(4)) == Interval(d(4), d(8), d(12))


def known(code, **published):
    return history_interval(
        ROWS, {name: Published(d(text), decimals) for name, (text, decimals) in published.items()}, code
    )


def test_counts_are_known_exactly_and_amounts_to_what_was_printed():
    assert known("clusters", clusters=("41", 0)) == Interval.exact(d(41))
    assert known("countries", countries=("60", 0)) == Interval.exact(d(60))
    assert known("state", state=("130.67", 2)) == Interval.printed(d("130.67"), 2)
    assert known("state") is None


def test_a_mean_is_worked_out_again_from_its_total():
    mean = known("per_unit", clusters=("41", 0), total=("392.78", 2), per_unit=("9.6", 1))
    assert mean == Interval(d("392.775") / 41, d("392.78") / 41, d("392.785") / 41)
    assert known("per_unit", clusters=("41", 0), per_unit=("9.6", 1)) == Interval.printed(d("9.6"), 1)


def test_a_ratio_is_worked_out_again_also_from_a_mean_that_alone_was_printed():
    ratio = known("per_fte", clusters=("41", 0), total=("392.78", 2), fte_mean=("8.3", 1), per_fte=("1.2", 1))
    fte = Interval(d("8.25") * 41, d("8.3") * 41, d("8.35") * 41)
    assert ratio == Interval(d("392.775") / fte.high, d("392.78") / fte.point, d("392.785") / fte.low)


def test_a_share_is_some_whole_number_of_the_units():
    assert known("with_state", clusters=("41", 0), with_state=("59", 0)) == Interval.exact(d(2400) / 41)
    wide = known("with_state", clusters=("200", 0), with_state=("59", 0))
    assert (wide.low, wide.high) == (d("58.5"), d("59"))


def test_a_history_without_units_or_staff_says_what_was_printed_and_divides_by_nothing():
    assert known("with_state", clusters=("0", 0), with_state=("59", 0)) == Interval.printed(d(59), 0)
    assert known("per_unit", clusters=("0", 0), total=("3.00", 2), per_unit=("1.0", 1)) == Interval.printed(d("1.0"), 1)
    nobody = known("per_fte", clusters=("41", 0), total=("3.00", 2), fte_mean=("0.0", 1), per_fte=("1.2", 1))
    assert nobody == Interval.printed(d("1.2"), 1)


# ---- changes


def change(now, low, high, *, point=None, in_points=False):
    low, high = d(low), d(high)
    return change_between(d(now), Interval(low, d(point) if point else (low + high) / 2, high), in_points=in_points)


def test_a_change_against_an_exact_number_is_exact():
    assert change("18058", "16545", "16545") == Change(d(9), in_points=False, approximate=False)
    assert change("112.5", "100", "100").text == "13\u00a0%"
    assert change("87.5", "100", "100").text == "\u221213\u00a0%"


def test_a_change_is_exact_while_all_possible_values_round_alike():
    # from +9,5 to +10,499 %: always ten
    assert change("110", "99.55", "100.45") == Change(d(10), in_points=False, approximate=False)
    # one step wider: from +9,49 %
    assert change("110", "99.55", "100.47") == Change(d(10), in_points=False, approximate=True)


def test_an_open_change_says_about():
    assert change("28.43", "34.45", "34.55").text == "ca.\u00a0\u221218\u00a0%"


def test_a_change_that_may_differ_by_ten_is_given_and_by_more_is_not():
    assert change("110", "100", "110", point="105") == Change(d(5), in_points=False, approximate=True)
    assert change("110", "99.99", "110", point="105") is None


def test_a_change_from_nothing_or_from_perhaps_nothing_is_not_given():
    assert change("5", "0", "0") is None
    assert change("5", "-0.05", "0.05") is None
    assert change_between(d(5), None, in_points=False) is None
    assert change_between(None, Interval.exact(d(5)), in_points=False) is None
    assert change("0", "5", "5").text == "\u2212100\u00a0%"


def test_shares_change_in_percentage_points_also_from_nothing():
    assert change("60.5", "58.5", "58.5", in_points=True) == Change(d(2), in_points=True, approximate=False)
    assert change("12", "0", "0", in_points=True).text == "12\u00a0%-point"
    assert change("58.6", "60.5", "60.5", in_points=True).text == "\u22122\u00a0%-point"
    assert change("60.5", "58.5", "59.4", in_points=True).approximate is True


def test_a_changes_size_leaves_out_its_sign():
    assert change("87.5", "100", "100").magnitude == "13\u00a0%"


# ---- shares that are shown together


def test_the_largest_remainders_are_rounded_up():
    printed = [d(text) for text in ("185.57", "87.65", "53.53", "62.06", "79.20", "8.05", "18.31")]
    assert [int(round_half_up(100 * amount / sum(printed))) for amount in printed] == [38, 18, 11, 13, 16, 2, 4]
    assert largest_remainder(printed) == [37, 18, 11, 12, 16, 2, 4]


def test_a_tie_goes_to_the_earlier():
    assert largest_remainder([d(1), d(1), d(1)]) == [34, 33, 33]
    assert largest_remainder([d(1)] * 8, total=4) == [1, 1, 1, 1, 0, 0, 0, 0]


def test_nothing_shared_out_is_nothing():
    assert largest_remainder([]) == []
    assert largest_remainder([d(0), d(0)]) == [0, 0]


@given(st.lists(st.decimals(min_value=0, max_value=10**10, places=2), min_size=1, max_size=12).filter(any))
def test_shares_add_to_a_hundred_and_are_within_one_of_the_exact_ones(amounts):
    shares = largest_remainder(amounts)
    assert sum(shares) == 100
    whole = sum(amounts)
    assert all(abs(share - 100 * amount / whole) < 1 for share, amount in zip(shares, amounts, strict=True))
    assert all(share == 0 for share, amount in zip(shares, amounts, strict=True) if not amount)
