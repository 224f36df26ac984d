"""The pages on Excel: three steps, what was read beside what stands, and who may do what."""

import io

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from reporting.submissions.actions import start
from reporting.submissions.models import ReportedValue, Status
from reporting.workbooks.models import WorkbookUpload
from tests import builders
from tests.pages import Page
from tests.workbooks.editing import fetched, filled, place

ALFA = [2019, "alfa"]
EXCEL, DOWNLOAD = reverse("workbook", args=ALFA), reverse("workbook_download", args=ALFA)
MOST_QUERIES = 20


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, filled in by Alma."""
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma)
    return filing


def read_in(client, data, name="bog.xlsx"):
    """Upload a file; gives the address of the page with what was read."""
    answer = client.post(EXCEL, {"workbook": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302
    return answer.url


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("person", ["alma", "anton", "rune", "edith", "vera"])
def test_who_sees_the_filing_fetches_its_workbook(person, filing, as_):
    answer = as_(person).get(DOWNLOAD)
    assert answer["Content-Disposition"] == 'attachment; filename="viden-og-vaekst-2019-alfa.xlsx"'
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert place(load_workbook(io.BytesIO(answer.content)), "v_companies").value == 120


def test_an_english_reader_gets_an_english_workbook_that_is_read_as_well(filing, as_):
    alma = as_("alma")
    with translation.override("da"):  # and Danish again for the tests that follow
        alma.post(reverse("set_language"), {"language": "en"})
        data = alma.get(DOWNLOAD).content
        assert load_workbook(io.BytesIO(data)).sheetnames[1:4] == ["Financing", "Participation", "International"]
        alma.post(read_in(alma, filled(data, v_companies=130)), {})
    assert ReportedValue.objects.get(indicator__code="companies").number == 130


def test_old_and_new_stand_side_by_side_before_anything_is_saved(filing, as_):
    anton = as_("anton")
    page = Page(anton.get(read_in(anton, filled(fetched(filing), v_companies="1.234", v_fte=None))))
    assert "1 nyt eller ændret svar" in page.text
    assert "Deltagende virksomheder Deltagelse!E3 120 1.234" in page.text
    assert "Årsværk Finansiering!E7 4,5" in page.text
    assert ReportedValue.objects.get(indicator__code="companies").number == 120


def test_after_taking_over_the_checks_are_shown(filing, as_):
    anton = as_("anton")
    answer = anton.post(read_in(anton, filled(fetched(filing), v_companies=70)), {})
    assert said(answer) == ["1 svar fra arbejdsbogen er gemt."]
    page = Page(anton.get(answer.url))
    assert "»Heraf under 50 ansatte« er 80, men er en del af »Deltagende virksomheder«, som kun er 70" in page.text


def test_a_conflict_is_chosen_on_the_page(filing, as_, cast):
    anton = as_("anton")
    address = read_in(anton, filled(fetched(filing), v_companies=130))
    builders.fill(filing, by=cast.alma, answers={"companies": 140}, countries={})
    undecided = anton.post(address, {})
    assert (undecided.status_code, ReportedValue.objects.get(indicator__code="companies").number) == (409, 140)
    page = Page(undecided)
    assert "Behold 140 (Alma, " in page.text
    assert "Brug 130 fra arbejdsbogen (Deltagelse!E3)" in page.text
    decided = anton.post(address, {"choice__companies": "workbook@2"})
    assert (decided.status_code, ReportedValue.objects.get(indicator__code="companies").number) == (302, 130)


def test_a_choice_stays_made_when_another_one_is_missing(filing, as_, cast):
    anton = as_("anton")
    address = read_in(anton, filled(fetched(filing), v_companies=130, v_fte=5))
    builders.fill(filing, by=cast.alma, answers={"companies": 140, "fte": 6}, countries={})
    answer = anton.post(address, {"choice__companies": "keep@2"})
    assert answer.status_code == 409
    assert answer.text.count(" checked>") == 1
    assert 'value="keep@2" checked' in answer.text


def test_putting_aside(filing, as_):
    anton = as_("anton")
    answer = anton.post(read_in(anton, filled(fetched(filing), v_companies=130)), {"aside": "1"})
    assert (answer.url, said(answer)) == (EXCEL, ["Arbejdsbogen er lagt til side. Ingen svar er ændret."])
    assert ReportedValue.objects.get(indicator__code="companies").number == 120


def test_a_workbook_that_changes_nothing_says_so(filing, as_):
    anton = as_("anton")
    page = Page(anton.get(read_in(anton, fetched(filing))))
    assert "Arbejdsbogen ændrer ikke noget" in page.text
    assert "8 svar er uændrede" in page.text
    assert "Gem svarene" not in page.text


def test_without_a_file_the_page_says_what_to_choose(filing, as_):
    answer = as_("anton").post(EXCEL, {})
    assert answer.status_code == 422
    page = Page(answer)
    assert page.text.count("Vælg den udfyldte arbejdsbog på din computer, før du læser den ind.") == 2
    assert "#id_workbook" in page.links


def test_the_latest_uploads_are_listed_with_their_results(filing, as_):
    alma = as_("alma")
    alma.post(read_in(alma, filled(fetched(filing), v_companies=130), "en.xlsx"), {})
    read_in(alma, b"", "to.xlsx")
    text = Page(alma.get(EXCEL)).text
    assert text.index("to.xlsx Alma, ") < text.index("Kunne ikke læses") < text.index("en.xlsx Alma, ")
    assert "Taget over: 1 svar ændret" in text


def test_a_locked_filing_can_only_be_fetched(cast, round_, as_):
    filing = builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)
    alma = as_("alma")
    page = Page(alma.get(EXCEL))
    assert DOWNLOAD in page.links
    assert "workbook" not in page.fields
    answer = alma.post(EXCEL, {"workbook": SimpleUploadedFile("bog.xlsx", fetched(filing))})
    assert answer.url == EXCEL
    assert said(answer) == [
        "Indberetningen er »Indsendt« og kan ikke ændres. Skriv til Cluster Excellence Denmark, hvis noget skal rettes."
    ]
    assert WorkbookUpload.objects.count() == 0


def test_another_filing_s_workbook_is_not_here(filing, as_, cast, round_):
    start(round_=round_, cluster=cast.beta)
    address = read_in(as_("alma"), fetched(filing))
    elsewhere = address.replace("alfa", "beta")
    assert [as_("bodil").get(place).status_code for place in (address, elsewhere)] == [404, 404]


def test_names_and_texts_of_a_workbook_are_no_html(filing, as_):
    anton = as_("anton")
    address = read_in(anton, filled(fetched(filing), v_companies="<b>1</b>"), "<i>.xlsx")
    text = anton.get(address).text
    assert "<b>" not in text
    assert "<i>" not in text
    assert "&lt;b&gt;1&lt;/b&gt;" in text


@pytest.mark.parametrize("name", ["workbook", "workbook_download", "workbook_upload"])
def test_a_page_asks_the_database_few_questions(name, filing, as_, cast):
    alma = as_("alma")
    address = read_in(alma, filled(fetched(filing), v_companies=130, v_fte=5))
    builders.fill(filing, by=cast.anton, answers={"companies": 140}, countries={})
    for number in range(3):
        read_in(alma, b"", f"{number}.xlsx")
    addresses = {"workbook": EXCEL, "workbook_download": DOWNLOAD, "workbook_upload": address}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert alma.get(addresses[name]).status_code == 200
    assert len(queries) <= MOST_QUERIES
