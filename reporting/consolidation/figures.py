"""What a national figure is when somebody looks at it: the same object for screen, command, file and book.

Every text that shows a figure comes from here, so two places cannot print two roundings.
"""

from dataclasses import dataclass
from decimal import Decimal

from reporting.numbers import MINUS, NO_BREAK_SPACE, format_number

PUBLISHED = "published"  # taken over from an earlier printed account, at printed precision
FILINGS = "filings"  # computed from accepted filings
APPROXIMATELY = "ca."


@dataclass(frozen=True)
class YearValue:
    """One year's value of a figure; `value` is unrounded and None where nothing was published."""

    year: int
    value: Decimal | None
    decimals: int
    source: str

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
    def change_text(self) -> str:
        """The change as printed in the tables, `–` where none is given."""
        return "–" if self.change is None else self.change.text
