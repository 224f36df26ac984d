"""What is read of a good workbook: numbers exactly, texts by the one parser, blanks as blanks."""

import re

import pytest

from reporting.submissions.actions import start
from reporting.submissions.queries import load_filing
from reporting.workbooks.errors import WorkbookRefused
from reporting.workbooks.reading import Reading, read_workbook
from tests import builders
from tests.workbooks.editing import fetched, filled, packed, parts, with_cell, with_countries, with_mark


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, begun and empty."""
    return start(round_=round_, cluster=cast.alfa)


@pytest.fixture
def read(filing):
    """What is read of a file for that filing, by code."""

    def read(data):
        reading = read_workbook(data, load_filing(filing))
        assert reading.refusals == ()
        return {answer.code: answer for answer in reading.answers}

    return read


def test_a_blank_workbook_says_nothing(filing, read):
    found = read(fetched(filing))
    assert set(found) == {*builders.GOOD_ANSWERS, *builders.GOOD_COUNTRIES}
    assert [answer.code for answer in found.values() if not answer.is_blank] == []


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (120, "120"),
        (0, "0"),
        (120.0, "120"),
        ("120", "120"),
        ("1.234", "1234"),
        (" 1 234 ", "1234"),
        ("12,0", "12"),
        ("", None),
        ("   ", None),
    ],
)
def test_a_whole_number_is_read_as_it_stands(value, number, filing, read):
    assert read(filled(fetched(filing), v_companies=value))["companies"].number == number


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("4.5", "4.5"),
        ("0.30000000000000004", "0.3"),
        ("4.4999999999999996", "4.5"),
        ("1.15", "1.15"),
        ("4.5E0", "4.5"),
        ("450E-2", "4.5"),
        ("-0", "0"),
    ],
)
def test_the_noise_of_binary_fractions_is_none_of_the_number(raw, number, filing, read):
    assert read(with_cell(fetched(filing), "v_fte", f"<v>{raw}</v>"))["fte"].number == number


def test_more_digits_than_noise_are_digits(filing):
    data = with_cell(fetched(filing), "v_fte", "<v>4.5000001</v>")
    [(_address, text, sentence)] = read_workbook(data, load_filing(filing)).refusals
    assert text == "4,5000001"
    assert sentence == "Her er plads til højst 2 decimaler. Skriv 4,50, hvis det er det, du mener."


@pytest.mark.parametrize("cross", ["x", "X", " x "])
def test_a_cross_says_not_relevant(cross, filing, read):
    answer = read(filled(fetched(filing), x_companies=cross))["companies"]
    assert (answer.number, answer.not_relevant, answer.is_blank) == (None, True, False)


def test_countries_are_read_by_any_of_their_names(filing, read):
    data = with_countries(fetched(filing), ("Tyskland", 3), ("sweden", "2"), (None, None), ("US", 1))
    assert read(data)["countries_cluster"].countries == {"DE": 3, "SE": 2, "US": 1}


def test_files_of_another_namespace_are_read_too(filing, read):
    """The standard has a strict form, whose elements have the same names in a namespace of its own."""
    data = filled(fetched(filing), v_companies=120)
    ours = re.search(r'xmlns="([^"]+)"', parts(data)["xl/workbook.xml"].decode())[1]
    strict = {
        name: content.replace(ours.encode(), b"http://strict.example/main") for name, content in parts(data).items()
    }
    assert read(packed(strict))["companies"].number == "120"


def test_what_is_kept_in_the_database_is_what_was_read(cast, filing):
    builders.fill(filing, by=cast.alma)
    data = filled(fetched(filing), v_companies="ca. 5", v_fte=4.25)
    reading = read_workbook(data, load_filing(filing))
    assert Reading.from_json(reading.as_json()) == reading


def test_a_mark_that_nobody_wrote_is_told_shortened(filing):
    with pytest.raises(WorkbookRefused, match="Arbejdsbogen er til 9999999999, men"):
        read_workbook(with_mark(fetched(filing), "year", "9" * 500), load_filing(filing))
