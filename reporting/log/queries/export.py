"""What a search of the log finds, as a file for a spreadsheet: read and written a piece at a time."""

import csv
from collections.abc import Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from clusters.models import Act
from reporting.log.queries.choices import act_choices
from reporting.log.queries.names import Names
from reporting.log.queries.search import search_log
from reporting.log.queries.wording import now_text, sentence_of, was_text

PIECE = 1000  # rows read at a time
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """What the csv writer writes to: it gives back the line."""

    def write(self, text):
        return text


def csv_lines(search, *, sources) -> Iterator[str]:
    """The file line by line, the latest first; `;` between the cells and a mark of UTF-8, as Danish Excel wants it.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(
        [
            _("Tidspunkt"),
            _("Af"),
            _("På vegne af"),
            _("Art"),
            _("Hvad"),
            _("Om"),
            _("Enhed"),
            _("År"),
            _("Gælder"),
            _("Kode"),
            _("Før"),
            _("Efter"),
            _("Tekst"),
        ]
    )
    arts = {code: str(label) for _group, choices in act_choices() for code, label in choices}
    after = None
    while True:
        page = search_log(search, sources=sources, after=after, count=PIECE)
        names = Names.of(page.rows)
        for row in page.rows:
            yield writer.writerow([safe(cell) for cell in _cells(row, names, arts)])
        after = page.next
        if after is None:
            return


def safe(cell) -> str:
    """The text as a spreadsheet may open it: never a formula, no line that would break the row's look."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def _cells(row, names, arts):
    unit, behalf = names.units.get(row.cluster), names.units.get(row.behalf)
    return (
        localtime(row.at).strftime("%Y-%m-%d %H:%M:%S"),
        row.who or (_("Programmet") if row.by is None else ""),
        behalf.name if behalf else "",
        _art(row, arts),
        sentence_of(row, names),
        names.about(row),
        unit.name if unit else "",
        row.year or "",
        names.label(row) if row.code else "",
        row.code,
        was_text(row, names),
        now_text(row, names),
        row.text,
    )


def _art(row, arts):
    if row.kind == "act":
        return Act(row.act).label if row.act in Act.values else row.act
    return arts.get(f"{row.kind}.{row.act}") or arts.get(row.kind, row.kind)
