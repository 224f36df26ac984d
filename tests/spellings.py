"""How people write numbers, and what each spelling must come to: one table for parser and form."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Spelling:
    """A text typed into a field of a kind, and the number, None for blank, or the refusal's sentence."""

    text: str
    kind: str
    outcome: Decimal | str | None


def _either(small, large):
    return f"Mener du {small} eller {large}? Skriv komma før decimaler og punktum mellem tusinder."


def _just(number):
    return f"Skriv {number}, hvis det er det, du mener."


def _whole(number, low, high):
    return f"Her skal stå et helt tal. {number} har decimaler; skriv fx {low} eller {high}."


def _no_number(text):
    return f"»{text}« er ikke et tal. Skriv tallet med cifrene 0-9, fx 1.234, eller lad feltet stå tomt."


GROUPING = "Tusinder og decimaler står ikke, så tallet kan læses sikkert. Skriv fx 1.234 eller 1.234,5."
ONLY_NUMBER = "Skriv kun selve tallet, uden enhed, tegn eller tekst, fx 1.234."
NEGATIVE = "Tallet kan ikke være negativt. Skriv 0 eller et positivt tal."
WRITTEN_OUT = "Skriv tallet helt ud, fx 12.500.000 i stedet for 12,5 mio."
NO_EXPONENT = "Skriv tallet helt ud uden E, fx 1.200.000."
TOO_LONG = "Teksten er for lang til at være et tal. Skriv kun tallet."

_READ = {
    "count": {
        "0": "0", "7": "7", "1234": "1234", "1.234": "1234", "18.058": "18058", "100.000": "100000",
        "1 234": "1234", "1\u00a0234": "1234", "1\u202f234": "1234", "1\u2009234": "1234",
        "  42 ": "42", "\t42\n": "42", "\u00a042": "42", "12,0": "12", "12,00": "12", "1.234,000": "1234", "0,000": "0",
    },
    "decimal": {"0,5": "0.5", "7,25": "7.25", "12,50": "12.5", "499,99": "499.99", "0,250": "0.25", "500": "500"},
    "amount": {
        "18.058": "18058", "1.234,5": "1234.5", "1 234,5": "1234.5", "1\u00a0234,5": "1234.5", "1\u202f234,5": "1234.5",
        "1\u2009234,5": "1234.5", "1234,5": "1234.5", "12.500,00": "12500", "1 234 567,89": "1234567.89", "1.234.567": "1234567",
        "2.000.000.000": "2000000000", "0,01": "0.01", "1234,500": "1234.5",
    },
}  # fmt: skip

