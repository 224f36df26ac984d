"""Filling in a workbook as people do, and breaking one as files break."""

import io
import re
import zipfile
from contextlib import contextmanager

from django.utils import translation
from openpyxl import load_workbook

from reporting.submissions.queries import load_filing
from reporting.workbooks.template import make_workbook
from tests.builders import AT


def fetched(submission):
    """The workbook as a Danish reader fetches it now."""
    with translation.override("da"):
        return make_workbook(load_filing(submission), at=AT)


@contextmanager
def opened(data):
    """A workbook in openpyxl's hands; `saved.data` is the file afterwards."""
    book = load_workbook(io.BytesIO(data))
    book.data = None
    yield book
    target = io.BytesIO()
    book.save(target)
    book.data = target.getvalue()


def place(book, name):
    """The first cell that a name stands for."""
    sheet, _mark, area = book.defined_names[name].attr_text.rpartition("!")
    return book[sheet.strip("'")][area.replace("$", "").partition(":")[0]]


def filled(data, **cells):
    """The workbook with values in its named cells: `v_companies=120`."""
    with opened(data) as book:
        for name, value in cells.items():
            place(book, name).value = value
    return book.data


def with_countries(data, *rows, code="countries_cluster"):
    """The workbook with these rows, and no others, in a list of countries."""
    with opened(data) as book:
        first = place(book, f"l_{code}")
        for number in range(20):
            country, count = rows[number] if number < len(rows) else (None, None)
            first.offset(number, 0).value = country
            first.offset(number, 2).value = count
    return book.data


def with_mark(data, key, value):
    """The workbook with another text in one of its marks."""
    with opened(data) as book:
        for row in book["_skabelon"].iter_rows():
            if row[0].value == key:
                row[1].value = value
    return book.data


def parts(data):
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts_, *, method=zipfile.ZIP_DEFLATED):
    """A workbook of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts_.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_part(data, name, change):
    """The workbook with one part changed; `change` gives the new text of the old one, or None to leave it out."""
    all_ = parts(data)
    text = change(all_.pop(name).decode())
    if text is not None:
        all_[name] = text.encode()
    return packed(all_)


def part_of_sheet(data, title):
    """Name of the part in which a sheet lies."""
    contents = parts(data)["xl/workbook.xml"].decode()
    titles = re.findall(r'<sheet [^>]*?name="([^"]+)"', contents)
    return f"xl/worksheets/sheet{titles.index(title) + 1}.xml"


def with_cell(data, name, inside, *, type_="n"):
    """The workbook with raw XML in one named cell, which keeps its style: what no library would write."""
    with opened(data) as book:
        cell = place(book, name)
        title, reference = cell.parent.title, cell.coordinate
    pattern = re.compile(rf'<c r="{reference}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)')

    def change(text):
        changed, count = pattern.subn(rf'<c r="{reference}"\1 t="{type_}">{inside}</c>', text)
        assert count == 1
        return changed

    return with_part(data, part_of_sheet(data, title), change)
