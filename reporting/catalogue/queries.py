"""Reads of the catalogue for its screens."""

import hashlib
import json
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusters.errors import NotHere
from reporting.catalogue.comparing import ChangedTable, in_words, series_in_words
from reporting.catalogue.content import TABLES, content_of, row_fingerprint, row_written_out
from reporting.catalogue.difference import Difference, difference_of
from reporting.catalogue.models import Catalogue, CatalogueDrop, Indicator
from reporting.catalogue.references import named_by, plan_drop
from reporting.catalogue.wording import SLUGS, Names, formula, label_of, rule_sentence

MARK_LENGTH = 16
DROPS_SHOWN = 5
_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "oe", "ä": "ae"})


def catalogue_or_404(year) -> Catalogue:
    """The year's catalogue; raises NotHere, which says which years there are."""
    catalogue = Catalogue.objects.filter(year=year).first()
    if catalogue is None:
        years = ", ".join(str(known) for known in Catalogue.objects.order_by("year").values_list("year", flat=True))
        raise NotHere(
            _("Der er intet katalog for %(year)s. Der er kataloger for: %(years)s.") % {"year": year, "years": years}
            if years
            else _("Der er intet katalog for %(year)s, for intet katalog er indlæst endnu.") % {"year": year}
        )
    return catalogue


def year_before(catalogue) -> Catalogue | None:
    """The catalogue of the latest year before, None for the first."""
    return Catalogue.objects.filter(year__lt=catalogue.year).order_by("-year").first()


def definition_before(catalogue, code) -> Indicator | None:
    """The question of that code in the latest earlier year that asked it."""
    earlier = Indicator.objects.filter(section__catalogue__year__lt=catalogue.year, code=code)
    return earlier.select_related("section__catalogue").order_by("-section__catalogue__year").first()


def used_before(catalogue, table, code) -> tuple[int, str] | None:
    """The year and text of what had the code in the latest earlier year, for what has a series; None if nothing had."""
    if table not in ("indicator", "measure"):
        return None
    earlier = TABLES[table].objects.filter(section__catalogue__year__lt=catalogue.year, code=code)
    row = earlier.select_related("section__catalogue").order_by("-section__catalogue__year").first()
    return (row.section.catalogue.year, row.label_da) if row else None


def codes_of_all_years(table) -> set[str]:
    """Every code that a table has had in any year."""
    return set(TABLES[table].objects.values_list("code", flat=True))


def suggested_code(text, taken, longest) -> str:
    """A code made of a text in small letters without the Danish ones; a number at the end parts it from `taken`."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower().translate(_DANISH)).strip("_")
    plain = plain if plain[:1].isalpha() else f"x_{plain}".strip("_")
    stem = plain[: longest - 4].strip("_")
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}_{number}"
    return code


def rows_of(catalogue, table):
    """The catalogue's rows of one table."""
    if table in ("section", "rule"):
        return TABLES[table].objects.filter(catalogue=catalogue)
    return TABLES[table].objects.filter(section__catalogue=catalogue).select_related("section")


def row_or_404(catalogue, table, code):
    """One row; raises NotHere."""
    row = rows_of(catalogue, table).filter(code=code).first() if table in TABLES else None
    if row is None:
        raise NotHere(_("Det findes ikke i kataloget for %(year)s. Måske er det slettet.") % {"year": catalogue.year})
    return row


def siblings_of(row):
    """The row and its fellows in one list, in order."""
    owner = {"section": row.section_id} if hasattr(row, "section_id") else {"catalogue": row.catalogue_id}
    return type(row).objects.filter(**owner).order_by("position", "pk")


def order_mark(rows) -> str:
    """A short mark of an order: what a button for moving was based on."""
    return _mark([row.code for row in rows])


def plan_mark(plan) -> str:
    """A short mark of all that would go: what a confirmation was based on."""
    dropped = [(name, row_written_out(TABLES[name], row)) for name, row in plan.dropped]
    return _mark([dropped, [(mend.table, mend.code, mend.field, mend.before) for mend in plan.mended]])


def _mark(content):
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:MARK_LENGTH]


@dataclass(frozen=True)
class Line:
    """One row as the overview shows it: its words, and what the buttons need."""

    table: str
    code: str
    label: str
    detail: str
    row: dict
    place: int
    is_first: bool
    is_last: bool
    order: str
    heading: str = ""

    @property
    def slug(self):
        """What the row's table is called in addresses."""
        return SLUGS[self.table]

    @property
    def anchor(self):
        """Id of the row on the overview."""
        return f"{self.slug}-{self.code}"


