"""What a unit gets back: its own years, its place, and never a single other."""

from decimal import Decimal

import pytest

from reporting.receipts.actions import PeersRefused, choose_peers
from reporting.receipts.giveback import give_back_of
from reporting.receipts.queries import receipts_or_404
from reporting.review.actions import return_for_correction
from reporting.submissions.actions import Entry, save_answers
from reporting.submissions.queries import load_filing
from tests import builders
from tests.receipts.conftest import file_for


def given_back(submission, **options):
    return give_back_of(load_filing(submission), receipts_or_404(submission)[0], **options)


def row(give_back, code="companies"):
    return next(row for row in give_back.rows if row.figure.code == code)


@pytest.fixture
def everybody(cast, crowd, full_round):
    """Alfa with 120 companies; the crowd with 10, 20 … 120; Beta has not begun. Thirteen others are expected."""
    mine = builders.filing_at("submitted", round_=full_round, cluster=cast.alfa, by=cast.alma)
    for number, unit in enumerate(crowd):
        file_for(unit, full_round, companies=10 * (number + 1))
    return mine


def test_own_figures_are_those_of_the_receipt_and_not_what_was_typed_since(filed, cast):
    sent_back = return_for_correction(
        submission=filed, by=cast.rune, at=builders.AT, version=filed.version, reason="Se igen."
    )
    save_answers(
        submission=sent_back, entries=[Entry("companies", Decimal(999), based_on=1)], by=cast.alma, at=builders.AT
    )
    assert row(given_back(filed)).now.text == "120"


def test_the_years_stand_in_order_with_the_change(cast):
    for year, companies in ((2016, 80), (2019, 150)):
        filing = file_for(cast.alfa, builders.open_small_round(year=year, clusters=[cast.alfa]), companies=companies)
    found = row(given_back(filing))
    assert [(point.year, point.text) for point in found.points] == [(2016, "80"), (2019, "150")]
    assert found.change == "+88\u00a0%"
    assert found.headline == "I har 150 virksomheder med, 88\u00a0% flere end i 2016."


def test_the_first_year_has_no_past(filed):
    back = given_back(filed)
    assert (back.years, back.has_past, row(back).change) == ([2019], False, "")
    assert row(back).headline == "I har 120 virksomheder med."


def test_alone_nobody_is_compared(filed):
    back = given_back(filed)
    assert [found.place for found in back.rows] == [None] * len(back.rows)
    assert back.choices == ()
    assert (
        back.basis
        == "Der er endnu ingen at sammenligne med: vi viser først andres tal, når mindst 5 andre har indsendt."
    )


def test_the_place_is_among_those_who_filed_first_in_whole_steps(everybody):
    """Twelve others of thirteen have sent: five are shown, for after ten fewer than a step would be left."""
    back = given_back(everybody)
    assert back.basis == "Sammenlignet med de 5 andre enheder, der indsendte først for 2019."
    place = row(back).place
    assert (place.rank, place.units) == (1, 6)
    assert (place.low, place.median, place.high) == (Decimal(23), Decimal(35), Decimal(48))


def test_when_all_are_in_all_are_compared_with(everybody, cast, full_round):
    file_for(cast.beta, full_round, companies=500)
    back = given_back(everybody)
    assert back.basis == "Sammenlignet med alle 13 andre enheders indberetninger for 2019."
    assert row(back).rank == "delt nr. 2 af 14"


def test_one_more_filing_does_not_show_in_the_comparison(cast, crowd, full_round):
    """Who looks before and after one unit sends sees the same: the difference would be that unit."""
    mine = builders.filing_at("submitted", round_=full_round, cluster=cast.alfa, by=cast.alma)
    for unit in crowd[:5]:
        file_for(unit, full_round, companies=50)
    before = row(given_back(mine)).place
    file_for(crowd[5], full_round, companies=9000)
    assert row(given_back(mine)).place == before


