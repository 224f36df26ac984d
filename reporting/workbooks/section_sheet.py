"""The sheet of one section: its questions with definitions, last year's answers and cells to write in."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from reporting.numbers import format_exact
from reporting.submissions.queries import country_choices, country_name, in_order
from reporting.workbooks import look, marks

MARGIN, QUESTION, DEFINITION, BEFORE, NOW, UNIT, CROSS, CODE = range(1, 9)
WIDTHS = {MARGIN: 2, QUESTION: 36, DEFINITION: 54, BEFORE: 17, NOW: 19, UNIT: 10, CROSS: 11, CODE: 26}
COUNTRY_ROWS, SPARE_COUNTRY_ROWS = 20, 10


def country_names():
    """All countries in alphabetical order, as the workbook lists them."""
    return [name for name, _also in country_choices({})]


class SectionSheet:
    """One section being written, row by row from the top."""

    def __init__(self, book, name, section, filing):
        self.book, self.section, self.filing = book, section, filing
        self.sheet = book.create_sheet(name)
        self.row = 1
        self.last_country = len(country_names()) + 1
        self.validations = {}

    def fill(self):
        """Write the whole sheet."""
        self.sheet.sheet_properties = self.sheet.sheet_properties.__class__(
            tabColor=look.ACCENT, pageSetUpPr=PageSetupProperties(fitToPage=True)
        )
        self.sheet.sheet_view.showGridLines = False
        for column, width in WIDTHS.items():
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        self._head()
        group = ""
        for answer in self.section.answers:
            if answer.indicator.group != group:
                group = answer.indicator.group
                self._group(group)
            (self._list if answer.indicator.is_list_of_countries else self._number)(answer)
        look.protect(self.sheet)
        submission = self.filing.submission
        look.set_up_paper(
            self.sheet,
            heads=f"{self.heads}:{self.heads}",
            name=f"{submission.cluster.name} {submission.round.year} · {self.section.section.title}",
        )

    def _cell(self, column):
        return self.sheet.cell(self.row, column)

    def _head(self):
        submission, width = self.filing.submission, WIDTHS[QUESTION] + WIDTHS[DEFINITION]
        look.write(self._cell(QUESTION), self.section.section.title, "title")
        look.write(self._cell(CROSS), f"{submission.cluster.name} {submission.round.year}", "brand", across="right")
        self.sheet.row_dimensions[self.row].height = 36
        self.row += 1
        intro = " ".join(str(self.section.section.intro).split())
        if intro:
            self.sheet.merge_cells(start_row=2, end_row=2, start_column=QUESTION, end_column=DEFINITION)
            look.write(self._cell(QUESTION), intro, "lead", wrap=True, down="top")
            self.sheet.row_dimensions[self.row].height = look.height((intro, width, look.TEXT_SIZE))
            self.row += 1
        self.heads = self.row
        before = self.filing.submission.round.year - 1
        for column, text, across in (
            (QUESTION, _("Spørgsmål"), "left"),
            (DEFINITION, _("Hvad tæller med?"), "left"),
            (BEFORE, f"{before}", "right"),
            (NOW, f"{submission.round.year}", "right"),
            (UNIT, _("Enhed"), "left"),
            (CROSS, _("Ikke relevant (x)"), "center"),
            (CODE, _("Kode"), "left"),
        ):
            cell = look.write(self._cell(column), text, "head_now" if column == NOW else "head", wrap=True)
            cell.alignment = look.aligned(across, "bottom", True, int(across == "right" or column in (UNIT, CODE)))
            cell.border = look.BORDERS["under"]
        self.sheet.row_dimensions[self.row].height = 30
        self.row += 1
        self.sheet.freeze_panes = self.sheet.cell(self.row, DEFINITION)

    def _group(self, text):
        for column in range(QUESTION, CROSS + 1):
            self._cell(column).border = look.BORDERS["row"]
        look.write(self._cell(QUESTION), text, "group", down="bottom")
        self.sheet.row_dimensions[self.row].height = 30
        self.row += 1

    def _question(self, answer):
        """What is asked, what counts, and last year's answer: the left half of a row."""
        indicator, is_part = answer.indicator, bool(answer.indicator.part_of)
        if not indicator.is_list_of_countries:
            look.write(self._cell(CODE), indicator.code, "code", indent=1)
        look.write(self._cell(QUESTION), indicator.label, "text" if is_part else "bold", wrap=True, indent=is_part * 2)
        said = "\n".join([indicator.definition, *self._about_last_year(answer)])
        look.write(self._cell(DEFINITION), said, "small", wrap=True)
        for column in range(QUESTION, CROSS + 1):
            self._cell(column).border = look.BORDERS["row"]
        self.sheet.row_dimensions[self.row].height = look.height(
            (indicator.label, WIDTHS[QUESTION] - 4 * is_part, look.TEXT_SIZE),
            (said, WIDTHS[DEFINITION], look.SMALL_SIZE),
            least=30,
        )

    def _about_last_year(self, answer):
        """What must be known of last year's value: whose it is, and that the question was another one."""
        submission, previous = self.filing.submission, answer.previous
        if previous.words:
            yield f"{submission.round.year - 1}: {previous.words}."
        if previous.is_broken:
            yield _("Ny definition i %(year)s. Før: %(definition)s") % {
                "year": submission.round.year,
                "definition": previous.definition,
            }

    def _number(self, answer):
        indicator = answer.indicator
        self._question(answer)
        shade = "small" if answer.previous.is_broken else "lead"
        if answer.previous_number is not None:
            look.write_number(self._cell(BEFORE), answer.previous_number, indicator.decimals, shade)
        else:
            look.write(self._cell(BEFORE), answer.previous_text or "–", "lead", across="right", indent=1)
        now = look.make_input(look.write_number(self._cell(NOW), answer.number, indicator.decimals))
        look.write(self._cell(UNIT), indicator.unit, "lead", indent=1)
        cross = self._cell(CROSS)
        cross.value = "x" if answer.not_relevant else None
        look.make_input(cross, across="center", fill="cross")
        self._name(marks.value_name(answer.code), now)
        self._name(marks.cross_name(answer.code), cross)
        self._limit(indicator).add(now)
        self._crosses().add(cross)
        self.row += 1

    def _list(self, answer):
        """A list: the question, then a table of countries with room for more."""
        self._question(answer)
        look.write(self._cell(BEFORE), answer.previous_text or "–", "small", across="right", wrap=True, indent=1)
        previous = (answer.previous_text, WIDTHS[BEFORE], look.SMALL_SIZE)
        self.sheet.row_dimensions[self.row].height = max(
            self.sheet.row_dimensions[self.row].height, look.height(previous)
        )
        look.write(self._cell(NOW), _("Land og antal"), "head", across="right", down="bottom", indent=1)
        self.row += 1
        first, rows = self.row, in_order(answer.countries)
        for number in range(max(COUNTRY_ROWS, len(rows) + SPARE_COUNTRY_ROWS)):
            code, count = rows[number] if number < len(rows) else (None, None)
            if not number:
                look.write(self._cell(CODE), answer.code, "code", indent=1)
            country = self._cell(DEFINITION)
            if code:
                look.write(country, country_name(code))
            if code in answer.previous.countries:
                look.write_number(self._cell(BEFORE), answer.previous.countries[code], 0, "lead")
            look.make_input(country, across="left")
            count_cell = look.make_input(look.write_number(self._cell(NOW), count, 0))
            self._countries().add(country)
            self._limit(answer.indicator).add(count_cell)
            self.sheet.row_dimensions[self.row].height = 19
            self.row += 1
        self._name(marks.list_name(answer.code), self.sheet.cell(first, DEFINITION), self.sheet.cell(self.row - 1, NOW))
        self.sheet.row_dimensions[self.row].height = 12
        self.row += 1

    def _name(self, name, cell, last=None):
        area = cell.coordinate if last is None else f"{cell.coordinate}:{last.coordinate}"
        target = f"{quote_sheetname(self.sheet.title)}!{_absolute(area)}"
        self.book.defined_names[name] = DefinedName(name, attr_text=target)

    def _validation(self, key, **settings):
        if key not in self.validations:
            rule = DataValidation(allow_blank=True, showErrorMessage=True, showInputMessage=True, **settings)
            self.validations[key] = rule
            self.sheet.add_data_validation(rule)
        return self.validations[key]

    def _limit(self, indicator):
        low = 1 if indicator.is_list_of_countries else indicator.minimum
        words = {"low": format_exact(Decimal(low)), "high": format_exact(indicator.maximum)}
        whole = indicator.decimals == 0
        return self._validation(
            (whole, low, indicator.maximum),
            type="whole" if whole else "decimal",
            operator="between",
            formula1=f"{low:f}" if indicator.decimals else f"{int(low)}",
            formula2=f"{indicator.maximum:f}" if indicator.decimals else f"{int(indicator.maximum)}",
            errorTitle=_("Det tal kan ikke stå her"),
            error=(
                _("Skriv et helt tal fra %(low)s til %(high)s. Har I intet tal, så lad cellen stå tom.")
                if whole
                else _("Skriv et tal fra %(low)s til %(high)s. Har I intet tal, så lad cellen stå tom.")
            )
            % words,
        )

    def _crosses(self):
        return self._validation(
            "x",
            type="list",
            formula1='"x"',
            errorTitle=_("Kun et x"),
            error=_("Skriv x, hvis spørgsmålet ikke er relevant for jer. Ellers lad cellen stå tom."),
        )

    def _countries(self):
        return self._validation(
            "countries",
            type="list",
            formula1=f"{quote_sheetname(_('Lande'))}!$A$2:$A${self.last_country}",
            errorStyle="warning",
            errorTitle=_("Landet står ikke på listen"),
            error=_("Vælg landet på listen, så er I sikre på, at det bliver forstået."),
        )


def _absolute(area):
    return re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", area)