@dataclass(frozen=True)
class SectionOutline:
    """A section with its questions and its rows of the tables."""

    line: Line
    questions: tuple[Line, ...]
    rows: tuple[Line, ...]


@dataclass(frozen=True)
class Outline:
    """The whole catalogue in order."""

    sections: tuple[SectionOutline, ...]
    rules: tuple[Line, ...]
    drops: tuple[CatalogueDrop, ...]
    document: dict

    @property
    def counts(self):
        """How many questions, rules and rows there are."""
        return {name: len(self.document[name]) for name in TABLES}


def outline_of(catalogue) -> Outline:
    """The catalogue as its overview shows it; six queries."""
    document = content_of(catalogue)
    names = Names(document)
    section_lines = _lines("section", document["section"], lambda row: row["title_da"], lambda row: row["table_da"])
    sections = tuple(
        SectionOutline(
            line=line,
            questions=_lines("indicator", _inside(document, "indicator", line.code), *_asked(names)),
            rows=_lines(
                "measure",
                _inside(document, "measure", line.code),
                lambda row: row["label_da"],
                lambda row: formula(row, names),
            ),
        )
        for line in section_lines
    )
    rules = _lines("rule", document["rule"], lambda row: rule_sentence(row, names), lambda row: row["strength"])
    drops = catalogue.drops.filter(restored_at=None).select_related("by")[:DROPS_SHOWN]
    return Outline(sections, rules, tuple(drops), document)


def _inside(document, table, section):
    return [row for row in document[table] if row["section"] == section]


def _asked(names):
    def detail(row):
        whole = row["part_of"] and _("del af %(whole)s") % {"whole": names.question(row["part_of"])}
        return " · ".join(part for part in (row["unit"], whole) if part)

    return (lambda row: row["label_da"]), detail


def _lines(table, rows, label, detail):
    order, heading, lines = _mark([row["code"] for row in rows]), "", []
    for place, row in enumerate(rows):
        group = row.get("group_da", "")
        lines.append(
            Line(
                table=table,
                code=row["code"],
                label=label(row),
                detail=detail(row),
                row=row,
                place=place,
                is_first=place == 0,
                is_last=place == len(rows) - 1,
                order=order,
                heading=group if group != heading else "",
            )
        )
        heading = group or heading
    return tuple(lines)


@dataclass(frozen=True)
class DropPreview:
    """What would go, in words: with the mark that the confirmation carries."""

    plan: object
    mark: str
    along: tuple[tuple[str, str], ...]  # table and words
    mended: tuple[tuple[str, str], ...]


def drop_preview(catalogue, table, code) -> DropPreview:
    """What goes along when the row is taken out; raises NotHere."""
    row_or_404(catalogue, table, code)
    document = content_of(catalogue)
    plan, names = plan_drop(document, table, code), Names(document)
    return DropPreview(
        plan=plan,
        mark=plan_mark(plan),
        along=tuple((name, label_of(name, row, names)) for name, row in plan.along),
        mended=tuple((mend.table, _mended_words(document, mend, names)) for mend in plan.mended),
    )


def _mended_words(document, mend, names):
    row = next(row for row in document[mend.table] if row["code"] == mend.code)
    if mend.field == "part_of":
        return _("»%(label)s« er ikke længere en del af noget") % {"label": row["label_da"]}
    fixed = {**row, mend.field: mend.after}
    if mend.table == "rule":
        return rule_sentence(fixed, names)
    return f"»{row['label_da']}« = {formula(fixed, names)}"


def used_in(catalogue, table, code) -> tuple[tuple[str, str, str], ...]:
    """The rules and rows that name it: (table, code, words)."""
    document = content_of(catalogue)
    names = Names(document)
    return tuple((name, row["code"], label_of(name, row, names)) for name, row in named_by(document, table, code))


def based_on(row) -> str:
    """What a form carries to say which state of the row it shows."""
    return row_fingerprint(row)


@dataclass(frozen=True)
class Comparison:
    """What changed since an earlier catalogue, in words, and what became of the printed series."""

    difference: Difference
    tables: tuple[ChangedTable, ...]
    begun: tuple[str, ...]
    ended: tuple[str, ...]
    broken: tuple[str, ...]


def comparison_of(before, after) -> Comparison:
    """Compare two catalogues; ten queries."""
    old, new = content_of(before), content_of(after)
    difference = difference_of(old, new)
    return Comparison(difference, in_words(difference, old, new), *series_in_words(difference, old, new))
