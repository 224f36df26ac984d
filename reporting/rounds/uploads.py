"""An uploaded list as text: whatever Excel saves as CSV, or the first sheet of a workbook, bounded before it is opened."""

import csv
import io
import zipfile
import zlib

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from reporting.rounds.queries import MOST_LINES

MOST_BYTES = 1024 * 1024
MOST_UNPACKED = 20 * MOST_BYTES
MOST_PARTS = 200
MOST_COLUMNS = 20
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    TypeError,
    AttributeError,
    IndexError,
)


class ListRefused(Exception):
    """The file cannot be read as a list; str() says why and what to do."""


def text_of(data: bytes) -> str:
    """The list in a file; raises ListRefused."""
    if len(data) > MOST_BYTES:
        raise ListRefused(_("Filen er for stor: højst 1 MB. Gem kun arket med listen, og prøv igen."))
    if data.startswith(b"PK"):
        return _of_workbook(data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # what Excel calls Unicode text
        return _decoded(data, "utf-16")
    if b"\x00" in data:
        raise ListRefused(_("Filen er hverken en CSV-fil eller en Excel-fil (.xlsx). Gem den som en af dem."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(data, "cp1252")


def _decoded(data, encoding):
    return data.decode(encoding, errors="replace").lstrip("\ufeff").replace("\0", "")


def _of_workbook(data):
    damaged = ListRefused(_("Excel-filen kan ikke læses. Åbn den i Excel, gem den igen som .xlsx, og prøv igen."))
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise ListRefused(_("Excel-filen rummer for meget. Kopiér listen over i en ny fil, og prøv igen."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = list(sheet.iter_rows(max_row=MOST_LINES + 2, max_col=MOST_COLUMNS, values_only=True))
    except DAMAGED:
        raise damaged from None
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for row in rows:
        filled = max((place for place, cell in enumerate(row, start=1) if cell is not None), default=0)
        writer.writerow("" if cell is None else str(cell) for cell in row[:filled])
    return out.getvalue()
