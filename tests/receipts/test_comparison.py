"""The place of one number among others, and what a group may not give away."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.receipts.comparison import FEWEST, complete_steps, place_among, quantile, safe_groups, veiled

D = Decimal


def decimals(*numbers):
    return [D(number) for number in numbers]


def test_a_place_is_counted_from_the_highest():
    place = place_among(D(30), decimals(10, 20, 40, 50, 60))
    assert (place.rank, place.units, place.shares_rank) == (4, 6, False)


def test_who_shares_a_number_shares_the_place():
    place = place_among(D(40), decimals(10, 20, 40, 50, 60))
    assert (place.rank, place.shares_rank) == (3, True)


@pytest.mark.parametrize("others", [[], decimals(1, 2, 3, 4)])
def test_with_fewer_than_five_others_there_is_no_place(others):
    assert place_among(D(3), others) is None


def test_without_a_number_of_ones_own_there_is_no_place():
    assert place_among(None, decimals(1, 2, 3, 4, 5)) is None


def test_quartiles_are_the_usual_ones():
    numbers = decimals(1, 2, 3, 4, 5, 6, 7, 8)
    assert [quantile(numbers, D(part) / 4) for part in (1, 2, 3)] == [D("2.75"), D("4.5"), D("6.25")]


@pytest.mark.parametrize(
    ("number", "shown"),
    [("0", "0"), ("1234", "1200"), ("1250", "1300"), ("87", "87"), ("7.44", "7.4"), ("0.0457", "0.046")],
)
def test_numbers_of_others_are_shown_with_two_digits(number, shown):
    assert veiled(D(number)) == D(shown)


@pytest.mark.parametrize(("own", "quarter"), [(1, 1), (15, 1), (35, 2), (45, 3), (65, 4), (99, 4)])
def test_the_quarter_follows_the_number(own, quarter):
    assert place_among(D(own), decimals(10, 20, 30, 40, 50, 60, 70)).quarter == quarter


@given(st.lists(st.integers(0, 10**9), min_size=FEWEST, max_size=40), st.integers(0, 10**9))
def test_quartiles_are_in_order_and_the_rank_is_one_of_the_places(others, own):
    place = place_among(D(own), decimals(*others))
    assert place.low <= place.median <= place.high
    assert 1 <= place.rank <= place.units


@pytest.mark.parametrize(
    ("count", "expected", "shown"),
    [
        (0, 37, 0),
        (4, 37, 0),
        (5, 37, 5),
        (9, 37, 5),
        (10, 37, 10),
        (34, 37, 30),
        (36, 37, 30),
        (37, 37, 37),
        (5, 5, 5),
        (5, 7, 0),
    ],
)
def test_a_group_grows_by_whole_steps(count, expected, shown):
    assert complete_steps(count, expected) == shown


@given(st.integers(0, 60), st.integers(0, 60))
def test_no_two_sizes_of_a_growing_group_are_nearer_than_a_step(first, expected):
    sizes = sorted({complete_steps(count, expected) for count in range(expected + 1)})
    steps = [after - before for before, after in itertools.pairwise(sizes)]
    assert all(step >= FEWEST for step in steps) or expected < FEWEST


def people(*numbers):
    return {f"u{number}" for number in numbers}


ALL = people(*range(20))


def test_a_group_that_leaves_a_handful_outside_is_not_shown():
    assert safe_groups([("all", ALL), ("nearly", people(*range(17)))]) == ["all"]
    assert safe_groups([("all", ALL), ("half", people(*range(10)))]) == ["all", "half"]


def test_a_group_that_differs_by_one_from_another_is_not_shown():
    groups = [("all", ALL), ("half", people(*range(10))), ("other", people(*range(9), 10))]
    assert safe_groups(groups) == ["all", "half"]
    groups = [("all", ALL), ("half", people(*range(10))), ("inside", people(*range(9)))]
    assert safe_groups(groups) == ["all", "half"]


def test_three_groups_that_together_leave_one_over_are_seen_through():
    """Neither is near to another, but all without the two others leaves one unit."""
    groups = [("all", ALL), ("low", people(*range(10))), ("high", people(*range(10, 19)))]
    assert safe_groups(groups) == ["all", "low"]


def test_too_few_are_no_group():
    assert safe_groups([("few", people(1, 2, 3, 4))]) == []
