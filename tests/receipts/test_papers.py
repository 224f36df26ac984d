"""The papers read back out of their files: every value is there, the file is tagged, the same is the same."""

import io
import re

import pypdf
import pytest
from django.urls import reverse
from django.utils import translation

from reporting.printing import PressRoom, PrintingFailed
from reporting.receipts import papers
from reporting.submissions.actions import submit
from reporting.submissions.models import Receipt
from tests import builders


@pytest.fixture(autouse=True)
def _set_here(monkeypatch):
    """Pages are set in this process: the child process has tests of its own."""
    monkeypatch.setattr(PressRoom, "run", lambda self, job, *args, timeout: job(*args))


def text_of(pdf):
    """All text of a file in one line."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.fixture
def sent(cast, round_):
    """Alfa's filing with something explained, sent."""
    filing = builders.filing_at("draft", round_=round_, cluster=cast.alfa, by=cast.alma)
    builders.fill(
        filing, by=cast.alma, answers={**builders.GOOD_ANSWERS, "funding_state": 500, "companies_small": None}
    )
    builders.explain_everything(filing, by=cast.alma, text="Et lille tilskud.")
    return submit(submission=filing, by=cast.alma, at=builders.AT, version=filing.version)


def fetched(client, name, *more):
    answer = client.get(reverse(name, args=[2019, "alfa", *more]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content


def test_every_value_stands_on_the_receipt(sent, as_):
    text = text_of(fetched(as_("alma"), "receipt_pdf"))
    values = [
        "500 kr.",
        "1.500.000 kr.",
        "500.000 kr.",
        "4,5 årsværk",
        "120",
        "Ikke besvaret",
        "5",
        "Tyskland 3",
        "Sverige 2",
    ]
    assert [value for value in values if value not in text.replace("\u00a0", " ")] == []
    assert "Et lille tilskud." in text
    assert "Jeg bekræfter, at tallene er rigtige efter bedste overbevisning" in text
    receipt = Receipt.objects.get()
    assert receipt.short_fingerprint in text
    assert receipt.fingerprint in re.sub(r"\s", "", text)
    assert "Indsendt 23. november 2026 kl. 13.00 af Alma" in text


def test_a_receipt_is_a_tagged_file_and_the_same_receipt_the_same_bytes(sent, as_):
    alma = as_("alma")
    first, second = fetched(alma, "receipt_pdf"), fetched(alma, "earlier_receipt_pdf", sent.version)
    assert first == second
    root = pypdf.PdfReader(io.BytesIO(first)).trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"].value, root["/Lang"]) == (True, "da")
    assert (
        b"pdfuaid" in first or b"pdfuaid" in pypdf.PdfReader(io.BytesIO(first)).trailer["/Root"]["/Metadata"].get_data()
    )


def test_the_give_back_says_what_the_page_says(sent, as_):
    alma = as_("alma")
    page = alma.get(reverse("give_back", args=[2019, "alfa"])).text
    text = text_of(fetched(alma, "give_back_pdf")).replace("\u00a0", " ")
    for said in ("I har 120 virksomheder med.", "Der er endnu ingen at sammenligne med"):
        assert (said in text, said in page) == (True, True)


def test_the_form_on_paper_asks_everything_and_holds_no_answer(sent, as_, round_):
    text = text_of(fetched(as_("anton"), "blank_form"))
    catalogue = round_.catalogue
    asked = [row for section in catalogue.sections.all() for row in section.indicators.all()]
    missing = [row.code for row in asked if row.label_da not in text or row.definition_da not in text]
    assert missing == []
    assert "1.500.000" not in text


def test_the_form_on_paper_shows_last_year_and_is_there_before_the_filing_is_begun(sent, as_, cast):
    builders.open_small_round(year=2020, clusters=[cast.alfa])
    answer = as_("alma").get(reverse("blank_form", args=[2020, "alfa"]))
    assert "2019: 1.500.000 kr." in text_of(answer.content).replace("\u00a0", " ")


@pytest.mark.parametrize("name", ["receipt_pdf", "give_back_pdf", "blank_form"])
def test_a_paper_that_cannot_be_set_is_a_page_with_a_sentence(name, sent, as_, monkeypatch):
    def fail(self, job, *args, timeout):
        raise PrintingFailed("the press stands still")

    monkeypatch.setattr(PressRoom, "run", fail)
    answer = as_("alma").get(reverse(name, args=[2019, "alfa"]))
    assert answer.status_code == 503
    assert "Jeres tal er gemt, og der er ikke sket noget med dem." in answer.text


def test_papers_are_set_in_the_language_of_the_reader(sent, as_):
    alma = as_("alma")
    with translation.override("da"):  # what the request leaves behind is not for the next test
        alma.post(reverse("set_language"), {"language": "en"})
        assert "Participating companies" in text_of(fetched(alma, "receipt_pdf"))


def test_every_paper_has_an_identifier_of_its_content():
    assert papers._printed("<p lang=da>a</p>") != papers._printed("<p lang=da>b</p>")
