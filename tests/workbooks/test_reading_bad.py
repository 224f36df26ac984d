"""Bad workbooks: each is told what is wrong and what to do, none is an error of ours, and no answer is touched."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from reporting.submissions.actions import start
from reporting.submissions.models import ReportedValue, Submission
from reporting.workbooks.models import WorkbookUpload
from reporting.workbooks.queries import reading_of
from tests import builders
from tests.cast import Cast
from tests.pages import Page
from tests.workbooks.bad import CELLS, FILES, ODDITIES, oversized
from tests.workbooks.editing import fetched

pytestmark = pytest.mark.office
EXCEL = reverse("workbook", args=[2019, "alfa"])


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Alfa's empty filing of 2019 with the workbook that Alma fetched, for all of these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = Cast.assemble()
        round_ = builders.open_small_round(year=2019, clusters=[cast.alfa, cast.beta])
        yield cast, fetched(start(round_=round_, cluster=cast.alfa))
        transaction.set_rollback(True)


@pytest.fixture
def upload(world, db, client):
    """Read a file in as Alma does; gives the page that she meets and the row that is kept."""
    cast, workbook = world
    client.force_login(cast.alma)

    def read_in(build):
        answer = client.post(EXCEL, {"workbook": SimpleUploadedFile("bog.xlsx", build(workbook))})
        row = WorkbookUpload.objects.get()
        assert (answer.status_code, answer.url) == (302, f"{EXCEL}indlaes/{row.pk}/")
        page = client.get(answer.url)
        assert page.status_code == 200
        assert (ReportedValue.objects.count(), Submission.objects.get().version) == (0, 1)
        return Page(page), row

    return read_in


def test_the_workbook_as_it_was_fetched_is_not_bad(upload):
    """Negative control: what the builders below start from is read without a word."""
    _page, row = upload(lambda data: data)
    reading = reading_of(row)
    assert (row.state, row.refusal, reading.refusals, reading.notes) == ("waiting", "", (), ())


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_used_is_refused_as_a_whole(name, upload):
    build, sentence = FILES[name]
    page, row = upload(build)
    assert (row.state, row.refusal) == ("refused", sentence)
    assert " ".join(sentence.split()) in page.text
    assert row.reading == {}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_that_cannot_be_used_is_told_with_its_address(name, upload):
    build, address, sentence = CELLS[name]
    page, row = upload(build)
    found = {(where, why) for where, _text, why in reading_of(row).refusals}
    assert (address, sentence) in found
    assert row.state == "flawed"
    assert f"{address} ·" in page.text
    assert " ".join(sentence.split()) in page.text
    assert "Gem svarene" not in page.text


@pytest.mark.parametrize("name", ODDITIES)
def test_what_is_easily_overlooked_is_said(name, upload):
    build, sentence = ODDITIES[name]
    page, row = upload(build)
    assert (row.state, reading_of(row).notes) == ("waiting", (sentence,))
    assert sentence in page.text


def test_a_file_of_more_than_5_megabytes_is_not_even_opened(world, db, client):
    cast, workbook = world
    client.force_login(cast.alma)
    answer = client.post(EXCEL, {"workbook": SimpleUploadedFile("bog.xlsx", oversized(workbook))})
    assert answer.status_code == 422
    assert "Filen fylder mere end 5 MB. Fjern billeder og egne ark fra arbejdsbogen, og prøv igen." in Page(answer).text
    assert WorkbookUpload.objects.count() == 0
