"""Danish numbers: one strict reader and one writer, used by form, paste, workbook, tables and book.

A number is either understood exactly or refused with a sentence that says what to write; it is never
guessed. `18.058` is eighteen thousand and fifty-eight; `1.5` could be one and a half or fifteen, so both
readings are offered and nothing is stored.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
# Spaces that spreadsheets and word processors put between groups of three digits.
GROUPING_SPACES = " \u00a0\u202f\u2009"
LONGEST_INPUT = 40
# Room for every digit of the longest input: with the usual 28 a long row of digits could not be quantized.
_ROOMY = Context(prec=3 * LONGEST_INPUT)

_PLAIN = re.compile(r"(0|[1-9][0-9]*)(,[0-9]+)?")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
_SPACED = re.compile(r"[1-9][0-9]{0,2}([ \u00a0\u202f\u2009])[0-9]{3}(\1[0-9]{3})*(,[0-9]+)?")
_ENGLISH = re.compile(r"([0-9]+)\.([0-9]+)")
_ENGLISH_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,}")
# Three decimals after one to three digits: 12,500 is twelve and a half here and 12500 in an English spreadsheet.
_TWO_FACED = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_MAGNITUDE = re.compile(r"(?i)(?<![a-zæøå])(mi[aol]|tusind|t\.?\s?kr|m\.?\s?kr)|[0-9]\s*[kmt]$")


class NumberRefused(ValueError):
    """The text is not one unmistakable number; str() is the sentence for the person who typed it."""


@dataclass(frozen=True)
class NumberKind:
    """What numbers a field takes: how many decimals, and the bounds (inclusive; None is no bound)."""

    decimals: int = 0
    minimum: Decimal | None = Decimal(0)
    maximum: Decimal | None = None


def parse_number(text: str, kind: NumberKind = NumberKind()) -> Decimal | None:
    """Return the number that `text` says in Danish notation, or None when it is blank.

    Raises NumberRefused with a sentence in the user's language for everything else. A blank is never 0.
    """
    text = text.strip(" \u00a0\u202f\u2009\t\r\n")
    if not text:
        return None
    if len(text) > LONGEST_INPUT:
        raise NumberRefused(_("Teksten er for lang til at være et tal. Skriv kun tallet."))
    if _PLAIN.fullmatch(text) or _DOTTED.fullmatch(text) or _SPACED.fullmatch(text):
        number = Decimal(_without_grouping(text).replace(",", "."))
        with localcontext(_ROOMY):
            _check_decimals(number, text, kind)
        _check_bounds(number, kind)
        return number
    raise NumberRefused(_refusal(text))


def _without_grouping(text):
    for mark in "." + GROUPING_SPACES:
        text = text.replace(mark, "")
    return text


def _check_decimals(number, text, kind):
    places = -number.as_tuple().exponent
    if places <= kind.decimals:
        return
    rounded = round_half_up(number, kind.decimals)
    if _TWO_FACED.fullmatch(text):
        large = format_number(number.scaleb(3))
        if kind.decimals == 0 and number != rounded:
            raise NumberRefused(
                _("Her skal stå et helt tal. Skriv %(number)s, hvis det er det, du mener.") % {"number": large}
            )
        raise NumberRefused(_two_readings(format_exact(rounded), large))
    if number == rounded:
        return  # 12,0 is the whole number 12: nothing is lost by reading it so
    if kind.decimals == 0:
        low = number.to_integral_value(rounding=ROUND_FLOOR)
        raise NumberRefused(
            _("Her skal stå et helt tal. %(number)s har decimaler; skriv fx %(low)s eller %(high)s.")
            % {"number": format_number(number, places), "low": format_number(low), "high": format_number(low + 1)}
        )
    raise NumberRefused(
        ngettext(
            "Her er plads til højst %(decimals)d decimal. Skriv %(rounded)s, hvis det er det, du mener.",
            "Her er plads til højst %(decimals)d decimaler. Skriv %(rounded)s, hvis det er det, du mener.",
            kind.decimals,
        )
        % {"decimals": kind.decimals, "rounded": format_number(rounded, kind.decimals)}
    )


def _check_bounds(number, kind):
    if kind.minimum is not None and number < kind.minimum:
        raise NumberRefused(_("Tallet skal være mindst %(limit)s.") % {"limit": format_exact(kind.minimum)})
    if kind.maximum is not None and number > kind.maximum:
        raise NumberRefused(
            _("%(number)s er mere, end feltet tager (højst %(limit)s). Se efter, om der er et nul for meget.")
            % {"number": format_exact(number), "limit": format_exact(kind.maximum)}
        )


def _two_readings(small, large):
    return _("Mener du %(small)s eller %(large)s? Skriv komma før decimaler og punktum mellem tusinder.") % {
        "small": small,
        "large": large,
    }


def _refusal(text):
    """Say why `text` is refused and what to write instead, with both readings where there are two."""
    if re.fullmatch(r"[-\u2212\u2013+]\s*[0-9.,\s]+", text):
        if text[0] == "+":
            return _("Skriv tallet uden plus foran.")
        return _("Tallet kan ikke være negativt. Skriv 0 eller et positivt tal.")
    english = _ENGLISH.fullmatch(text)
    if english:
        small, large = f"{_ungrouped(english[1])},{english[2]}", Decimal(english[1] + english[2])
        return _two_readings(small, format_number(large)) if large else _just("0")
    if _ENGLISH_GROUPED.fullmatch(text):
        whole, _dot, fraction = text.replace(",", "").partition(".")
        danish = format_number(Decimal(whole))
        if not fraction:
            return _just(danish)
        return _two_readings(f"{danish},{fraction}", format_number(Decimal(whole + fraction)))
    if re.fullmatch(r"[0-9][0-9., \u00a0\u202f\u2009'\u2019]*", text):
        if re.fullmatch(r"0[0-9]+(,[0-9]+)?", text):
            return _("Et tal begynder ikke med 0. Skriv %(number)s, hvis det er det, du mener.") % {
                "number": _ungrouped(text)
            }
        if re.fullmatch(r"[0-9]+[.,]", text):
            return _just(_ungrouped(text[:-1]))
        return _("Tusinder og decimaler står ikke, så tallet kan læses sikkert. Skriv fx 1.234 eller 1.234,5.")
    if re.fullmatch(r"[.,][0-9]+", text):
        return _("Skriv 0 foran kommaet: %(number)s.") % {"number": "0," + text[1:]}
    if re.search(r"[0-9]", text) and _MAGNITUDE.search(text):
        return _("Skriv tallet helt ud, fx 12.500.000 i stedet for 12,5 mio.")
    if re.fullmatch(r"[0-9.,]+[eE][+-]?[0-9]+", text):
        return _("Skriv tallet helt ud uden E, fx 1.200.000.")
    if re.search(r"[0-9]", text) and not _has_other_digits(text):
        return _("Skriv kun selve tallet, uden enhed, tegn eller tekst, fx 1.234.")
    return _("»%(text)s« er ikke et tal. Skriv tallet med cifrene 0-9, fx 1.234, eller lad feltet stå tomt.") % {
        "text": text
    }


def _just(number):
    return _("Skriv %(number)s, hvis det er det, du mener.") % {"number": number}


def _has_other_digits(text):
    """Whether there is a numeral that is none of 0-9: a fraction, a fullwidth or an Arabic digit."""
    return any(unicodedata.numeric(sign, None) is not None and sign not in "0123456789" for sign in text)


def _ungrouped(digits):
    whole, comma, fraction = digits.partition(",")
    return (whole.lstrip("0") or "0") + comma + fraction


def round_half_up(number: Decimal, decimals: int = 0) -> Decimal:
    """Round once, at the end, halves away from zero, to `decimals` places; never returns minus zero."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_ROOMY)
    return rounded if rounded else rounded.copy_abs()


def format_number(number: Decimal, decimals: int = 0) -> str:
    """Write `number` with `decimals` decimals, rounded half up, the Danish way: 18.058 · 494,37 · −9."""
    text = f"{round_half_up(number, decimals).copy_abs():,f}"
    text = text.replace(",", "\u0000").replace(".", ",").replace("\u0000", ".")
    return MINUS + text if round_half_up(number, decimals) < 0 else text


def format_exact(number: Decimal) -> str:
    """Write `number` with as many decimals as it has and no more, as it would be typed in a form."""
    normal = number.normalize(_ROOMY)
    return format_number(number, max(0, -normal.as_tuple().exponent))
