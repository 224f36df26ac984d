"""How a workbook looks: the web's colours, one typeface that every office has, cells to write in that stand out."""

from functools import cache

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

INK, SOFT, ACCENT, DARK = "14213A", "4A5872", "0B5C6B", "084651"
LINE, FIELD_LINE, PAPER, WARM, PALE = "D5DBE5", "66738C", "FFFFFF", "FFF5DC", "8A96AB"
TYPEFACE = "Calibri"
TEXT_SIZE, SMALL_SIZE = 11, 9
LINE_HEIGHT = {TEXT_SIZE: 15.5, SMALL_SIZE: 12.75}  # points
CHARACTERS_PER_WIDTH = {TEXT_SIZE: 0.95, SMALL_SIZE: 1.15}  # text set in a column, careful with wide letters
NUMBER_FORMATS = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00"}

_HAIR = Side(style="thin", color=LINE)
_FIELD = Side(style="thin", color=FIELD_LINE)
_STRONG = Side(style="medium", color=INK)

FONTS = {
    "text": Font(name=TYPEFACE, size=TEXT_SIZE, color=INK),
    "bold": Font(name=TYPEFACE, size=TEXT_SIZE, color=INK, bold=True),
    "small": Font(name=TYPEFACE, size=SMALL_SIZE, color=SOFT),
    "code": Font(name=TYPEFACE, size=8, color=PALE),
    "title": Font(name=TYPEFACE, size=20, color=ACCENT, bold=True),
    "lead": Font(name=TYPEFACE, size=TEXT_SIZE, color=SOFT),
    "group": Font(name=TYPEFACE, size=12, color=DARK, bold=True),
    "head": Font(name=TYPEFACE, size=SMALL_SIZE, color=SOFT, bold=True),
    "head_now": Font(name=TYPEFACE, size=TEXT_SIZE, color=DARK, bold=True),
    "link": Font(name=TYPEFACE, size=TEXT_SIZE, color=ACCENT, underline="single"),
    "brand": Font(name=TYPEFACE, size=SMALL_SIZE, color=ACCENT, bold=True),
    "number": Font(name=TYPEFACE, size=16, color=ACCENT, bold=True),
}
FILLS = {
    "input": PatternFill("solid", fgColor=WARM),
    "cross": PatternFill("solid", fgColor=PAPER),
}
BORDERS = {
    "row": Border(bottom=_HAIR),
    "field": Border(left=_FIELD, right=_FIELD, top=_FIELD, bottom=_FIELD),
    "under": Border(bottom=_STRONG),
}


@cache
def aligned(across="left", down="center", wrap=False, indent=0):
    """An alignment; each is made once, for a workbook has thousands of cells."""
    return Alignment(horizontal=across, vertical=down, wrap_text=wrap, indent=indent)


def write(cell, text, font="text", *, wrap=False, across="left", down="center", indent=0):
    """Set a text in a cell, in one of the FONTS; it stays a text, also when it begins with = + - or @."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(text))
    if cell.value:
        cell.data_type = "s"
    cell.quotePrefix = str(text)[:1] in tuple("=+-@\t")  # a spreadsheet keeps it a text when it is edited
    cell.font = FONTS[font]
    cell.alignment = aligned(across, down, wrap, indent)
    return cell


def write_number(cell, number, decimals, font="text"):
    """Set a number in a cell, shown with its decimals in the way of the reader's spreadsheet."""
    cell.value = number
    cell.number_format = NUMBER_FORMATS[min(decimals, 2)]
    cell.font = FONTS[font]
    cell.alignment = aligned("right", indent=1)
    return cell


def make_input(cell, *, across="right", fill="input"):
    """Make a cell one to write in: unlocked and framed; warm where a number is expected."""
    cell.protection = Protection(locked=False)
    cell.fill = FILLS[fill]
    cell.border = BORDERS["field"]
    cell.font = FONTS["text"]
    cell.alignment = aligned(across, indent=int(across != "center"))
    return cell


def protect(sheet):
    """Lock what is no input, without a password: who wants to can look how it is made, nobody slips."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False  # columns may be made wider
    sheet.protection.formatRows = False


def set_up_paper(sheet, *, heads=None, name=""):
    """One page wide: landscape with the `heads` on every page, or all on one upright page where there are none."""
    sheet.page_setup.orientation = "landscape" if heads else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0 if heads else 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = heads
    sheet.oddFooter.left.text = name.replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"
    sheet.oddFooter.left.size = sheet.oddFooter.right.size = 8


def lines(text, width, size=TEXT_SIZE):
    """How many lines a text takes in a column of `width`, words and line ends kept."""
    room = max(1, int(width * CHARACTERS_PER_WIDTH[size]))
    return sum(_lines(paragraph, room) for paragraph in str(text).splitlines() or [""])


def _lines(paragraph, room):
    count, used = 1, 0
    for word in paragraph.split():
        if used and used + 1 + len(word) > room:
            count, used = count + 1, 0
        used += len(word) + (1 if used else 0)
    return count


def height(*wants, least=21, air=7):
    """Height of a row in points that holds every (text, width, size)."""
    return max(least, *(lines(text, width, size) * LINE_HEIGHT[size] + air for text, width, size in wants))