def test_a_filing_sent_back_does_not_count(everybody, crowd, cast):
    first = crowd[0].submissions.get()
    return_for_correction(submission=first, by=cast.rune, at=builders.AT, version=first.version, reason="Se igen.")
    assert row(given_back(everybody)).place.median == Decimal(45)


def test_before_enough_have_sent_last_year_s_accepted_ones_serve(cast, crowd):
    last = builders.open_small_round(year=2018, clusters=[cast.alfa, *crowd])
    for number, unit in enumerate(crowd):
        filing = file_for(unit, last, companies=10 * (number + 1))
        if number < 7:
            builders.accept(submission=filing, by=cast.rune, at=builders.AT, version=filing.version)
    now = builders.open_small_round(year=2019, clusters=[cast.alfa, *crowd])
    back = given_back(builders.filing_at("submitted", round_=now, cluster=cast.alfa, by=cast.alma))
    assert back.basis == (
        "Jeres tal for 2019 er holdt op mod de 7 andre enheders godkendte tal for 2018, for endnu har for få indsendt for 2019."
    )
    assert row(back).rank == "nr. 1 af 8"


def test_a_group_of_ones_own_kind_can_be_chosen(everybody, cast, full_round):
    file_for(cast.beta, full_round, companies=500)
    choices = {choice.key: choice.label for choice in given_back(everybody).choices}
    assert choices == {"art": "Klynger (6)", "stoerrelse": "Enheder på jeres størrelse (5)"}
    found = row(given_back(everybody, group="art"))
    assert (found.group_place.others, found.quarter) == (6, "højeste fjerdedel")


@pytest.mark.parametrize("key", ["", "ukendt", "niveau", "../"])
def test_a_group_that_is_not_offered_shows_nothing(key, everybody):
    back = given_back(everybody, group=key)
    assert (back.group, {found.group_place for found in back.rows}) == (None, {None})


# The group of one's own choice.


def choose(submission, by, *slugs):
    return choose_peers(submission=submission, slugs=slugs, by=by, at=builders.AT)


FIVE = tuple(f"u0{number}" for number in range(5))


def test_five_others_are_a_group_and_fewer_are_not(everybody, cast):
    with pytest.raises(PeersRefused, match="Vælg mindst 5 enheder"):
        choose(everybody, cast.alma, *FIVE[:4], "alfa", "ukendt")
    assert choose(everybody, cast.alma, *FIVE).members == list(FIVE)


def test_a_group_is_chosen_once_and_the_same_again_is_the_same(everybody, cast):
    chosen = choose(everybody, cast.alma, *FIVE)
    assert choose(everybody, cast.anton, *FIVE) == chosen
    with pytest.raises(PeersRefused, match="allerede valgt"):
        choose(everybody, cast.alma, *FIVE[1:], "u06")


def test_a_group_that_leaves_one_outside_is_refused(everybody, cast, crowd):
    with pytest.raises(PeersRefused, match="ligner en af de faste grupper"):
        choose(everybody, cast.alma, *(unit.slug for unit in crowd))


def test_a_group_that_is_ones_own_kind_and_one_more_is_refused(everybody, cast, crowd):
    clusters = [unit.slug for unit in crowd if unit.kind == "cluster"]
    with pytest.raises(PeersRefused, match="ligner en af de faste grupper"):
        choose(everybody, cast.alma, *clusters, "u01")


def test_the_chosen_group_is_shown_as_a_whole(everybody, cast, full_round):
    file_for(cast.beta, full_round, companies=500)
    choose(everybody, cast.alma, "u00", "u01", "u02", "u03", "u05", "u07")
    back = given_back(everybody, group="egne")
    assert (back.group.label, back.can_pick) == ("Jeres egen gruppe (6)", False)
    assert row(back).group_place.others == 6


def test_nothing_on_the_page_names_another_unit(everybody, cast, full_round):
    file_for(cast.beta, full_round, companies=500)
    said = repr(given_back(everybody, group="art"))
    assert [name for name in ("u00", "U05", "beta", "Beta") if name in said] == []
