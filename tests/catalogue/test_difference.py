"""What changed since the year before is found by code, with texts word by word."""

from decimal import Decimal

from reporting.catalogue.content import content_of
from reporting.catalogue.difference import GONE, KEPT, NEW, compared_words, difference_of
from reporting.catalogue.models import Indicator
from reporting.catalogue.queries import comparison_of
from tests.catalogue.test_actions_dropping import drop
from tests.catalogue.test_actions_editing import change, move


def test_an_untouched_copy_is_no_different(locked, catalogue):
    assert difference_of(content_of(locked), content_of(catalogue)).is_empty


def test_words_are_compared_one_by_one():
    assert compared_words("mindst én af jer", "mindst to af jer") == (
        (KEPT, "mindst "),
        (GONE, "én"),
        (NEW, "to"),
        (KEPT, " af jer"),
    )
    assert compared_words("", "ny") == ((NEW, "ny"),)
    assert compared_words("ens", "ens") == ((KEPT, "ens"),)


def test_what_was_dropped_redefined_and_moved_is_told_and_what_it_means_for_the_series(locked, catalogue, cast):
    drop(catalogue, "indicator", "fees_companies", cast.edith)
    change(catalogue, "companies", cast.edith, definition_da="Andet.", is_new_definition=True)
    change(catalogue, "fte", cast.edith, maximum=Decimal(400))
    move(catalogue, "funding_state", 1, cast.edith)
    found = difference_of(content_of(locked), content_of(catalogue))
    by_table = {table.table: table for table in found.tables}
    assert [row["code"] for row in by_table["indicator"].dropped] == ["fees_companies"]
    changed = {row.code: row for row in by_table["indicator"].changed}
    moved = [code for code, row in changed.items() if row.is_moved]
    assert len(moved) == 1
    assert moved[0] in ("funding_state", "funding_companies")
    assert [code for code, row in changed.items() if row.is_redefined] == ["companies"]
    assert [change.name for change in changed["fte"].fields] == ["maximum"]
    assert [row["code"] for row in found.series_broken] == ["companies", "companies_mean"]
    assert "fee_share" in [row["code"] for row in found.series_ended]
    assert found.series_begun == ()


def test_rules_and_formulas_are_compared_as_sentences(locked, catalogue, cast):
    change(catalogue, "jump_companies", cast.edith, table="rule", threshold=Decimal(75))
    (table,) = comparison_of(locked, catalogue).tables
    (row,) = table.changed
    (field,) = row.fields
    assert (GONE, "50") in field.words
    assert (NEW, "75") in field.words


def test_the_page_says_so(as_, locked, catalogue, cast):
    page = as_("edith").get("/aaret/2020/katalog/aendringer/").content.decode()
    assert "Intet er ændret: der spørges om det samme som i 2019." in page
    old = Indicator.objects.get(section__catalogue=locked, code="companies").definition_da
    change(catalogue, "companies", cast.edith, definition_da=f"{old} Også små.", is_new_definition=True)
    page = as_("edith").get("/aaret/2020/katalog/aendringer/").content.decode()
    assert "<ins> Også små.</ins>" in page
    assert "ny definition" in page
