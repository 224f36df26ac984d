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
from reporting.submissions.queries import NOT_RELEVANT, change_text, is_defined_anew, own_series

HEADLINES = 4
YEARS_SHOWN = 5
YEARS_LOOKED_BACK = 10  # among them the latest ones in which the unit filed are shown


@dataclass(frozen=True)
class Point:
    """The unit's own number in one year; None where it has none.

    `whose` says whom it is summed over where units have merged since; one that `is_complete` has them all.
    `is_after_break`: the questions behind it were asked otherwise before.
    """

    year: int
    number: Decimal | None
    text: str
    whose: str = ""
    is_complete: bool = True
    is_after_break: bool = False


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
    def compared(self) -> Point | None:
        """The year before it, where this year's number may be held against it: same question, nobody missing."""
        is_comparable = self.before and self.before.is_complete and not self.now.is_after_break
        return self.before if is_comparable else None

    @property
    def change(self) -> str:
        """The change against the year before, empty where one of the two is missing or they cannot be compared."""
        if self.compared is None or self.now.number is None or self.compared.number is None:
            return ""
        return change_text(self.now.number, self.compared.number)

    @property
    def remark(self) -> str:
        """Why there is no change, or whose the number before is; empty where it is simply the unit's own."""
        if self.before is None or self.before.number is None:
            return ""
        if self.now.is_after_break:
            return _("ny definition i %(year)s") % {"year": self.now.year}
        return f"{self.before.year}: {self.before.whose}" if self.before.whose else ""

    @property
    def headline(self) -> str:
        """The figure in a sentence, empty where none is written for it."""
        if self.compared is None:
            return self.figure.sentence(self.now.number, None, None)
        return self.figure.sentence(self.now.number, self.compared.number, self.compared.year)

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
        values = [None if point.number is None else float(point.number) for point in self.points]
        return charts.little_columns(
            values,
            title=f"{self.figure.label}. {'; '.join(map(_said, self.points))}.",
            breaks={place for place, point in enumerate(self.points) if point.is_after_break},
            merged={place for place, point in enumerate(self.points) if point.whose},
        )

    @property
    def spread(self):
        """The place among all as a drawing."""
        return _drawn(self.figure, self.place)

    @property
    def group_spread(self):
        """The place in the chosen group as a drawing."""
        return _drawn(self.figure, self.group_place)


def _said(point):
    text = f"{point.year}: {point.text or _('intet tal')}" + (f" ({point.whose})" if point.whose else "")
    return f"{_('ny definition')}, {text}" if point.is_after_break else text


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
    merged_text: str = ""  # whose figures of the year before count as the unit's own, in a sentence

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
    own_unit, roster, filed = landscape(submission, apart=filing.lineage.ids)
    circle = circle_of(submission, roster, filed)
    codes = {code for figure in figures for code in figure.addends} | {size_code()}
    numbers = numbers_of(list(circle.filings.values()), codes)
    others = {slug: numbers[pk] for slug, pk in circle.filings.items()}
    own = _own_numbers(receipt)
    groups = groups_of(own_unit, own, roster, others, peers_of(receipt))
    year = submission.round.year
    series = own_series(filing, codes, years=range(year - YEARS_LOOKED_BACK, year), sent_only=True)
    years = sorted({before for values in series.values() for before in values})[1 - YEARS_SHOWN :]
    asked = {row.code: row for row in filing.indicators}
    rows = tuple(
        Row(
            figure=figure,
            points=_points(figure, years, series, year, own, asked),
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
        merged_text=filing.merged_text,
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


def _points(figure, years, series, year, own, asked_now):
    """The figure's number of every year, with a break where one of its addends is asked otherwise than it was last."""
    points, last = [], {}
    for before in [*years, year]:
        found = {code: series[code][before] for code in figure.addends if before in series[code]}
        values = [value for value, _asked in found.values()]
        asked = {code: question for code, (_value, question) in found.items()} if before < year else asked_now
        number = figure.number(
            {code: value.number for code, (value, _asked) in found.items()} if before < year else own
        )
        words = sorted((value.is_complete, value.words) for value in values if value.words)
        points.append(
            Point(
                before,
                number,
                figure.text(number),
                whose=words[0][1] if words else "",
                is_complete=all(value.is_complete for value in values),
                is_after_break=any(
                    code in asked and is_defined_anew(question, asked[code]) for code, question in last.items()
                ),
            )
        )
        last |= {code: asked[code] for code in figure.addends if code in asked}
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
