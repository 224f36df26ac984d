"""The workbook of a whole filing, made from the catalogue: a front sheet, a sheet per section, the countries.

Every answer stands in a cell with a name of its own (marks.py); only these cells can be written in.
"""

import datetime
import io
import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from reporting.dates import day_text, moment_text
from reporting.submissions.queries import country_code
from reporting.workbooks import look, marks
from reporting.workbooks.section_sheet import SectionSheet, country_names

LONGEST_SHEET_NAME = 31


def make_workbook(filing, *, at) -> bytes:
    """The workbook as the bytes of an .xlsx file, with the answers of the filing as they are at `at`."""
    book = Workbook()
    front = book.active
    names = _sheet_names(filing.sheets)
    for section in filing.sheets:
        SectionSheet(book, names[section.code], section, filing).fill()
    _front(front, filing, names, at)
    _countries(book)
    _marks(book, filing, at)
    return _as_bytes(book)


def _as_bytes(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _sheet_names(sections):
    """A name for each section's sheet that every spreadsheet takes, no two alike."""
    names, taken = {}, {_("Læs mig").lower(), _("Lande").lower(), marks.MARKS_SHEET, "history"}
    for section in sections:
        plain = re.sub(r"[\[\]:*?/\\']", " ", str(section.section.title)).strip()[:LONGEST_SHEET_NAME] or section.code
        name, number = plain, 2
        while name.lower() in taken:
            name, number = f"{plain[: LONGEST_SHEET_NAME - 4]} {number}", number + 1
        taken.add(name.lower())
        names[section.code] = name
    return names


def _front(sheet, filing, names, at):
    """The first sheet: whose, which year, by when, how to fill in and how to send back."""
    submission = filing.submission
    sheet.title = _("Læs mig")
    sheet.sheet_view.showGridLines = False
    for column, width in (("A", 4), ("B", 7), ("C", 46), ("D", 46), ("E", 4)):
        sheet.column_dimensions[column].width = width
    row = 2
    for text, font, height in (
        ("VIDEN & VÆKST", "brand", 18),
        (f"{submission.cluster.name} {submission.round.year}", "title", 34),
        (_("Frist: %(deadline)s") % {"deadline": day_text(submission.deadline_on)}, "group", 24),
    ):
        row = _line(sheet, row, text, font, height=height)
    row += 1
    for number, (heading, text) in enumerate(_steps(), start=1):
        look.write(sheet.cell(row, 2), f"{number}", "number", down="top", across="center")
        row = _line(sheet, row, heading, "bold", height=20, column=3)
        row = _line(sheet, row, text, "lead", height=look.height((text, 92, look.TEXT_SIZE)), column=3, down="top")
    row = _line(sheet, row + 1, _("Ark"), "group", height=26)
    for section in filing.sheets:
        link = look.write(sheet.cell(row, 3), section.section.title, "link")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"{quote_sheetname(names[section.code])}!B1")
        link.font = look.FONTS["link"]
        asked = ngettext("%(count)d spørgsmål", "%(count)d spørgsmål", len(section.answers))
        look.write(sheet.cell(row, 4), asked % {"count": len(section.answers)}, "lead")
        for column in (3, 4):
            sheet.cell(row, column).border = look.BORDERS["row"]
        sheet.row_dimensions[row].height = 21
        row += 1
    made = _("Hentet %(when)s. Svar, der var gemt da, står i felterne.") % {"when": moment_text(at)}
    _line(sheet, row + 1, made, "small", height=16)
    look.protect(sheet)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    look.set_up_paper(sheet, name=f"{submission.cluster.name} {submission.round.year}")


def _steps():
    return (
        (
            _("Skriv i de gule felter"),
            _(
                "Ét ark for hvert afsnit. Skriv tal uden tekst og enhed, og skriv 0, når svaret er nul. Er et spørgsmål ikke relevant for jer, så sæt x under »Ikke relevant«."
            ),
        ),
        (
            _("Lad stå tomt, hvad I ikke ved endnu"),
            _(
                "En tom celle ændrer ikke noget, når arbejdsbogen læses ind. Et svar, der skal slettes, sletter I på siden."
            ),
        ),
        (
            _("Skriv tal, ikke formler"),
            _(
                "Regn ud et andet sted, og indsæt resultatet som værdi. Flyt ikke rækker, og flet ikke celler; kolonnerne må gerne gøres bredere."
            ),
        ),
        (
            _("Gem som .xlsx, og læs ind"),
            _(
                "Log ind på Viden & Vækst, gå til »Excel« i jeres indberetning, og vælg filen. I ser gammelt og nyt side om side, før noget bliver gemt."
            ),
        ),
    )


def _line(sheet, row, text, font, *, height, column=2, down="center"):
    sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=4)
    look.write(sheet.cell(row, column), text, font, wrap=True, down=down)
    sheet.row_dimensions[row].height = height
    return row + 1


def _countries(book):
    """The countries to choose from, for the lists and for who wants to look one up."""
    sheet = book.create_sheet(_("Lande"))
    sheet.sheet_view.showGridLines = False
    for column, width, head in (("A", 34, _("Land")), ("B", 8, _("Kode"))):
        sheet.column_dimensions[column].width = width
        look.write(sheet[f"{column}1"], head, "head").border = look.BORDERS["under"]
    for row, name in enumerate(country_names(), start=2):
        look.write(sheet.cell(row, 1), name)
        look.write(sheet.cell(row, 2), country_code(name), "lead")
    sheet.freeze_panes = "A2"
    look.protect(sheet)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    look.set_up_paper(sheet, heads="1:1", name=_("Lande"))
    sheet.page_setup.orientation = "portrait"


def _marks(book, filing, at):
    """What the reading needs: whose workbook it is and what each answer is based on; twice, for programs that drop one."""
    submission = filing.submission
    own = marks.marks_of(submission)
    sheet = book.create_sheet(marks.MARKS_SHEET)
    sheet.sheet_state = "veryHidden"
    rows = [*own.items(), (marks.ALONG, _("Læs mig")), (marks.ALONG, _("Lande"))]
    rows += [(marks.BASE, code, marks.base_of(answer)) for code, answer in filing.answers.items()]
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            look.write(sheet.cell(row, column), text)
    sheet.protection.sheet = True
    for name, text in own.items():
        book.custom_doc_props.append(StringProperty(name=f"{marks.PRODUCT}.{name}", value=text))
    book.properties.title = f"{submission.cluster.name} {submission.round.year}"
    book.properties.creator = "Viden & Vækst"
    book.properties.created = book.properties.modified = at.astimezone(datetime.UTC).replace(tzinfo=None)
