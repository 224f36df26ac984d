"""Where a row of the tables breaks: by a definition, a unit or a formula, through all that is made of it."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reporting.catalogue.models import Indicator
from reporting.consolidation.actions import consolidate, fingerprint_of
from reporting.consolidation.breaks import breaks_among, rows_of_years
from reporting.consolidation.export import as_csv, as_json, as_table
from reporting.consolidation.figures import BROKEN, cells_of, lettered
from reporting.consolidation.queries import figures_of, national
from tests import builders

OLD, NEW = "Hver virksomhed tælles én gang.", "Kun virksomheder med CVR-nummer."
FTE_REDEFINED = (
    'definition_da = "Ansatte omregnet til fuld tid."',
    'definition_da = "Ansatte over hele året."\ndefinition_version = 2',
)


def accepted(round_, cast, **answers):
    filing = builders.filing_at("draft", round_=round_, cluster=cast.alfa, by=cast.alma)
    builders.fill(filing, by=cast.alma, answers=answers, countries={})
    builders.explain_everything(filing, by=cast.alma)
    filing = builders.submit(submission=filing, by=cast.alma, at=builders.AT, version=filing.version)
    return builders.accept(submission=filing, by=cast.rune, at=builders.AT, version=filing.version)


@pytest.fixture
def last_year(cast):
    """2018 with 100 companies, added up and kept."""
    round_ = builders.open_small_round(year=2018, clusters=[cast.alfa])
    accepted(round_, cast, companies=100)
    return consolidate(round_=round_, by=cast.edith, at=builders.AT)


@pytest.fixture
def in_2019(cast, last_year, tmp_path):
    """The accepted round of 2019 with what `changes` made of its catalogue."""

    def make(*changes, **answers):
        round_ = builders.open_changed_round(year=2019, clusters=[cast.alfa], folder=tmp_path, changes=changes)
        accepted(round_, cast, **({"companies": 150} | answers))
        return round_

    return make


def by_code(round_):
    return {figure.code: figure for figure in national(round_).figures}


def broken(round_):
    return {code for code, figure in by_code(round_).items() if figure.current.is_break}


def test_without_a_change_nothing_breaks_and_nothing_more_is_kept(in_2019):
    round_ = in_2019()
    assert broken(round_) == set()
    assert "breaks" not in national(round_).facts
    assert by_code(round_)["companies"].change_text == "50\u00a0%"


def test_a_definition_breaks_its_sum_and_its_mean_and_leaves_the_rest(in_2019):
    round_ = in_2019(builders.REDEFINED)
    assert broken(round_) == {"companies", "companies_mean"}
    figure = by_code(round_)["companies"]
    assert (figure.change, figure.change_text) == (None, BROKEN)
    assert [(value.year, value.text, value.is_break) for value in figure.series[-2:]] == [
        (2018, "100", False),
        (2019, "150", True),
    ]
    (entry,) = figure.breaks
    assert (entry.year, entry.label, entry.before, entry.after) == (2019, "Deltagende virksomheder", OLD, NEW)


def test_a_ratio_breaks_with_what_it_is_divided_by(in_2019):
    assert broken(in_2019(FTE_REDEFINED)) == {"funding_per_fte"}


def test_a_sum_of_sums_breaks_with_its_smallest_part(in_2019):
    change = (
        'definition_da = "Tilskud fra staten."',
        'definition_da = "Tilskud og lån fra staten."\ndefinition_version = 3',
    )
    assert broken(in_2019(change)) == {"funding_state", "funding_total", "funding_per_fte"}


def test_a_share_breaks_with_what_the_units_are_asked(in_2019):
    change = (
        'definition_da = "Kontingent fra virksomheder."',
        'definition_da = "Alt kontingent."\ndefinition_version = 2',
    )
    assert broken(in_2019(change)) == {"fee_share"}


def test_another_formula_is_a_break_and_the_note_says_both(in_2019):
    round_ = in_2019(('operands = ["funding_state", "funding_companies"]', 'operands = ["funding_state"]'))
    assert broken(round_) == {"funding_total", "funding_per_fte"}
    (entry,) = by_code(round_)["funding_total"].breaks
    assert (entry.label, entry.before, entry.after) == (
        "Samlet omsætning",
        "sum af rækker: Staten, Virksomheder (mio. kr.)",
        "sum af rækker: Staten (mio. kr.)",
    )


def test_two_changes_are_two_notes(in_2019):
    round_ = in_2019(
        FTE_REDEFINED, ('operands = ["funding_state", "funding_companies"]', 'operands = ["funding_state"]')
    )
    assert [entry.label for entry in by_code(round_)["funding_per_fte"].breaks] == ["Samlet omsætning", "Årsværk"]


def test_a_new_row_has_dashes_before_it_and_no_break(in_2019):
    new = '[[measure]]\ncode = "small"\nsection = "participation"\nlabel_da = "Små"\nshort_da = "Små"\nunit = "antal"\nkind = "collected"\noperands = ["companies_small"]\n\n'
    round_ = in_2019(('[[measure]]\ncode = "companies_mean"', new + '[[measure]]\ncode = "companies_mean"'))
    figure = by_code(round_)["small"]
    assert [value.text for value in figure.series] == ["–", "–", "–", "–", "80"]
    assert (figure.current.is_break, figure.change_text) == (False, "–")


def test_what_is_no_longer_asked_stays_in_the_tables_of_its_year(in_2019, last_year):
    text = builders.SMALL_CATALOGUE.read_text(encoding="utf-8")
    mean = text[
        text.index('[[measure]]\ncode = "companies_mean"') : text.index('[[measure]]\ncode = "collaborations_cluster"')
    ]
    round_ = in_2019((mean, ""))
    assert "companies_mean" not in by_code(round_)
    assert {figure.code: figure.text for figure in figures_of(last_year)}["companies_mean"] == "100"
    assert by_code(last_year.round)["companies_mean"].text == "100"


def test_the_book_of_one_consolidation_stays_whatever_happens_to_the_catalogues(in_2019, cast, last_year):
    round_ = in_2019(builders.REDEFINED)
    kept = consolidate(round_=round_, by=cast.edith, at=builders.AT)
    shown = national(round_).figures
    assert figures_of(kept) == shown
    Indicator.objects.filter(code="companies").update(definition_da="Noget helt andet.", definition_version=2)
    kept.refresh_from_db()
    assert figures_of(kept) == shown
    assert broken(round_) == set()  # what is added up anew reads the catalogues anew


def test_the_fingerprint_knows_a_break_and_only_a_break(in_2019):
    """The same figures with and without a break are two things; without one the facts are those of before."""
    round_ = in_2019(builders.REDEFINED)
    result = national(round_)
    assert result.facts["breaks"][0]["rows"] == ["companies", "companies_mean"]
    facts = {name: fact for name, fact in result.facts.items() if name != "breaks"}
    assert fingerprint_of(result, "x") != fingerprint_of(type(result)(**(vars(result) | {"facts": facts})), "x")


def test_a_break_of_an_earlier_year_stands_where_it_was(in_2019, cast, tmp_path):
    consolidate(round_=in_2019(builders.REDEFINED), by=cast.edith, at=builders.AT)
    round_ = builders.open_changed_round(year=2020, clusters=[cast.alfa], folder=tmp_path)
    accepted(round_, cast, companies=300)
    figure = by_code(round_)["companies"]
    assert [value.is_break for value in figure.series] == [False, False, False, True, False]
    assert figure.change_text == "100\u00a0%"
    assert [(entry.year, entry.after) for entry in figure.breaks] == [(2019, NEW)]


def test_without_a_value_before_it_there_is_nothing_to_break(cast, tmp_path):
    builders.open_small_round(year=2018, clusters=[cast.alfa])
    round_ = builders.open_changed_round(year=2019, clusters=[cast.alfa], folder=tmp_path)
    accepted(round_, cast, companies=150)
    assert broken(round_) == set()
    assert by_code(round_)["companies"].change_text == "–"


def test_the_letters_follow_the_rows_and_a_cell_has_those_before_it(in_2019):
    figures = national(in_2019(builders.REDEFINED, FTE_REDEFINED)).figures
    letters = lettered(figures)
    assert {entry.label: letter for entry, letter in letters.items()} == {
        "Årsværk": "a",
        "Deltagende virksomheder": "b",
    }
    by = {figure.code: figure for figure in figures}
    assert [marks for _value, marks in cells_of(by["companies"], letters)] == [(), (), (), (), ("b",)]


# ---- on screen and as a file


def test_the_page_has_the_line_the_letter_and_the_note(in_2019, as_):
    round_ = in_2019(builders.REDEFINED)
    page = as_("vera").get(reverse("national_figures", args=[round_.year])).text
    assert page.count('class="is-reference is-break"') == 2
    assert page.count('href="#brud-participation-a"') == 2 and page.count('id="brud-participation-a"') == 1
    assert f"Før: {OLD} Nu: {NEW}" in page and "<td>brud</td>" in page


def test_the_files_have_the_break_in_its_own_column(in_2019):
    result = national(in_2019(builders.REDEFINED))
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(as_csv(result)))}
    assert (rows["companies"]["breaks"], rows["companies"]["change"]) == ("2019", "")
    assert rows["funding_total"]["breaks"] == ""
    figures = {row["code"]: row for row in json.loads(as_json(result))["figures"]}
    assert figures["companies"]["breaks"] == [
        {"year": 2019, "label": "Deltagende virksomheder", "before": OLD, "after": NEW}
    ]
    assert "| 150" in as_table(result) and BROKEN in as_table(result)


@pytest.mark.parametrize("years", [1, 3])
def test_the_catalogues_cost_two_queries_whatever_the_number_of_years(years, cast, tmp_path):
    for year in range(2019 - years, 2019):
        builders.open_small_round(year=year, clusters=[cast.alfa])
    builders.open_changed_round(year=2019, clusters=[cast.alfa], folder=tmp_path)
    with CaptureQueriesContext(connection) as caught:
        found = breaks_among(rows_of_years(range(2015, 2020)))
    assert (len(found), len(caught)) == (1, 2)


def test_a_first_round_costs_no_query_more_than_its_rows(cast):
    builders.open_small_round(year=2019, clusters=[cast.alfa])
    with CaptureQueriesContext(connection) as caught:
        assert breaks_among(rows_of_years(range(2015, 2020))) == []
    assert len(caught) == 1


def test_a_value_across_a_break_is_not_rounded_away(in_2019):
    assert by_code(in_2019(builders.REDEFINED))["companies"].value == Decimal(150)
