"""The catalogue's screens, asked for and read, without JavaScript."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting.catalogue.actions import CATALOGUE_FILES, load_catalogue
from reporting.catalogue.content import content_of
from reporting.catalogue.models import CatalogueDrop, Indicator, Rule
from reporting.catalogue.queries import based_on, rows_of
from reporting.catalogue.wording import SLUGS
from tests.catalogue.test_actions_editing import change
from tests.pages import Page

HOME = "/aaret/2020/katalog/"
QUESTION = {
    "label_da": "Nye virksomheder på tværs",
    "definition_da": "Virksomheder, der var med for første gang.",
    "section": "participation",
    "unit": "antal",
    "data_type": "count",
    "decimals": "0",
    "minimum": "0",
    "maximum": "1.000",
    "is_printed": "on",
}


def standing(catalogue, code):
    """What the form of a question would send if nothing were changed."""
    row = rows_of(catalogue, "indicator").get(code=code)
    names = ("label_da", "definition_da", "unit", "data_type", "decimals", "group_da", "part_of", "label_en")
    numbers = {"minimum": int(row.minimum), "maximum": int(row.maximum)}
    return (
        {name: getattr(row, name) for name in names}
        | numbers
        | {"section": row.section.code, "based_on": based_on(row)}
    )


def test_every_row_of_the_real_catalogue_can_be_opened_and_saved_unchanged(as_, cast, django_assert_max_num_queries):
    catalogue = load_catalogue(path=CATALOGUE_FILES / "2018.toml", year=2020)
    browser, before = as_("edith"), content_of(catalogue)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(HOME).status_code == 200
    assert len(queries) <= 20
    document = content_of(catalogue)
    for table, rows in document.items():
        for row in rows[::7] if table != "catalogue" else []:
            address = f"{HOME}{SLUGS[table]}/{row['code']}/"
            form = browser.get(address).context["form"]
            data = {}
            for name in form.fields:
                value = form[name].value()
                if value not in (None, ""):
                    data[name] = value
            response = browser.post(address, data)
            assert (response.status_code, response["Location"]) == (302, f"{HOME}#{SLUGS[table]}-{row['code']}"), (
                address
            )
    assert content_of(catalogue) == before


def test_a_question_is_added_with_a_code_made_of_its_text(as_, catalogue):
    response = as_("edith").post(f"{HOME}ny/indikator/", QUESTION)
    assert response["Location"] == f"{HOME}#indikator-nye_virksomheder_paa_tvaers"
    row = rows_of(catalogue, "indicator").get(code="nye_virksomheder_paa_tvaers")
    assert (row.maximum, rows_of(catalogue, "measure").get(code=row.code).operands) == (1000, [row.code])


def test_a_code_of_an_earlier_year_is_asked_about(as_, catalogue):
    rows_of(catalogue, "measure").filter(code="fte").delete()
    Rule.objects.filter(catalogue=catalogue).exclude(code="part_companies_small").delete()
    rows_of(catalogue, "measure").exclude(code="companies").delete()
    rows_of(catalogue, "indicator").filter(code="fte").delete()
    response = as_("edith").post(f"{HOME}ny/indikator/", {**QUESTION, "code": "fte"})
    assert response.status_code == 422
    assert "Koden blev brugt i 2019 til" in response.content.decode()
    assert as_("edith").post(f"{HOME}ny/indikator/", {**QUESTION, "code": "fte", "is_same": "on"}).status_code == 302


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("label_da", "", "Feltet skal udfyldes."),
        ("maximum", "1.5", "Mener du 1,5 eller 15?"),
        ("decimals", "3", "højst 2"),
        ("code", "Års værk", "kan ikke stå i feltet »code«"),
        ("part_of", "companies_of_mars", "Vælg noget på listen"),
        ("label_da", "x" * 241, "Højst 240 tegn; der står 241."),
        ("minimum", "1.001", "den mindste værdi er større end den største"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(as_, catalogue, field, text, sentence):
    before = content_of(catalogue)
    response = as_("edith").post(f"{HOME}ny/indikator/", {**QUESTION, field: text})
    assert response.status_code == 422
    assert sentence in " ".join(Page(response).text.split())
    assert "Virksomheder, der var med for første gang." in response.content.decode()
    assert content_of(catalogue) == before


def test_a_changed_definition_is_asked_about_and_a_break_is_announced(as_, catalogue):
    data = {**standing(catalogue, "companies"), "definition_da": "Kun dem med CVR-nummer."}
    response = as_("edith").post(f"{HOME}indikator/companies/", data)
    assert response.status_code == 422
    assert "eller kun en sprogrettelse?" in response.content.decode()
    response = as_("edith").post(f"{HOME}indikator/companies/", {**data, "kind_of_change": "new"}, follow=True)
    assert "Ny definition (version 2): der bliver et brud mellem 2019 og 2020" in response.content.decode()
    assert rows_of(catalogue, "indicator").get(code="companies").definition_version == 2


def test_a_mended_text_marks_no_break(as_, catalogue):
    data = {**standing(catalogue, "companies"), "definition_da": "Rettet.", "kind_of_change": "mended"}
    response = as_("edith").post(f"{HOME}indikator/companies/", data, follow=True)
    assert "brud mellem" not in response.content.decode()
    assert rows_of(catalogue, "indicator").get(code="companies").definition_version == 1


def test_the_loser_of_two_editors_sees_both_texts_and_may_choose(as_, catalogue, cast):
    mine = {**standing(catalogue, "fte"), "label_da": "Mine årsværk", "kind_of_change": "mended"}
    change(catalogue, "fte", cast.edith, label_da="Deres årsværk")
    response = as_("edith").post(f"{HOME}indikator/fte/", mine)
    text = Page(response).text
    assert response.status_code == 422
    assert "En anden redaktør har imens skrevet: »Deres årsværk«" in text
    fields = Page(response).fields
    assert fields["label_da"] == "Mine årsværk"
    response = as_("edith").post(f"{HOME}indikator/fte/", {**mine, "based_on": fields["based_on"]})
    assert response.status_code == 302
    assert rows_of(catalogue, "indicator").get(code="fte").label_da == "Mine årsværk"


def test_a_drop_says_what_goes_and_can_be_undone(as_, catalogue):
    before = content_of(catalogue)
    browser = as_("edith")
    page = browser.get(f"{HOME}indikator/companies/slet/")
    assert "Slet det og 3 andre" in page.content.decode()
    response = browser.post(f"{HOME}indikator/companies/slet/", {"seen": Page(page).fields["seen"]}, follow=True)
    gone = CatalogueDrop.objects.get()
    assert f"#drop-{gone.pk}" in Page(response).links
    browser.post(f"{HOME}fortryd/{gone.pk}/")
    assert content_of(catalogue) == before


def test_a_drop_that_was_not_shown_is_refused_with_the_list(as_, catalogue):
    response = as_("edith").post(f"{HOME}indikator/companies/slet/", {"seen": "x"})
    assert (response.status_code, Indicator.objects.filter(section__catalogue=catalogue).count()) == (409, 8)
    assert "Intet er slettet" in response.content.decode()


@pytest.mark.parametrize("body", [{}, {"to": "x"}, {"to": "1", "order": "old"}, {"to": "9" * 9, "order": "x"}])
def test_a_move_that_cannot_be_read_or_is_out_of_date_moves_nothing(as_, catalogue, body):
    before = content_of(catalogue)
    response = as_("edith").post(f"{HOME}indikator/funding_state/flyt/", body)
    assert (response.status_code, content_of(catalogue)) == (302, before)


def test_rules_and_rows_are_made_of_only_the_fields_of_their_kind(as_, catalogue):
    browser = as_("edith")
    chooser = browser.get(f"{HOME}ny/regel/").content.decode()
    assert "ny/regel/?art=part_of" in chooser
    rule = {"subjects": "companies_small", "against": ["companies", "collaborations_cluster"], "strength": "hard"}
    assert browser.post(f"{HOME}ny/regel/?art=part_of", rule).status_code == 302
    assert rows_of(catalogue, "rule").get(code="part_of_companies_small").against == [
        "companies",
        "collaborations_cluster",
    ]
    row = {"label_da": "Pr. årsværk", "section": "participation", "level": "0", "unit": "antal", "decimals": "1", "operands": "companies", "divisor": "fte"}  # fmt: skip
    assert browser.post(f"{HOME}ny/raekke/?art=ratio", row).status_code == 302
    assert rows_of(catalogue, "measure").get(code="pr_aarsvaerk").operands == ["companies", "fte"]
    assert "»Deltagende virksomheder« delt med »Årsværk«" in Page(browser.get(HOME)).text


def test_a_locked_catalogue_is_read_and_says_why(as_, locked):
    browser = as_("edith")
    page = browser.get("/aaret/2019/katalog/").content.decode()
    assert "Kataloget er låst siden" in page
    assert "<form" not in page.split("<main")[1]
    row = browser.get("/aaret/2019/katalog/indikator/fte/")
    assert "label_da" in Page(row).disabled
    for address in ("indikator/fte/", "indikator/fte/slet/", "indikator/fte/flyt/", "ny/indikator/"):
        before = content_of(locked)
        assert browser.post(f"/aaret/2019/katalog/{address}", {"to": "0"}).status_code in (302, 409, 422)
        assert content_of(locked) == before


@pytest.mark.parametrize("address", ["/aaret/1999/katalog/", f"{HOME}sektion/x/", f"{HOME}indikator/none/", f"{HOME}vis/none/", f"{HOME}ny/x/"])  # fmt: skip
def test_what_is_not_there_is_told(as_, catalogue, address):
    assert as_("edith").get(address).status_code == 404


def test_the_preview_shows_the_fields_of_the_form(as_, catalogue):
    page = Page(as_("edith").get(f"{HOME}vis/participation/"))
    assert {"companies", "companies_small"} <= set(page.fields)
    assert page.disabled == set()
