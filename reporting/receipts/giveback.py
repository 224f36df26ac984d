"""What a unit gets back for its figures: its own way over the years, and its place among the others.

One GiveBack serves the page and the paper. Others are never told apart: see comparison.py.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import CertificationLevel, ClusterKind
from reporting import charts
from reporting.receipts.circles import circle_of, groups_of
from reporting.receipts.comparison import FEWEST, Place, place_among, safe_groups
from reporting.receipts.figures import KeyFigure, key_figures, size_code
from reporting.receipts.queries import landscape, numbers_of, peers_of
from reporting.submissions.queries import NOT_RELEVANT, change_text

HEADLINES = 4
YEARS_SHOWN = 5


@dataclass(frozen=True)
class Point:
    """The unit's own number in one year; None where it has none."""

    year: int
    number: Decimal | None
    text: str


@dataclass(frozen=True)
class Row:
    """One key figure: the years, the change, and the place among all and in the chosen group."""

    figure: KeyFigure
    points: tuple[Point, ...]
    place: Place | None
    group_place: Place | None

    @property
    def now(self) -> Point:
        """The year that was filed."""
        return self.points[-1]

    @property
    def before(self) -> Point | None:
        """The year before it in which the unit filed, if there is one."""
        return self.points[-2] if len(self.points) > 1 else None

    @property
    def change(self) -> str:
        """The change against the year before, empty where one of the two is missing."""
        if self.before is None or self.now.number is None or self.before.number is None:
            return ""
        return change_text(self.now.number, self.before.number)

    @property
    def headline(self) -> str:
        """The figure in a sentence, empty where none is written for it."""
        if self.before is None:
            return self.figure.sentence(self.now.number, None, None)
        return self.figure.sentence(self.now.number, self.before.number, self.before.year)

    @property
    def rank(self) -> str:
        """`nr. 7 af 31`, empty where it cannot be told."""
        if self.place is None:
            return ""
        text = _("delt nr. %(rank)d af %(units)d") if self.place.shares_rank else _("nr. %(rank)d af %(units)d")
        return text % {"rank": self.place.rank, "units": self.place.units}

    @property
    def quarter(self) -> str:
        """Where the number lies in the chosen group, in words; empty where it cannot be told."""
        if self.group_place is None:
            return ""
        return {
            1: _("laveste fjerdedel"),
            2: _("under midten"),
            3: _("over midten"),
            4: _("højeste fjerdedel"),
        }[self.group_place.quarter]

    @property
    def trend(self):
        """The years as little columns."""
        said = "; ".join(f"{point.year}: {point.text or _('intet tal')}" for point in self.points)
        values = [None if point.number is None else float(point.number) for point in self.points]
        return charts.little_columns(values, title=f"{self.figure.label}. {said}.")

    @property
    def spread(self):
        """The place among all as a drawing."""
        return _drawn(self.figure, self.place)

    @property
    def group_spread(self):
        """The place in the chosen group as a drawing."""
        return _drawn(self.figure, self.group_place)


def _drawn(figure, place):
    if place is None:
        return ""
    said = _(
        "%(label)s: I har %(own)s. Den midterste halvdel ligger fra ca. %(low)s til ca. %(high)s, midten er ca. %(median)s."
    )
    return charts.spread(
        float(place.low),
        float(place.median),
        float(place.high),
        float(place.own),
        title=said
        % {
            "label": figure.label,
            "own": figure.text(place.own),
            "low": figure.text(place.low),
            "high": figure.text(place.high),
            "median": figure.text(place.median),
        },
    )


@dataclass(frozen=True)
class Choice:
    """A group that one may be compared with: `key` in the address, its name, and how many others it has."""

    key: str
    label: str
    others: int
    is_chosen: bool


