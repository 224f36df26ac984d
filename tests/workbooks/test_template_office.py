"""The workbook in the hands of a real spreadsheet: what LibreOffice saves is read as what was written."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reporting.submissions.actions import start
from reporting.submissions.models import CountryCount, ReportedValue, Submission
from reporting.submissions.queries import load_filing
from reporting.workbooks.models import WorkbookUpload
from reporting.workbooks.queries import lines_of, reading_of
from reporting.workbooks.reading import read_workbook
from tests import builders
from tests.workbooks.editing import fetched
from tests.workbooks.office import Office

pytestmark = pytest.mark.office
EXCEL = reverse("workbook", args=[2019, "alfa"])


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """LibreOffice with a profile of its own."""
    return Office(tmp_path_factory.mktemp("office"))


def read_in(client, data):
    """Read a workbook in and take it over, as a person does on the two pages; gives what was shown before."""
    preview = client.post(EXCEL, {"workbook": SimpleUploadedFile("bog.xlsx", data)})
    upload = WorkbookUpload.objects.latest("pk")
    lines = lines_of(upload, load_filing(Submission.objects.get()))
    client.post(preview.url, {})
    return reading_of(upload), {line.answer.code: line.kind.value for line in lines}


def standing():
    """All numbers and countries of the filing."""
    numbers = dict(ReportedValue.objects.values_list("indicator__code", "number"))
    return numbers, dict(CountryCount.objects.values_list("country", "count"))


def test_a_filing_goes_through_libreoffice(cast, round_, as_, office):
    filing = start(round_=round_, cluster=cast.alfa)
    numbers = [(code, number) for code, number in builders.GOOD_ANSWERS.items() if code != "fees_companies"]
    orders = [
        *(("number", f"v_{code}", 0, 0, number) for code, number in numbers),
        ("text", "v_fees_companies", 0, 0, "500.000,00"),
        ("text", "l_countries_cluster", 0, 0, "Tyskland"),
        ("number", "l_countries_cluster", 0, 2, 3),
        ("text", "l_countries_cluster", 4, 0, "Sweden"),
        ("text", "l_countries_cluster", 4, 2, "2"),
    ]
    reading, kinds = read_in(as_("anton"), office.work(fetched(filing), *orders))
    assert (reading.refusals, reading.notes, set(kinds.values())) == ((), (), {"change"})
    assert standing() == (builders.GOOD_ANSWERS, builders.GOOD_COUNTRIES["countries_cluster"])
    assert {value.updated_by for value in ReportedValue.objects.all()} == {cast.anton}


def test_saved_again_by_libreoffice_nothing_has_changed(cast, round_, as_, office):
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma, answers={**builders.GOOD_ANSWERS, "funding_state": Decimal("1234567.89")})
    before, version = standing(), Submission.objects.get().version
    reading, kinds = read_in(as_("alma"), office.work(fetched(filing)))
    assert (reading.refusals, reading.notes, set(kinds.values())) == ((), (), {"same"})
    assert (standing(), Submission.objects.get().version) == (before, version)


def test_answers_are_found_when_sheets_are_renamed_and_rows_inserted(cast, round_, office):
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma)
    moved = office.work(
        fetched(filing),
        ("insert", "Deltagelse", 2),
        ("insert", "Internationalt", 6),
        ("rename", "Deltagelse", "Til Anton"),
        ("number", "v_companies", 0, 0, 130),
        ("text", "l_countries_cluster", 5, 0, "Norge"),
        ("number", "l_countries_cluster", 5, 2, 1),
    )
    found = {answer.code: answer for answer in read_workbook(moved, load_filing(filing)).answers}
    assert (found["companies"].address, found["companies"].number) == ("Til Anton!E4", "130")
    assert found["companies_small"].number == "80"
    assert found["countries_cluster"].countries == {"DE": 3, "SE": 2, "NO": 1}
