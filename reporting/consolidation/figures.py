"""What a national figure is when somebody looks at it: the same object for screen, command, file and book.

Every text that shows a figure comes from here, so two places cannot print two roundings.
"""

import itertools
import string
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reporting.catalogue.models import in_language
from reporting.numbers import MINUS, NO_BREAK_SPACE, format_number

PUBLISHED = "published"  # taken over from an earlier printed account, at printed precision
FILINGS = "filings"  # computed from accepted filings
APPROXIMATELY = "ca."
BROKEN = "brud"  # instead of a change across a break; the same in every language, for the fingerprint reads it


@dataclass(frozen=True)
class Break:
    """Why a row does not go on into `year`: what is asked or added up from then on, and what it was before."""

    year: int
    label_da: str
    before_da: str
    after_da: str
    label_en: str = ""
    before_en: str = ""
    after_en: str = ""

    @property
    def label(self) -> str:
        """The question or row that changed, in the reader's language."""
        return in_language(self.label_da, self.label_en)

    @property
    def before(self) -> str:
        """What it said until then, in the reader's language."""
        return in_language(self.before_da, self.before_en)

    @property
    def after(self) -> str:
        """What it says since, in the reader's language."""
        return in_language(self.after_da, self.after_en)


@dataclass(frozen=True)
class YearValue:
    """One year's value of a figure; `value` is unrounded and None where nothing was published.

    `is_break`: it does not measure what the values before it measured.
    """

    year: int
    value: Decimal | None
    decimals: int
    source: str
    is_break: bool = False

    @property
    def text(self) -> str:
        """The value as printed, `–` where there is none."""
        return "–" if self.value is None else format_number(self.value, self.decimals)


@dataclass(frozen=True)
class Change:
    """The change against the year before: rounded to a whole `%` or `%-point` (percentage points)."""

    value: Decimal
    in_points: bool
    approximate: bool  # the printed precision of the year before leaves the last digit open

    @property
    def unit(self) -> str:
        """`%-point` for shares, else `%`."""
        return "%-point" if self.in_points else "%"

    @property
    def text(self) -> str:
        """As printed in the tables: `19 %`, `−9 %`, `ca. 14 %`, `2 %-point`."""
        prefix = f"{APPROXIMATELY}{NO_BREAK_SPACE}" if self.approximate else ""
        return f"{prefix}{format_number(self.value)}{NO_BREAK_SPACE}{self.unit}"

    @property
    def magnitude(self) -> str:
        """Without the sign, for sentences that say the direction in words."""
        return self.text.replace(MINUS, "")


@dataclass(frozen=True)
class Figure:
    """One row of the printed tables with the years before it, oldest first, the reference year last."""

    code: str
    section: str
    label: str
    heading: str  # group heading over rows that share it, "" if none
    short_label: str  # label under that heading
    level: int
    unit: str
    kind: str
    decimals: int
    series: tuple[YearValue, ...]
    change: Change | None  # None: nothing to compare with, or wider open than ten points
    contributors: int = 0  # units that filed a number for it
    breaks: tuple[Break, ...] = ()  # between the years of the series, oldest first

    @property
    def current(self) -> YearValue:
        """The reference year's value."""
        return self.series[-1]

    @property
    def before(self) -> YearValue:
        """The value of the year before."""
        return self.series[-2]

    @property
    def value(self) -> Decimal | None:
        """The reference year's value, unrounded, in the figure's unit."""
        return self.current.value

    @property
    def text(self) -> str:
        """The reference year's value as printed, without unit."""
        return self.current.text

    @property
    def is_change_across_a_break(self) -> bool:
        """Whether there are two values to set against each other that do not measure the same."""
        return self.current.is_break and None not in (self.value, self.before.value)

    @property
    def change_text(self) -> str:
        """The change as printed in the tables, `brud` across a break, `–` where none is given."""
        if self.is_change_across_a_break:
            return BROKEN
        return "–" if self.change is None else self.change.text


def lettered(figures: Iterable[Figure]) -> dict[Break, str]:
    """The breaks of a table's rows with the letter that each has in it: a, b, c … in the order of the rows."""
    found = dict.fromkeys(entry for figure in figures for entry in figure.breaks)
    letters = (
        "".join(some) for size in itertools.count(1) for some in itertools.product(string.ascii_lowercase, repeat=size)
    )
    return dict(zip(found, letters, strict=False))


def cells_of(figure: Figure, letters: dict[Break, str]) -> tuple[tuple[YearValue, tuple[str, ...]], ...]:
    """The years of a row, each with the letters of the breaks before it."""
    return tuple(
        (value, tuple(letters[entry] for entry in figure.breaks if entry.year == value.year)) for value in figure.series
    )
