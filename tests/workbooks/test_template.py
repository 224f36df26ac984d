"""The workbook that goes out: every question once, prefilled, locked but for the answers, and no formula anywhere."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from clusters.actions import register_cluster
from reporting.submissions.actions import Entry, save_answers, start
from reporting.submissions.queries import load_filing
from reporting.workbooks.look import write
from reporting.workbooks.section_sheet import country_names
from reporting.workbooks.template import make_workbook
from tests import builders
from tests.workbooks.editing import fetched, place

SHEETS = ["Læs mig", "Finansiering", "Deltagelse", "Internationalt", "Lande", "_skabelon"]
NUMBERS = [code for code in builders.GOOD_ANSWERS]


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, begun and empty."""
    return start(round_=round_, cluster=cast.alfa)


def opened(data):
    return load_workbook(io.BytesIO(data))


def cells(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_a_sheet_for_each_section_between_front_and_countries(filing):
    book = opened(fetched(filing))
    assert book.sheetnames == SHEETS
    assert [sheet.sheet_state for sheet in book] == ["visible"] * 5 + ["veryHidden"]


def test_every_question_has_a_cell_with_its_name_in_the_row_of_its_code(filing):
    book = opened(fetched(filing))
    names = {f"{kind}_{code}" for code in NUMBERS for kind in "vx"} | {"l_countries_cluster"}
    assert set(book.defined_names) == names
    for name in names:
        cell = place(book, name)
        assert name[2:] in [other.value for other in cell.parent[cell.row]]


def test_what_is_answered_stands_in_its_cell_with_last_year_beside_it(cast, round_, filing):
    last_year = builders.open_small_round(year=2018, clusters=[cast.alfa])
    builders.fill(start(round_=last_year, cluster=cast.alfa), by=cast.alma, answers={"companies": 100}, countries={})
    builders.fill(filing, by=cast.alma, answers={"companies": 120, "fte": Decimal("4.5")})
    book = opened(fetched(filing))
    companies, first = place(book, "v_companies"), place(book, "l_countries_cluster")
    assert (companies.value, companies.offset(0, -1).value) == (120, 100)
    assert place(book, "v_fte").value == 4.5
    assert place(book, "v_companies_small").value is None
    rows = [(first.offset(row, 0).value, first.offset(row, 2).value) for row in range(3)]
    assert rows == [("Tyskland", 3), ("Sverige", 2), (None, None)]


def test_answers_that_are_not_relevant_are_crossed(cast, filing):
    save_answers(submission=filing, entries=[Entry("companies", None, not_relevant=True)], by=cast.alma, at=builders.AT)
    book = opened(fetched(filing))
    assert (place(book, "v_companies").value, place(book, "x_companies").value) == (None, "x")


def test_only_the_cells_for_answers_can_be_written_in(filing):
    book = opened(fetched(filing))
    unlocked = {cell.coordinate for row in book["Deltagelse"].iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {"E3", "G3", "E4", "G4"}
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)


def test_a_cell_takes_what_the_form_takes(filing):
    book = opened(fetched(filing))
    rules = {
        f"{name}!{area}": (rule.type, rule.formula1, rule.formula2)
        for name in ("Finansiering", "Deltagelse", "Internationalt")
        for rule in book[name].data_validations.dataValidation
        for area in str(rule.sqref).split()
    }
    assert rules["Deltagelse!E3"] == ("whole", "0", "100000")
    assert rules["Finansiering!E7"] == ("decimal", "0.00", "500.00")
    assert rules["Finansiering!E4"] == ("decimal", "0.00", "2000000000.00")
    assert rules["Internationalt!E24"] == ("whole", "1", "1000")
    assert rules["Deltagelse!G3"] == ("list", '"x"', None)
    assert rules["Internationalt!C24"] == ("list", f"'Lande'!$A$2:$A${len(country_names()) + 1}", None)
    sentences = [rule.error for rule in book["Deltagelse"].data_validations.dataValidation]
    assert sentences == [
        "Skriv et helt tal fra 0 til 100.000. Har I intet tal, så lad cellen stå tom.",
        "Skriv x, hvis spørgsmålet ikke er relevant for jer. Ellers lad cellen stå tom.",
    ]


def test_the_workbook_says_what_it_is_twice(cast, filing):
    builders.fill(filing, by=cast.alma, answers={"companies": 120})
    book = opened(fetched(filing))
    rows = [[cell.value for cell in row if cell.value is not None] for row in book["_skabelon"].iter_rows()]
    catalogue = filing.round.catalogue.fingerprint
    own = [["product", "viden-og-vaekst"], ["template", "1"], ["year", "2019"], ["unit", "alfa"]]
    assert rows[:7] == [*own, ["catalogue", catalogue], ["along", "Læs mig"], ["along", "Lande"]]
    bases = {row[1]: row[2] for row in rows[7:]}
    assert bases == dict.fromkeys(NUMBERS, "0") | {"companies": "1", "countries_cluster": "DE:3 SE:2"}
    properties = {item.name: item.value for item in book.custom_doc_props.props}
    assert properties == {f"viden-og-vaekst.{key}": value for key, value in [*own, ["catalogue", catalogue]]}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_text_never_becomes_a_formula(sign, cast, round_):
    name = f"{sign}HYPERLINK(1+1)"
    cast.alfa.name = name
    register_cluster(slug="alfa", name=name, short_name="Alfa", kind="cluster")
    book = opened(fetched(start(round_=round_, cluster=cast.alfa)))
    titles = [cell for cell in cells(book) if str(cell.value).startswith(sign)]
    assert len(titles) >= 4
    assert {(cell.data_type, cell.quotePrefix) for cell in titles} == {("s", True)}


def test_no_cell_of_the_workbook_is_a_formula(cast, filing):
    builders.fill(filing, by=cast.alma)
    assert [cell.coordinate for cell in cells(opened(fetched(filing))) if cell.data_type == "f"] == []


def test_a_formula_would_be_seen(filing):
    """Negative control: without the care of `write` the same text is one."""
    book = opened(fetched(filing))
    book["Lande"]["D1"] = "=1+1"
    target = io.BytesIO()
    book.save(target)
    assert [cell.coordinate for cell in cells(opened(target.getvalue())) if cell.data_type == "f"] == ["D1"]


def test_characters_that_no_workbook_takes_are_left_out(filing):
    book = opened(fetched(filing))
    assert write(book["Lande"]["D1"], "a\x00b\x1fc").value == "abc"


def test_sections_whose_titles_are_no_sheet_names_get_one(filing):
    loaded = load_filing(filing)
    for section, title in zip(loaded.sections, ("A/B: [C]?*", "Lande", "x" * 60), strict=True):
        section.title_da = title
    assert opened(make_workbook(loaded, at=builders.AT)).sheetnames[1:4] == ["A B   C", "Lande 2", "x" * 31]


def test_it_is_set_up_for_screen_and_paper(filing):
    sheet = opened(fetched(filing))["Finansiering"]
    assert (sheet.freeze_panes, sheet.sheet_view.showGridLines) == ("C4", False)
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.print_title_rows) == (True, "$3:$3")


def test_the_same_filing_at_the_same_moment_gives_the_same_cells(cast, filing):
    builders.fill(filing, by=cast.alma)
    one, other = ([(cell.coordinate, cell.value) for cell in cells(opened(fetched(filing)))] for _time in range(2))
    assert one == other
