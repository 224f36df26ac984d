"""One cell: the answer that stands in it, or a sentence on why it is not taken.

Nothing is computed and nothing is guessed: a formula is refused whatever Excel last made of it, a text is
read by the one parser of numbers, and a number is taken exactly as it stands.
"""

import datetime
import re
from decimal import Context, Decimal

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from reporting.dates import day_text
from reporting.numbers import NumberKind, NumberRefused, format_exact, parse_number
from reporting.submissions.queries import country_code, country_name

_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?")
_DIGITS_OF_A_SPREADSHEET = Context(prec=15)  # what it shows; the rest is the noise of binary fractions
_LARGEST = Decimal(10) ** 15
_FIRST_DAY = datetime.date(1899, 12, 30)
_LAST_DAY = 2_958_465  # in the year 9999
LONGEST_SHOWN = 60


class CellRefused(ValueError):
    """The cell is not taken; str() is the sentence for the person who filled it in."""


class DateRefused(CellRefused):
    """The cell is a date; the sentence says which, for its number in the file means nothing to people."""


def format_code(cell, styles) -> str:
    """The number format of a cell, as its code."""
    number = styles.formats[cell.style] if styles and cell.style < len(styles.formats) else "0"
    return styles.codes.get(number) or BUILTIN_FORMATS.get(int(number) if number.isdecimal() else 0, "General")


def shown_text(cell) -> str:
    """What stands in the cell, for the report: as it was written, shortened; empty where the sentence says it."""
    if cell.formula is None and cell.type in ("b", "d", "e"):
        return ""
    text = f"={cell.formula}" if cell.formula is not None else " ".join(cell.text.split())
    if cell.formula is None and cell.type == "n" and _NUMBER.fullmatch(cell.text):
        text = format_exact(_DIGITS_OF_A_SPREADSHEET.create_decimal(cell.text))
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def number_in(cell, format_, kind: NumberKind) -> Decimal | None:
    """The number in a cell, None when it is blank; raises CellRefused or NumberRefused."""
    _refuse_what_is_neither_number_nor_text(cell)
    if cell.type != "n":
        return parse_number(cell.text, kind)
    if not _NUMBER.fullmatch(cell.text.strip()):
        raise CellRefused(_("Cellen kan ikke læses. Skriv tallet i den igen."))
    if is_date_format(format_):
        raise DateRefused(_date_sentence(cell.text))
    if "%" in format_:
        raise CellRefused(
            _(
                "Cellen er vist som procent, så det ikke er til at se, hvilket tal I mener. Vælg formatet »Tal«, og skriv tallet igen."
            )
        )
    number = _DIGITS_OF_A_SPREADSHEET.create_decimal(cell.text.strip())
    if abs(number) >= _LARGEST:
        raise CellRefused(
            _("Tallet er mere, end feltet tager (højst %(limit)s). Se efter, om der er et nul for meget.")
            % {"limit": format_exact(kind.maximum)}
        )
    return parse_number(format_exact(number), kind)


def cross_in(cell) -> bool:
    """Whether the cell says `not relevant`; raises CellRefused for anything but x and blank."""
    _refuse_what_is_neither_number_nor_text(cell)
    text = cell.text.strip().lower()
    if text not in ("", "x"):
        raise CellRefused(
            _(
                "Her kan kun stå x: »ikke relevant for os«. Skriv x, eller lad cellen stå tom, og skriv tallet i kolonnen for året."
            )
        )
    return text == "x"


def country_in(cell) -> str | None:
    """The code of the country in a cell, None when it is blank; raises CellRefused."""
    _refuse_what_is_neither_number_nor_text(cell)
    text = cell.text.strip()
    if not text:
        return None
    code = country_code(text)
    if code is None:
        raise CellRefused(
            _("»%(country)s« er ikke et land på listen. Skriv fx Tyskland, Germany eller DE.")
            % {"country": text[:LONGEST_SHOWN]}
        )
    return code


def count_in(cell, format_, kind: NumberKind, country) -> int:
    """The number beside a country; raises CellRefused with the country's name before the sentence."""
    try:
        number = number_in(cell, format_, kind) if cell else None
    except (CellRefused, NumberRefused) as refusal:
        raise CellRefused(f"{country_name(country)}: {refusal}") from None
    if not number:
        raise CellRefused(
            _("%(country)s mangler et antal. Skriv, hvor mange samarbejder der er, eller slet landet.")
            % {"country": country_name(country)}
        )
    return int(number)


def _refuse_what_is_neither_number_nor_text(cell):
    if cell.formula is not None:
        raise CellRefused(
            _(
                "Cellen er en formel. Formler regnes ikke ud her: kopiér cellen, og indsæt den som værdi (Indsæt speciel → Værdier)."
            )
        )
    if cell.type == "e":
        raise CellRefused(
            _("Cellen viser fejlen %(error)s. Skriv tallet i stedet, eller slet indholdet.")
            % {"error": cell.text[:LONGEST_SHOWN]}
        )
    if cell.type == "b":
        raise CellRefused(
            _("Cellen siger %(value)s og ikke et tal. Skriv tallet i stedet, eller slet indholdet.")
            % {"value": _("SAND") if cell.text.strip() in ("1", "true") else _("FALSK")}
        )
    if cell.type == "d":
        raise DateRefused(_date_sentence(""))


def _date_sentence(text):
    days = int(Decimal(text)) if text else -1
    if 0 < days <= _LAST_DAY:
        return _(
            "Excel har lavet det, I skrev, om til en dato (%(day)s). Vælg formatet »Tal«, og skriv tallet igen med komma før decimaler."
        ) % {"day": day_text(_FIRST_DAY + datetime.timedelta(days=days))}
    return _("Cellen er en dato. Vælg formatet »Tal«, og skriv tallet igen med komma før decimaler.")
