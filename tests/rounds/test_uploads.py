"""A list comes as whatever Excel saves; what is no list is refused with a sentence."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from reporting.rounds.uploads import MOST_BYTES, ListRefused, text_of

TEXT = "Enhed;Navn\nÆrø;Åse Møller\n"


def workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_that_excel_writes_is_read(encoding):
    assert text_of(TEXT.encode(encoding)) == TEXT


def test_the_first_sheet_of_a_workbook_is_read():
    data = workbook([["Enhed", "Navn", None], ["Ærø", "Åse; Møller", 12]])
    assert text_of(data) == "Enhed\tNavn\nÆrø\tÅse; Møller\t12\n"


def test_a_cell_far_away_does_not_hold_the_reader_up():
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "Enhed", "langt væk"
    file = io.BytesIO()
    book.save(file)
    assert text_of(file.getvalue()).strip() == "Enhed"


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 30 * MOST_BYTES)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"a" * (MOST_BYTES + 1), "for stor"),
        (b"\x89PNG\x00\x00", "hverken en CSV-fil"),
        (b"PK\x03\x04 noget andet", "kan ikke læses"),
        (bomb(), "rummer for meget"),
    ],
)
def test_what_is_no_list_is_refused(data, sentence):
    with pytest.raises(ListRefused, match=sentence):
        text_of(data)