_REFUSED = {
    "count": {
        # Two readings: both are offered, none is taken.
        "1.5": _either("1,5", "15"),
        "0.058": _either("0,058", "58"),
        "12.50": _either("12,50", "1.250"),
        "1234.5": _either("1234,5", "12.345"),
        "012.345": _either("12,345", "12.345"),
        "1,234.5": _either("1.234,5", "12.345"),
        "1,234,567.8": _either("1.234.567,8", "12.345.678"),
        "12,000": _either("12", "12.000"),
        "1,234": "Her skal stå et helt tal. " + _just("1.234"),
        "1,234,567": _just("1.234.567"),
        "0.00": _just("0"),
        "12,": _just("12"),
        "12.": _just("12"),
        "1,5": _whole("1,5", "1", "2"),
        "0,058": _whole("0,058", "0", "1"),
        "1.234,5": _whole("1.234,5", "1.234", "1.235"),
        # Groups that are no groups.
        "12.34.567": GROUPING, "1.234 567": GROUPING, "1 234\u00a0567": GROUPING, "1'234": GROUPING, "1’234": GROUPING,
        "1 2": GROUPING, "12 34": GROUPING, "1..234": GROUPING, "1,2,3": GROUPING, "01.234": _either("1,234", "1.234"),
        "0.123.456": GROUPING, "1.234.56": GROUPING, "1 234.5": GROUPING, "2018 2019": GROUPING,
        "007": "Et tal begynder ikke med 0. " + _just("7"),
        "00": "Et tal begynder ikke med 0. " + _just("0"),
        # Signs.
        "-5": NEGATIVE, "\u22125": NEGATIVE, "–5": NEGATIVE, "- 5": NEGATIVE, "-0": NEGATIVE, "-1.234,5": NEGATIVE,
        "+5": "Skriv tallet uden plus foran.", "(5)": ONLY_NUMBER, "5-": ONLY_NUMBER,
        # No numbers, or not only numbers.
        "1e3": NO_EXPONENT, "1,2E+06": NO_EXPONENT, "0x10": ONLY_NUMBER, "1_000": ONLY_NUMBER, "=2+3": ONLY_NUMBER,
        "NaN": _no_number("NaN"), "Infinity": _no_number("Infinity"), "∞": _no_number("∞"), "½": _no_number("½"),
        "1½": _no_number("1½"), "１２": _no_number("１２"), "٣٤": _no_number("٣٤"), "5²": _no_number("5²"), "N/A": _no_number("N/A"),
        "-": _no_number("-"), "syv": _no_number("syv"), ".": _no_number("."),
        "5 %": ONLY_NUMBER, "3-4": ONLY_NUMBER, "3–4": ONLY_NUMBER, "ca. 5": ONLY_NUMBER, "500 årsværk": ONLY_NUMBER, "12 stk": ONLY_NUMBER,
        "1\t234": ONLY_NUMBER, "12\n34": ONLY_NUMBER, "\u200e12": ONLY_NUMBER, "\u200b12": ONLY_NUMBER,
        "12k": WRITTEN_OUT, "9" * 41: TOO_LONG,
        "9" * 40: "9" + ".999" * 13 + " er mere, end feltet tager (højst 100.000). Se efter, om der er et nul for meget.",
        "100.001": "100.001 er mere, end feltet tager (højst 100.000). Se efter, om der er et nul for meget.",
    },
    "decimal": {
        "1.5": _either("1,5", "15"),
        "0.50": _either("0,50", "50"),
        "1,250": _either("1,25", "1.250"),
        "1,2345": "Her er plads til højst 2 decimaler. " + _just("1,23"),
        "0,058": "Her er plads til højst 2 decimaler. " + _just("0,06"),
        ",5": "Skriv 0 foran kommaet: 0,5.",
        ".5": "Skriv 0 foran kommaet: 0,5.",
        "0012,5": "Et tal begynder ikke med 0. " + _just("12,5"),
        "500,01": "500,01 er mere, end feltet tager (højst 500). Se efter, om der er et nul for meget.",
        "18.058": "18.058 er mere, end feltet tager (højst 500). Se efter, om der er et nul for meget.",
    },
    "amount": {
        "1.5": _either("1,5", "15"),
        "1,234.5": _either("1.234,5", "12.345"),
        "1,234": _either("1,23", "1.234"),
        "500,000": _either("500", "500.000"),
        "12.500,00 kr.": ONLY_NUMBER, "kr. 12.500": ONLY_NUMBER, "12.500,-": ONLY_NUMBER, "12.500 DKK": ONLY_NUMBER, "12 €": ONLY_NUMBER,
        "12,5 mio": WRITTEN_OUT, "12,5mio.": WRITTEN_OUT, "12,5\u00a0mio. kr.": WRITTEN_OUT, "2 mia": WRITTEN_OUT, "12 tkr.": WRITTEN_OUT,
        "12 t.kr.": WRITTEN_OUT, "500 tusind": WRITTEN_OUT, "12,5 mkr": WRITTEN_OUT, "12.5M": WRITTEN_OUT, "3 millioner": WRITTEN_OUT,
        "2.000.000.000,01": "2.000.000.000,01 er mere, end feltet tager (højst 2.000.000.000). Se efter, om der er et nul for meget.",
    },
}  # fmt: skip

SPELLINGS = (
    Spelling("", "count", None),
    Spelling(" \u00a0\t", "amount", None),
    *(Spelling(text, kind, Decimal(number)) for kind, rows in _READ.items() for text, number in rows.items()),
    *(Spelling(text, kind, sentence) for kind, rows in _REFUSED.items() for text, sentence in rows.items()),
)
