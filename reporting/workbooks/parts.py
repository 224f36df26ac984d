"""Reading the XML parts of a workbook, element by element and bounded, never building a tree.

openpyxl is not used for reading: its quick mode knows neither merged cells nor hidden rows and rounds to
binary floats, and its full mode has no bounds (docs/decisions/0011-a-workbook-out-and-in.md). What is read here
is the little that an answer can be in: sheets, names, styles, texts, cells.
"""

import re
from dataclasses import dataclass, field, replace
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser
from django.utils.translation import gettext as _

from reporting.workbooks.container import damaged
from reporting.workbooks.errors import WorkbookRefused

MOST_ELEMENTS = 250_000  # of all parts together
MOST_ATTRIBUTES = 40
MOST_DEPTH = 30
MOST_ROWS, MOST_COLUMNS = 2000, 60  # of a sheet; what lies outside is counted and left
MOST_KEPT = 20_000  # cells with something in them, names, texts
LONGEST_TEXT = 500
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class RawCell:
    """What stands in a cell as the file has it: its type, its text, the number of its style, its formula if it has one."""

    row: int
    column: int
    type: str
    text: str
    style: int = 0
    formula: str | None = None

    @property
    def is_text(self):
        """Whether somebody wrote words here: no number, date, error or formula."""
        return self.type in ("s", "inlineStr", "str") and self.formula is None

    def with_text(self, text):
        """The same cell with another text."""
        return replace(self, text=text)


@dataclass
class RawSheet:
    """A sheet as the file has it; `outside` is the first reference beyond the bounds."""

    cells: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    outside: str = ""


class Budget:
    """How many elements may still be read of one workbook."""

    def __init__(self):
        self.elements = MOST_ELEMENTS

    def take(self):
        """Count one element; raises WorkbookRefused when there are too many."""
        self.elements -= 1
        if self.elements < 0:
            raise WorkbookRefused(too_much())


class _Reader(ContentHandler):
    """Hands on elements by their local names, whatever their prefix, and gathers the text of those in `texts`."""

    texts = ()

    def __init__(self, budget):
        super().__init__()
        self.budget, self.text, self.gathering = budget, [], False
        self.kept = self.depth = 0

    def startElement(self, name, attrs):
        """An element begins."""
        self.budget.take()
        self.depth += 1
        if len(attrs) > MOST_ATTRIBUTES or self.depth > MOST_DEPTH:
            raise WorkbookRefused(too_much())
        local = name.rpartition(":")[2]
        if local in self.texts:
            self.text, self.room, self.gathering = [], LONGEST_TEXT, True
        self.begin(local, attrs)

    def endElement(self, name):
        """An element ends."""
        self.depth -= 1
        local = name.rpartition(":")[2]
        if self.gathering and local in self.texts:
            self.gathering = False
        self.end(local)

    def characters(self, content):
        """Text, as much as is kept."""
        if self.gathering and self.room > 0:
            self.text.append(content[: self.room])
            self.room -= len(content)

    def keep(self):
        """Count something that is kept; raises WorkbookRefused when it is too much."""
        self.kept += 1
        if self.kept > MOST_KEPT:
            raise WorkbookRefused(too_much())

    def begin(self, name, attrs):
        """An element begins, by its local name."""

    def end(self, name):
        """An element ends, by its local name."""


def read_part(container, name, reader):
    """Feed a part to a reader and give it back; raises WorkbookRefused with a sentence."""
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(reader)
    try:
        for piece in container.chunks(name):
            parser.feed(piece)
        parser.close()
    except DefusedXmlException:
        raise WorkbookRefused(
            _(
                "Arbejdsbogen indeholder noget, der ikke hører hjemme i et regneark, og er ikke læst. Hent en ny, og skriv tallene i den."
            )
        ) from None
    except (SAXException, LookupError, ValueError):
        raise WorkbookRefused(damaged()) from None
    return reader


class Relations(_Reader):
    """Where a part's relations point: `targets` by id, `kinds` by the end of their type."""

    def __init__(self, budget):
        super().__init__(budget)
        self.targets, self.kinds = {}, {}

    def begin(self, name, attrs):
        """Take one relation."""
        if name == "Relationship" and attrs.get("TargetMode") != "External":
            self.keep()
            self.targets[attrs.get("Id", "")] = attrs.get("Target", "")
            self.kinds.setdefault(attrs.get("Type", "").rpartition("/")[2], attrs.get("Target", ""))


