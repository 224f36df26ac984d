"""Figures pasted from a spreadsheet: which line is which question, and what is not understood."""

import pytest
from django.urls import reverse

from reporting.submissions.actions import start
from reporting.submissions.models import ReportedValue
from reporting.submissions.pasting import read_paste
from reporting.submissions.queries import load_filing
from tests import builders


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, begun and empty."""
    return start(round_=round_, cluster=cast.alfa)


@pytest.fixture
def read(filing):
    """What a pasted text is taken for, as (code or None, number or None, is refused)."""

    def read(text, start="", section="financing"):
        lines = read_paste(load_filing(filing).sheet(section), text, start)
        return [
            (line.answer and line.answer.code, line.entry and line.entry.number, bool(line.refusal)) for line in lines
        ]

    return read


def test_one_column_goes_to_the_questions_in_order(read):
    assert read("100\n200") == [("funding_state", 100, False), ("funding_companies", 200, False)]


def test_one_column_begins_where_it_was_pasted(read):
    assert read("1\n2", start="fees_companies") == [("fees_companies", 1, False), ("fte", 2, False)]


def test_an_empty_cell_passes_its_question_by(read):
    assert read("100\n\n50\n") == [
        ("funding_state", 100, False),
        ("funding_companies", None, True),
        ("fees_companies", 50, False),
    ]


def test_more_lines_than_questions_are_told(read):
    assert read("1\n2\n3", start="fte") == [("fte", 1, False), (None, None, True), (None, None, True)]


def test_two_columns_are_found_by_text_and_by_code(read):
    assert read("Årsværk\t4,5\nfunding_state\t1.000") == [("fte", 4.5, False), ("funding_state", 1000, False)]


def test_a_slip_of_the_keyboard_is_understood_and_another_word_is_not(read):
    assert read("Virksomhedder\t7\nKantine\t7") == [("funding_companies", 7, False), (None, None, True)]


def test_last_year_s_column_is_not_taken_for_this_year_s(read):
    """Question, last year, this year; where this year is empty there is no number."""
    assert read("Staten\t100\t120\nVirksomheder\t90\t") == [
        ("funding_state", 120, False),
        ("funding_companies", None, True),
    ]


def test_what_is_no_number_and_what_stands_twice_is_refused(read):
    assert read("Staten\t1.5\nÅrsværk\t3\nfte\t4") == [
        ("funding_state", None, True),
        ("fte", 3, False),
        ("fte", None, True),
    ]


def test_nothing_is_saved_until_it_is_accepted(as_, filing):
    client, address = as_("alma"), reverse("paste", args=[2019, "alfa", "participation"])
    page = client.post(address, {"text": "Deltagende virksomheder\t120"})
    assert "120" in page.text
    assert ReportedValue.objects.count() == 0
    answer = client.post(address, {"text": "Deltagende virksomheder\t120", "accept": "1", "companies__version": "0"})
    assert answer.status_code == 302
    assert ReportedValue.objects.get().number == 120


def test_a_colleague_s_newer_number_is_shown_before_it_is_written_over(as_, filing, cast):
    builders.fill(filing, by=cast.anton, answers={"companies": 99}, countries={})
    address = reverse("paste", args=[2019, "alfa", "participation"])
    page = as_("alma").post(address, {"text": "companies\t120", "accept": "1", "companies__version": "0"})
    assert (page.status_code, ReportedValue.objects.get().number) == (200, 99)
    assert "En kollega har imens ændret" in page.text


def test_an_empty_paste_leads_back_with_a_sentence(as_, filing):
    answer = as_("alma").post(reverse("paste", args=[2019, "alfa", "participation"]), {"text": " \n\t\n"}, follow=True)
    assert "Der var ikke noget at indsætte." in answer.text
