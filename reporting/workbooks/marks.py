"""The marks by which a workbook of ours is known again: who it is for, and where each answer stands.

Written by template.py and read by reading.py. Spreadsheets keep names of cells when rows, columns or
sheets are moved or renamed, so an answer is found by name and never by place. Its code stands in its row
as well, so rows that were sorted are noticed.
"""

from reporting.submissions.models import Submission

PRODUCT = "viden-og-vaekst"
TEMPLATE_VERSION = 1  # counts up when older workbooks cannot be read any more
MARKS_SHEET = "_skabelon"  # very hidden; holds `marks_of` and, per answer, what it is based on
BASE = "base"  # rows of the sheet: an answer and what it is based on
ALONG = "along"  # and the sheets that hold no answers


def value_name(code):
    """Name of the cell for a number."""
    return f"v_{code}"


def cross_name(code):
    """Name of the cell for `not relevant`."""
    return f"x_{code}"


def list_name(code):
    """Name of the rows of a list: the first column holds countries, the last one numbers."""
    return f"l_{code}"


def marks_of(submission: Submission) -> dict[str, str]:
    """What a workbook for this filing says about itself."""
    return {
        "product": PRODUCT,
        "template": str(TEMPLATE_VERSION),
        "year": str(submission.round.year),
        "unit": submission.cluster.slug,
        "catalogue": submission.round.catalogue.fingerprint,
    }


def base_of(answer) -> str:
    """What an answer in a workbook is based on: the value's version, or the list as it stood."""
    return write_list(answer.countries) if answer.indicator.is_list_of_countries else str(answer.version)


def write_list(countries: dict[str, int]) -> str:
    """A list of countries in one line, always in the same order."""
    return " ".join(f"{code}:{count}" for code, count in sorted(countries.items()))


def read_list(text: str) -> dict[str, int]:
    """The list that `write_list` wrote; what is no pair of code and number is left out."""
    pairs = (pair.partition(":") for pair in text.split())
    return {code: int(count) for code, _colon, count in pairs if count.isdecimal() and len(count) < 10}
