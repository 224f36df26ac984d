"""The desk's list as a file: one line a unit, the same as on screen."""

import csv
import io

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from clusters.models import ClusterKind
from reporting.review.desk_forms import STATES, STATUSES

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take the text for a formula


def _head(sections):
    return [
        _("Enhed"), _("Art"), _("Status"), _("Frist"), _("Forsinket"), *(section.title for section in sections),
        _("Besvaret"), _("Spørgsmål"), _("Skal besvares"), _("Skal rettes"), _("Skal forklares"), _("Mangler svar"), _("Forklaret"),
        _("Indsendt"), _("Sidste aktivitet"), _("Ansvarlig"), _("E-mail"), _("Sidste log-in"), _("Brev kom ikke frem"),
    ]  # fmt: skip


def _line(row):
    states = [str(STATES[state]) for _section, state in row.marks]
    return [
        row.name, str(ClusterKind(row.kind).label), str(STATUSES[row.status]), row.until.isoformat(),
        _("ja") if row.is_late else _("nej"), *states,
        row.answered, row.questions, row.asked, row.hard, row.soft, row.gaps, row.explained,
        _moment(row.submitted_at), _moment(row.activity),
        str(row.manager or ""), row.manager.email if row.manager else "",
        _moment(row.last_login), "; ".join(f"{address}: {reason}" for address, reason in row.lost),
    ]  # fmt: skip


def _moment(at):
    return "" if at is None else f"{localtime(at):%Y-%m-%d %H:%M}"


def as_csv(rows, sections) -> str:
    """Semicolons and a byte order mark, so that a Danish Excel opens it; no cell is a formula."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(_head(sections))
    for row in rows:
        writer.writerow(["" if cell is None else _harmless(cell) for cell in _line(row)])
    return "\ufeff" + file.getvalue()


def _harmless(cell):
    text = str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def as_xlsx(rows, sections) -> bytes:
    """One sheet with a head that stays; every text is a text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Indberetninger"))
    sheet.freeze_panes = "B2"
    for line in (_head(sections), *map(_line, rows)):
        sheet.append([cell if isinstance(cell, int) else _text_cell(sheet, cell) for cell in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text_cell(sheet, text):
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", str("" if text is None else text)))
    cell.data_type = "s"
    return cell
