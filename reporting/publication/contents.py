"""All that the book prints, prepared: templates display it and compute nothing.

`reporting.publication.queries.book_contents` fills it from one consolidation, so a number cannot
reach a page by any other way.
"""

import datetime
import hashlib
from dataclasses import dataclass, field
from decimal import Decimal

from reporting.consolidation.queries import Figure


@dataclass(frozen=True)
class Unit:
    """A reporting unit as the book lists it; `level` is gold, silver, bronze or empty."""

    name: str
    kind: str  # "cluster" | "network"
    level: str
    hosted_networks: tuple[str, ...]
    former_name: str


@dataclass(frozen=True)
class Slice:
    """One part of a whole that is shown with its share; shares shown together add to 100."""

    code: str
    label: str
    amount: Decimal
    amount_text: str
    unit: str
    share: int

    @property
    def share_text(self) -> str:
        """The share in whole percent, `37 %`."""
        return f"{self.share}\u00a0%"


@dataclass(frozen=True)
class Country:
    """A country and how many collaborations the units had there, all kinds together."""

    code: str
    name: str
    collaborations: int


@dataclass(frozen=True)
class Story:
    """A case story as printed on its spread; `body` is Markdown, `picture` a JPEG file cut to the page with its bleed."""

    unit_name: str
    category: str
    category_label: str
    headline: str
    lead: str
    body: str
    quote: str
    credit: str
    alt: str
    picture: bytes = field(default=b"", repr=False)

    @property
    def picture_address(self) -> str:
        """The address by which the page names its picture, empty without one."""
        return f"picture:{hashlib.sha256(self.picture).hexdigest()}" if self.picture else ""


@dataclass(frozen=True)
class TableBlock:
    """The rows of one section under its title; `table` is the title of the printed table it stands in."""

    table: str
    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Footnote:
    """A unit's explanation of a number of its own, below the table with the row `code` that the number is part of."""

    code: str
    unit_name: str
    text: str


@dataclass(frozen=True)
class ChapterText:
    """One chapter's prose, Markdown with placeholders, as the editor wrote it."""

    code: str
    layout: str
    title: str
    lead: str
    body: str
    pulls: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    in_contents: bool = True


@dataclass(frozen=True)
class Book:
    """The whole book: chapters in order and everything their layouts show."""

    title: str
    subtitle: str
    year: int
    years: tuple[int, ...]  # the years of the tables, oldest first
    published_on: datetime.date
    fingerprint: str
    is_demo: bool  # the units' figures are made up, and the book says so
    accepted: int
    expected: int
    chapters: tuple[ChapterText, ...]
    figures: dict[str, Figure]
    facts: dict[str, str]  # values of placeholders that are no figures, already formatted
    tables: tuple[TableBlock, ...]
    units: tuple[Unit, ...]
    funding: tuple[Slice, ...]
    collaborations: tuple[Slice, ...]
    countries: tuple[Country, ...]  # most collaborations first
    stories: tuple[Story, ...] = field(default=())
    footnotes: tuple[Footnote, ...] = field(default=())  # in the order of the tables, then of the units

    @property
    def is_preliminary(self) -> bool:
        """Whether units are still missing among the accepted ones."""
        return self.accepted < self.expected