@dataclass(frozen=True)
class GiveBack:
    """Everything that the page and the paper show."""

    receipt: object
    submission: object
    rows: tuple[Row, ...]
    choices: tuple[Choice, ...]
    basis: str  # whom the unit is compared with, in a sentence
    can_pick: bool

    @property
    def headlines(self) -> list[Row]:
        """The rows that open the page."""
        return [row for row in self.rows if row.headline][:HEADLINES]

    @property
    def blocks(self) -> list[tuple[object, list[Row]]]:
        """The rows by section of the form, in its order."""
        sections = {row.figure.section.pk: row.figure.section for row in self.rows}
        ordered = sorted(sections.values(), key=lambda section: section.position)
        return [(section, [row for row in self.rows if row.figure.section.pk == section.pk]) for section in ordered]

    @property
    def group(self) -> Choice | None:
        """The group that is looked at beside all."""
        return next((choice for choice in self.choices if choice.is_chosen), None)

    @property
    def years(self) -> list[int]:
        """The years that the unit has filed."""
        return [point.year for point in self.rows[0].points] if self.rows else []

    @property
    def has_past(self) -> bool:
        """Whether there is an earlier year to look back on."""
        return len(self.years) > 1

    @property
    def columns(self) -> int:
        """How many columns the table on paper has."""
        places = (2 if self.group else 1) if self.is_compared else 0
        return 2 + 2 * self.has_past + places

    @property
    def is_compared(self) -> bool:
        """Whether there are enough others."""
        return any(row.place for row in self.rows)


def give_back_of(filing, receipt, *, group="") -> GiveBack:
    """The give-back for what was sent with `receipt`, beside the group with the key `group` if it may be shown."""
    submission = filing.submission
    figures = key_figures(filing)
    own_unit, roster, filed = landscape(submission)
    circle = circle_of(submission, roster, filed)
    codes = {code for figure in figures for code in figure.addends} | {size_code()}
    numbers, before = numbers_of(list(circle.filings.values()), codes, own=submission)
    others = {slug: numbers[pk] for slug, pk in circle.filings.items()}
    own = _own_numbers(receipt)
    groups = groups_of(own_unit, own, roster, others, peers_of(receipt))
    years = sorted(before)[1 - YEARS_SHOWN :]
    rows = tuple(
        Row(
            figure=figure,
            points=_points(figure, [*((year, before[year]) for year in years), (submission.round.year, own)]),
            **_places(figure, own, others, groups, group),
        )
        for figure in figures
    )
    return GiveBack(
        receipt=receipt,
        submission=submission,
        rows=rows,
        choices=_choices(own_unit, groups, group),
        basis=circle.sentence,
        can_pick=not peers_of(receipt) and len(roster) >= FEWEST,
    )


def _own_numbers(receipt):
    """The unit's own numbers by code, as they were sent."""
    return {
        code: Decimal(answer)
        for code, answer in receipt.content["answers"].items()
        if isinstance(answer, str) and answer != NOT_RELEVANT
    }


def _places(figure, own, others, groups, key):
    """The figure's place among all, and in the group of `key` where that gives nobody away."""
    known = {slug: number for slug, numbers in others.items() if (number := figure.number(numbers)) is not None}
    mine = figure.number(own)
    safe = safe_groups([("", known.keys()), *((name, members & known.keys()) for name, members in groups.items())])
    group = [known[slug] for slug in groups.get(key, ()) if slug in known]
    return {
        "place": place_among(mine, known.values()),
        "group_place": place_among(mine, group) if key in safe else None,
    }


def _points(figure, years):
    points = []
    for year, answers in years:
        number = figure.number(answers)
        points.append(Point(year, number, figure.text(number)))
    return tuple(points)


def _choices(own_unit, groups, key):
    labels = {
        "egne": lambda count: _("Jeres egen gruppe (%(count)d)") % {"count": count},
        "stoerrelse": lambda count: _("Enheder på jeres størrelse (%(count)d)") % {"count": count},
        "art": lambda count: _kind_label(own_unit.kind, count),
        "niveau": lambda count: (
            _("Enheder med %(level)s (%(count)d)")
            % {"level": str(CertificationLevel(own_unit.level).label).lower(), "count": count}
        ),
    }
    return tuple(
        Choice(name, labels[name](len(members)), len(members), name == key) for name, members in groups.items()
    )


def _kind_label(kind, count):
    if kind == ClusterKind.CLUSTER:
        return ngettext("Klynger (%(count)d)", "Klynger (%(count)d)", count) % {"count": count}
    return ngettext("Innovationsnetværk (%(count)d)", "Innovationsnetværk (%(count)d)", count) % {"count": count}
