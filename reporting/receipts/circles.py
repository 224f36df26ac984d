"""Whom a unit is compared with: which filings, and which groups among them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting.receipts.comparison import FEWEST, complete_steps
from reporting.receipts.figures import size_code
from reporting.submissions.models import Status

THIRDS = 3


@dataclass(frozen=True)
class Circle:
    """The filings that are compared with, by unit, and the sentence that says which they are."""

    filings: dict[str, int]
    sentence: str


def circle_of(submission, roster, filed):
    """This year's filings once enough others have sent, else last year's accepted ones."""
    year = submission.round.year
    now = [row for row in filed if row.year == year]
    now = now[: complete_steps(len(now), max(len(roster), len(now)))]
    if len(now) >= FEWEST:
        return Circle(
            {row.slug: row.pk for row in now},
            _("Sammenlignet med de %(count)d andre enheder, der indsendte først for %(year)s.")
            % {"count": len(now), "year": year}
            if len(now) < len(roster)
            else _("Sammenlignet med alle %(count)d andre enheders indberetninger for %(year)s.")
            % {"count": len(now), "year": year},
        )
    last = [row for row in filed if row.year == year - 1 and row.status == Status.ACCEPTED]
    if len(last) >= FEWEST:
        said = _(
            "Jeres tal for %(year)s er holdt op mod de %(count)d andre enheders godkendte tal for %(before)s, for endnu har for få indsendt for %(year)s."
        )
        return Circle({row.slug: row.pk for row in last}, said % {"year": year, "count": len(last), "before": year - 1})
    return Circle(
        {},
        _("Der er endnu ingen at sammenligne med: vi viser først andres tal, når mindst %(count)d andre har indsendt.")
        % {"count": FEWEST},
    )


def groups_of(own_unit, own, roster, others, picked) -> dict[str, frozenset[str]]:
    """The groups of the own unit by key, without those that are too small from the start."""
    groups = {"egne": frozenset(picked) & others.keys()}
    if own_unit:
        groups["art"] = {unit.slug for unit in roster if unit.kind == own_unit.kind} & others.keys()
        if own_unit.level:
            groups["niveau"] = {unit.slug for unit in roster if unit.level == own_unit.level} & others.keys()
    groups["stoerrelse"] = _as_large(own, others)
    order = ("art", "niveau", "egne", "stoerrelse")
    return {key: frozenset(groups[key]) for key in order if len(groups.get(key, ())) >= FEWEST}


def _as_large(own, others):
    """The units in the same third as the own one, by what makes units as large as each other."""
    code = size_code()
    mine = own.get(code)
    sizes = {slug: numbers[code] for slug, numbers in others.items() if numbers.get(code) is not None}
    if mine is None or not sizes:
        return set()
    ordered = sorted(sizes, key=lambda slug: (sizes[slug], slug))
    below = sum(1 for size in sizes.values() if size < mine)
    third = min(below * THIRDS // len(ordered), THIRDS - 1)
    return set(ordered[third * len(ordered) // THIRDS : (third + 1) * len(ordered) // THIRDS])