class Contents(_Reader):
    """The workbook's table of contents: sheets as (name, relation, state), and what names stand for."""

    texts = ("definedName",)

    def __init__(self, budget):
        super().__init__(budget)
        self.sheets, self.names, self._name = [], {}, None

    def begin(self, name, attrs):
        """A sheet or a name."""
        if name == "sheet":
            self.keep()
            relation = next((attrs[key] for key in attrs.getNames() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((attrs.get("name", "")[:LONGEST_TEXT], relation, attrs.get("state", "visible")))
        elif name == "definedName":
            self.keep()
            # A name that holds in one sheet alone comes from a copied sheet and is not ours.
            self._name = None if "localSheetId" in attrs else attrs.get("name", "")[:LONGEST_TEXT]

    def end(self, name):
        """The name's target is whole."""
        if name == "definedName" and self._name is not None:
            self.names[self._name] = "".join(self.text)


class Styles(_Reader):
    """The number format of every style: `formats[i]` is its number, `codes` are those that the file defines."""

    def __init__(self, budget):
        super().__init__(budget)
        self.formats, self.codes, self._inside = [], {}, False

    def begin(self, name, attrs):
        """A format, or a style of cells."""
        if name == "numFmt":
            self.keep()
            self.codes[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")[:LONGEST_TEXT]
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self.keep()
            self.formats.append(attrs.get("numFmtId", "0"))

    def end(self, name):
        """The list of cell styles is over."""
        if name == "cellXfs":
            self._inside = False


class Texts(_Reader):
    """The shared texts with the numbers in `wanted`; the others are passed over."""

    texts = ("t",)

    def __init__(self, budget, wanted):
        super().__init__(budget)
        self.wanted, self.found = wanted, {}
        self._number, self._pieces, self._in_reading = -1, [], False

    def begin(self, name, attrs):
        """A text, or the reading aid (phonetic) of one, which is none."""
        if name == "si":
            self._number, self._pieces = self._number + 1, []
        elif name == "rPh":
            self._in_reading = True

    def end(self, name):
        """A piece of a text, or the whole."""
        if name == "t" and not self._in_reading and self._number in self.wanted:
            self._pieces.append("".join(self.text))
        elif name == "rPh":
            self._in_reading = False
        elif name == "si" and self._number in self.wanted:
            self.found[self._number] = "".join(self._pieces)[:LONGEST_TEXT]


class Cells(_Reader):
    """A sheet's cells that hold something, within the bounds, with what is merged and hidden."""

    texts = ("v", "t", "f")

    def __init__(self, budget):
        super().__init__(budget)
        self.sheet = RawSheet()
        self._row = self._column = 0
        self._cell, self._value, self._formula = None, "", None
        self._in_reading = False

    def begin(self, name, attrs):
        """A row, a cell or what is said about them."""
        if name == "row":
            self._row, self._column = _number(attrs.get("r"), self._row + 1), 0
            if attrs.get("hidden") in ("1", "true"):
                self.sheet.hidden_rows.add(self._row)
        elif name == "c":
            self._row, self._column = _place(attrs.get("r"), self._row, self._column + 1)
            self._cell = (attrs.get("t", "n"), _number(attrs.get("s"), 0))
            self._value, self._formula = "", None
        elif name == "rPh":
            self._in_reading = True
        elif name == "col" and attrs.get("hidden") in ("1", "true"):
            first, last = _number(attrs.get("min"), 1), _number(attrs.get("max"), 1)
            self.sheet.hidden_columns |= set(range(first, min(last, MOST_COLUMNS) + 1))
        elif name == "mergeCell":
            self.keep()
            area = area_of(attrs.get("ref", ""))
            if area:
                self.sheet.merged.append(area)

    def end(self, name):
        """What stands in the cell is whole."""
        if name == "f" and self._cell:
            self._formula = "".join(self.text)
        elif name == "v" and self._cell:
            self._value = "".join(self.text)
        elif name == "t" and self._cell and not self._in_reading:
            self._value += "".join(self.text)
        elif name == "rPh":
            self._in_reading = False
        elif name == "c" and self._cell:
            self._keep_cell()
            self._cell = None

    def _keep_cell(self):
        if self._value == "" and self._formula is None:
            return
        if self._row > MOST_ROWS or self._column > MOST_COLUMNS:
            self.sheet.outside = self.sheet.outside or reference(self._row, self._column)
            return
        self.keep()
        kind, style = self._cell
        self.sheet.cells[self._row, self._column] = RawCell(
            self._row, self._column, kind, self._value[:LONGEST_TEXT], style, self._formula
        )


def _number(text, otherwise):
    return int(text) if text and text.isdecimal() and len(text) < 8 else otherwise


def _place(text, row, column):
    """Row and column of a cell; a cell that does not say follows the one before."""
    if not text:
        return row, column
    match = _REFERENCE.fullmatch(text)
    if not match:
        raise ValueError(text)
    return int(match[2]), column_number(match[1])


def column_number(letters):
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def reference(row, column):
    """`B7` for row 7, column 2."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def area_of(text):
    """First and last row and column of `B7` or `B7:C9`, with or without $; None if it is no area."""
    first, _colon, last = text.replace("$", "").partition(":")
    ends = [_REFERENCE.fullmatch(end) for end in (first, last or first)]
    if not all(ends):
        return None
    (top, left), (bottom, right) = ((int(end[2]), column_number(end[1])) for end in ends)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def too_much():
    """That there is far more in a workbook than was sent out."""
    return _("Arbejdsbogen indeholder alt for meget. Kopiér jeres tal over i en ny arbejdsbog, som I henter her.")
