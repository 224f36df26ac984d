"""An uploaded workbook with its sheets, its named places and its cells, read when they are asked for."""

import re
from dataclasses import dataclass
from functools import cached_property

from reporting.workbooks import marks
from reporting.workbooks.cells import format_code
from reporting.workbooks.container import Container, damaged, resolve
from reporting.workbooks.errors import WorkbookRefused
from reporting.workbooks.parts import (
    MOST_ROWS,
    Budget,
    Cells,
    Contents,
    RawSheet,
    Relations,
    Styles,
    Texts,
    area_of,
    read_part,
    reference,
    too_much,
)

_TARGET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?)")
_MOST_SHEETS = 60


@dataclass(frozen=True)
class Place:
    """A cell or a block of cells on a sheet."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def cell(self) -> str:
        """The first cell, without the sheet."""
        return reference(self.top, self.left)

    @property
    def address(self) -> str:
        """As people write it: `Deltagelse!B7`."""
        return f"{self.sheet}!{self.cell}"

    def rows(self):
        """The block row by row."""
        for row in range(self.top, self.bottom + 1):
            yield Place(self.sheet, row, self.left, row, self.right)

    def first(self):
        """The first cell of a row."""
        return Place(self.sheet, self.top, self.left, self.top, self.left)

    def last(self):
        """The last cell of a row."""
        return Place(self.sheet, self.top, self.right, self.top, self.right)

    def holds(self, row, column):
        """Whether a cell lies in the block."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


class Book:
    """One workbook; raises WorkbookRefused, with a sentence, whenever it cannot be read."""

    def __init__(self, data: bytes):
        self._container = Container(data)
        self._budget = Budget()
        relations = self._relations_of("")
        self._part = resolve("", relations.kinds.get("officeDocument", "xl/workbook.xml"))
        self._contents = read_part(self._container, self._part, Contents(self._budget))
        self._relations = self._relations_of(self._part)
        if len(self._contents.sheets) > _MOST_SHEETS:
            raise WorkbookRefused(too_much())
        self._sheets = {name: self._read_sheet(name) for name in self._needed}
        self._texts = self._read_texts()

    def _relations_of(self, part):
        folder, _slash, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        return read_part(self._container, path, Relations(self._budget))

    @cached_property
    def _paths(self):
        return {
            name: resolve(self._part, self._relations.targets[relation])
            for name, relation, _state in self._contents.sheets
            if relation in self._relations.targets
        }

    @property
    def hidden_sheets(self):
        """Names of sheets that are not shown, ours for the marks left out."""
        return [name for name, _id, state in self._contents.sheets if state != "visible" and name != marks.MARKS_SHEET]

    def extra_sheets(self, ours):
        """Names of sheets that we did not send out: neither in `ours` nor first, countries or marks."""
        return [
            name
            for name in self._paths
            if name not in ours and name != marks.MARKS_SHEET and name not in self._sent_along
        ]

    @cached_property
    def _sent_along(self):
        return {row[1] for row in self.marks() if row[0] == marks.ALONG and len(row) == 2}

    @cached_property
    def places(self):
        """Where each named place of the workbook lies, if it is on a sheet and within the bounds."""
        places = {}
        for name, target in self._contents.names.items():
            match = _TARGET.fullmatch(target)
            area = match and area_of(match[3])
            sheet = match and (match[1].replace("''", "'") if match[1] else match[2])
            if area and sheet in self._paths and area[2] <= MOST_ROWS:
                places[name] = Place(sheet, *area)
        return places

    @property
    def _needed(self):
        """Sheets that hold marks or answers; the others are never opened. Without marks nothing is."""
        if marks.MARKS_SHEET not in self._paths:
            return ()
        return (marks.MARKS_SHEET, *sorted({place.sheet for place in self.places.values()} - {marks.MARKS_SHEET}))

    def _read_sheet(self, name):
        return read_part(self._container, self._paths[name], Cells(self._budget)).sheet

    def _read_texts(self):
        """The shared texts of all cells that were read, once; the others are passed over."""
        cells = (cell for sheet in self._sheets.values() for cell in sheet.cells.values())
        wanted = {cell.text for cell in cells if cell.type == "s"}
        if not wanted:
            return {}
        numbers = {int(text) for text in wanted if text.isdecimal() and len(text) < 8}
        part = resolve(self._part, self._relations.kinds.get("sharedStrings", "sharedStrings.xml"))
        found = read_part(self._container, part, Texts(self._budget, numbers)).found
        if len(found) < len(wanted):
            raise WorkbookRefused(damaged())
        return {str(number): text for number, text in found.items()}

    def sheet(self, name) -> RawSheet:
        """A sheet's cells; empty for one that was not needed."""
        return self._sheets.get(name) or RawSheet()

    def text_of(self, cell) -> str:
        """The cell's text, or its number as it stands in the file."""
        return self._texts.get(cell.text, "") if cell.type == "s" else cell.text

    def cell(self, place):
        """The first cell of a place with its text, None when it is empty."""
        cell = self.sheet(place.sheet).cells.get((place.top, place.left))
        if cell is None or (cell.formula is None and not self.text_of(cell).strip()):
            return None
        return cell.with_text(self.text_of(cell)) if cell.type == "s" else cell

    @cached_property
    def _styles(self):
        path = resolve(self._part, self._relations.kinds.get("styles", "styles.xml"))
        reader = Styles(self._budget)
        return read_part(self._container, path, reader) if path in self._container else reader

    def format_of(self, cell) -> str:
        """The number format of a cell, as its code."""
        return format_code(cell, self._styles) if cell else ""

    def marks(self):
        """The rows of the sheet that says what the workbook is, each as a list of texts."""
        rows = {}
        for (row, _column), cell in sorted(self.sheet(marks.MARKS_SHEET).cells.items()):
            rows.setdefault(row, []).append(self.text_of(cell))
        return [texts if len(texts) > 1 else [*texts, ""] for texts in rows.values()]

    def merge_over(self, place) -> str:
        """The merged area that covers a cell of the place, as `B7:C9`; empty if there is none."""
        for top, left, bottom, right in self.sheet(place.sheet).merged:
            if top <= place.bottom and bottom >= place.top and left <= place.right and right >= place.left:
                return f"{reference(top, left)}:{reference(bottom, right)}"
        return ""

    def is_hidden(self, place) -> bool:
        """Whether a row or the column of the place is not shown."""
        sheet = self.sheet(place.sheet)
        return place.left in sheet.hidden_columns or any(
            row in sheet.hidden_rows for row in range(place.top, place.bottom + 1)
        )

    def strays(self, name, places, codes):
        """References of cells that a person filled outside the places: right of the codes, or numbers between rows."""
        rows = {row for place in places if place.sheet == name for row in range(place.top, place.bottom + 1)}
        cells = sorted(self.sheet(name).cells.items())
        last = max((column for (_row, column), cell in cells if self.text_of(cell) in codes), default=0)
        for (row, column), cell in cells:
            if column > last or (row not in rows and not cell.is_text):
                yield reference(row, column)
