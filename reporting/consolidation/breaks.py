"""Where a row of the tables does not go on from one year to the next, because something else is asked or added up.

Two years are compared by the catalogues of their rounds; of years before the first round nothing is known and
nothing is said. A row breaks with what it is made of: a definition, a unit, a formula, through sums of sums.
"""

import itertools
from collections import defaultdict

from django.db.models import F
from django.utils.translation import override

from reporting.catalogue.models import Indicator, Measure, MeasureKind
from reporting.consolidation.figures import Break
from reporting.submissions.queries import is_defined_anew

OF_LISTS = (MeasureKind.COLLECTED, MeasureKind.DISTINCT)  # made of questions, also where a row has the same code
LANGUAGES = ("da", "en")


def rows_of_years(years) -> dict[int, dict[str, Measure]]:
    """The rows of the tables by year and code, as the rounds of `years` have them in their catalogues; one query."""
    rows = defaultdict(dict)
    for row in (
        Measure.objects.filter(section__catalogue__rounds__year__in=years)
        .annotate(year=F("section__catalogue__rounds__year"))
        .select_related("section")
    ):
        rows[row.year][row.code] = row
    return rows


def breaks_among(rows) -> list[dict]:
    """The breaks of the latest year's rows in the years of `rows`, oldest first, as a consolidation keeps them.

    Each is {"year": the first year of the new series, "rows": codes, and label, before and after in two
    languages}; what several rows share is said once. One query, where there are two catalogues to compare.
    """
    catalogues = {year: next(iter(rows[year].values())).section.catalogue_id for year in sorted(rows)}
    if len(set(catalogues.values())) < 2:
        return []
    asked = defaultdict(dict)
    for question in Indicator.objects.filter(section__catalogue__in=catalogues.values()).select_related("section"):
        asked[question.section.catalogue_id][question.code] = question
    found = []
    for before, year in itertools.pairwise(catalogues):
        pair = _Pair(asked[catalogues[before]], rows[before], asked[catalogues[year]], rows[year])
        causes = defaultdict(list)
        for code in rows[max(rows)]:
            for cause in pair.causes_of(code):
                causes[cause].append(code)
        found += [{"year": year, "rows": codes, **pair.said(cause)} for cause, codes in causes.items()]
    return found


def breaks_by_row(kept) -> dict[str, tuple[Break, ...]]:
    """The breaks that a consolidation keeps, by row; `kept` is its fact "breaks"."""
    by_row = defaultdict(tuple)
    for entry in kept:
        said = Break(**{name: text for name, text in entry.items() if name != "rows"})
        for code in entry["rows"]:
            by_row[code] += (said,)
    return dict(by_row)


class _Pair:
    """Two catalogues of years that follow each other, and what differs between them."""

    def __init__(self, asked_before, rows_before, asked, rows):
        self.asked_before, self.rows_before, self.asked, self.rows = asked_before, rows_before, asked, rows

    def causes_of(self, code):
        """Why the row breaks, as ("row" | "question", code), in order; nothing for one that is new or gone."""
        before, now = self.rows_before.get(code), self.rows.get(code)
        if before is None or now is None or now.kind == MeasureKind.COUNT:
            return ()
        causes = {}
        if any(getattr(before, name) != getattr(now, name) for name in ("kind", "unit", "operands")):
            causes["row", code] = None
        for operand in now.operands:
            if operand in self.rows and now.kind not in OF_LISTS:
                causes |= dict.fromkeys(self.causes_of(operand))
            elif self._is_asked_anew(operand):
                causes["question", operand] = None
        return tuple(causes)

    def _is_asked_anew(self, code):
        before, now = self.asked_before.get(code), self.asked.get(code)
        return before is not None and now is not None and is_defined_anew(before, now)

    def said(self, cause):
        """The old and the new text of a cause in every language, and what it is about."""
        what, code = cause
        said = {}
        for language in LANGUAGES:
            with override(language):
                if what == "question":
                    before, now = self.asked_before[code], self.asked[code]
                    label, texts = now.label, [row.definition for row in (before, now)]
                    if before.unit != now.unit:
                        texts = [f"{row.definition} ({row.unit})" for row in (before, now)]
                else:
                    label = str(self.rows[code])
                    texts = [
                        _formula(self.rows_before, self.asked_before, code),
                        _formula(self.rows, self.asked, code),
                    ]
                said |= {f"label_{language}": label, f"before_{language}": texts[0], f"after_{language}": texts[1]}
        return said


def _formula(rows, asked, code):
    """How a row comes about, in words: kind, what goes into it, unit."""
    row = rows[code]
    sources = [asked if row.kind in OF_LISTS or operand not in rows else rows for operand in row.operands]
    names = [str(source.get(operand, operand)) for source, operand in zip(sources, row.operands, strict=True)]
    kind = MeasureKind(row.kind).label
    return f"{kind}: {', '.join(names)} ({row.unit})" if names else f"{kind} ({row.unit})"
