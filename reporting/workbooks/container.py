"""The uploaded file as a box of parts that can be opened safely, or a sentence on what it is instead.

Everything is bounded before it is unpacked: bytes, number of parts, unpacked size, how much a part grows.
"""

import io
import posixpath
import struct
import zipfile
import zlib

from django.utils.translation import gettext as _

from reporting.workbooks.errors import WorkbookRefused

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
MOST_PARTS = 400
MOST_UNPACKED = 40 * MEGABYTE  # of all parts, pictures too
MOST_UNPACKED_PART = 6 * MEGABYTE  # of a part that is read
MOST_GROWTH = 150  # times; a sheet of the same row over and over again grows less than 50 times
CHUNK = 64 * 1024
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = b"PK\x01\x02"  # begins every entry of a zip file's list of contents


class Container:
    """The parts of an .xlsx file."""

    def __init__(self, data: bytes):
        _refuse_what_is_no_zip(data)
        if data.count(_ENTRY) > MOST_PARTS:
            raise WorkbookRefused(_too_big())
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED:
            raise WorkbookRefused(damaged()) from None
        self._parts = {entry.filename: entry for entry in self._archive.infolist()}
        self._refuse_bombs(len(data))
        self._refuse_relatives()

    def __contains__(self, name):
        return name in self._parts

    def chunks(self, name):
        """The part's bytes, piece by piece; raises WorkbookRefused when there is too much of it or it is damaged."""
        if name not in self._parts:
            raise WorkbookRefused(damaged())
        size = 0
        try:
            with self._archive.open(self._parts[name]) as part:
                while piece := part.read(CHUNK):
                    size += len(piece)
                    if size > MOST_UNPACKED_PART:  # whatever the list of contents says
                        raise WorkbookRefused(_too_big())
                    yield piece
        except DAMAGED:
            raise WorkbookRefused(damaged()) from None

    def _refuse_bombs(self, packed):
        entries = self._parts.values()
        if any(entry.flag_bits & 1 for entry in entries):
            raise WorkbookRefused(_encrypted())
        if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
            raise WorkbookRefused(damaged())
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MOST_UNPACKED or (unpacked > MEGABYTE and unpacked > MOST_GROWTH * packed):
            raise WorkbookRefused(_too_big())

    def _refuse_relatives(self):
        """Other things that come as a zip file, each with what to do."""
        names = set(self._parts)
        folders = {name.partition("/")[0] for name in names}
        if "xl/vbaProject.bin" in names or any(name.endswith("/vbaProject.bin") for name in names):
            raise WorkbookRefused(
                _("Arbejdsbogen indeholder makroer (.xlsm). Gem den som »Excel-projektmappe (.xlsx)«, og læs den ind.")
            )
        if "xl/workbook.bin" in names:
            raise WorkbookRefused(_save_as_xlsx("xlsb"))
        if "mimetype" in names and "content.xml" in names:
            raise WorkbookRefused(_save_as_xlsx("ods"))
        if "Index.zip" in names or "Index" in folders:
            raise WorkbookRefused(
                _("Det er et dokument fra Numbers. Vælg »Eksporter til → Excel« i Numbers, og læs den fil ind.")
            )
        if "word" in folders or "ppt" in folders:
            raise WorkbookRefused(
                _("Det er et dokument fra Word eller PowerPoint og ikke en arbejdsbog. Vælg en anden fil.")
            )
        if "[Content_Types].xml" not in names:
            raise WorkbookRefused(_("Det er en zip-fil og ikke en arbejdsbog. Pak den ud, og vælg .xlsx-filen i den."))


def _refuse_what_is_no_zip(data):
    if not data:
        raise WorkbookRefused(_("Filen er tom. Gem arbejdsbogen igen, og vælg den en gang til."))
    if len(data) > MOST_BYTES:
        raise WorkbookRefused(size_sentence())
    if data.startswith(b"PK\x03\x04"):
        if b"PK\x05\x06" not in data[-70000:]:
            raise WorkbookRefused(
                _(
                    "Filen er ikke hel: slutningen mangler. Gem arbejdsbogen igen på din egen computer, og vælg den en gang til."
                )
            )
        return
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise WorkbookRefused(_encrypted())
        raise WorkbookRefused(_save_as_xlsx("xls"))
    raise WorkbookRefused(_what_it_is(data[:2048]))


def _what_it_is(head):
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%PDF"):
        return _(
            "Det er en PDF og ikke en arbejdsbog, også selv om navnet ender på .xlsx. Vælg den arbejdsbog, I hentede her."
        )
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")):
        return _("Det er et billede og ikke en arbejdsbog. Vælg den arbejdsbog, I hentede her.")
    if head.startswith((b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        return _("Det er en pakket fil og ikke en arbejdsbog. Pak den ud, og vælg .xlsx-filen i den.")
    if start.startswith((b"<html", b"<!doctype html", b"<table")):
        return _(
            "Det er en webside og ikke en arbejdsbog. Åbn den i Excel, og gem den som »Excel-projektmappe (.xlsx)«."
        )
    if start.startswith(b"<?xml") or start.startswith(b"<"):
        return _(
            "Det er en XML-fil og ikke en arbejdsbog. Åbn den i Excel, og gem den som »Excel-projektmappe (.xlsx)«."
        )
    if start.startswith(b"{\\rtf"):
        return _("Det er et tekstdokument og ikke en arbejdsbog. Vælg den arbejdsbog, I hentede her.")
    if b"\x00" not in head and any(mark in head for mark in b";,\t"):
        return _(
            "Det er en tekstfil (.csv) og ikke en arbejdsbog. Skriv tallene i den arbejdsbog, I hentede her, og vælg den."
        )
    return _("Filen er ikke en arbejdsbog, vi kan læse. Vælg den arbejdsbog, I hentede her, gemt som .xlsx.")


def resolve(base, target):
    """Name of the part that a relation of the part `base` points at."""
    path = target if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
    return posixpath.normpath(path).lstrip("/")


def size_sentence():
    """That a file is larger than 5 MB, and what to do."""
    return _("Filen fylder mere end %(megabytes)d MB. Fjern billeder og egne ark fra arbejdsbogen, og prøv igen.") % {
        "megabytes": MOST_BYTES // MEGABYTE
    }


def _too_big():
    return _(
        "Arbejdsbogen er alt for stor, når den pakkes ud. Kopiér jeres tal over i en ny arbejdsbog, som I henter her."
    )


def damaged():
    """That a workbook is broken, and what to do."""
    return _(
        "Arbejdsbogen er beskadiget og kan ikke læses. Åbn den i Excel eller LibreOffice, gem den igen, og prøv en gang til."
    )


def _encrypted():
    return _(
        "Arbejdsbogen er låst med en adgangskode. Fjern adgangskoden i Excel (Filer → Oplysninger → Beskyt), og gem den igen."
    )


def _save_as_xlsx(kind):
    return _("Filen er gemt som .%(kind)s. Åbn den, vælg »Gem som«, og gem den som »Excel-projektmappe (.xlsx)«.") % {
        "kind": kind
    }
