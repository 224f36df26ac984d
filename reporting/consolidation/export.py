"""National figures as files: the same texts as on screen and in the book, with a decimal point."""

import csv
import io
import json

from reporting.consolidation.queries import National
from reporting.numbers import round_half_up

BREAK_MARK = "| "
LEADING = ["section", "code", "label", "unit"]


def _rows(result: National):
    """One dictionary a figure, values rounded as printed, None where there is none; `breaks` are Break objects."""
    for figure in result.figures:
        yield {
            "section": figure.section,
            "code": figure.code,
            "label": figure.label,
            "unit": figure.unit,
            **{
                str(value.year): None if value.value is None else f"{round_half_up(value.value, value.decimals):f}"
                for value in figure.series
            },
            "change": None if figure.change is None else f"{figure.change.value:f}",
            "change_approximate": bool(figure.change and figure.change.approximate),
            "breaks": figure.breaks,
        }


def as_csv(result: National) -> str:
    """Columns section,code,label,unit, one a year, change,change_approximate,breaks; blank where there is no value.

    `breaks` lists the years from which on the row measures something else than before.
    """
    file = io.StringIO()
    columns = [*LEADING, *map(str, result.years), "change", "change_approximate", "breaks"]
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    for row in _rows(result):
        marks = {
            "change_approximate": "true" if row["change_approximate"] else "false",
            "breaks": " ".join(map(str, _years(row["breaks"]))),
        }
        writer.writerow(row | marks)
    return file.getvalue()


def as_json(result: National) -> str:
    """An object with the coverage and the rows; numbers are strings of exact decimals."""
    content = {
        "year": result.year,
        "accepted": result.accepted,
        "expected": result.expected,
        "figures": [row | {"breaks": [_said(entry) for entry in row["breaks"]]} for row in _rows(result)],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _years(breaks):
    return sorted({entry.year for entry in breaks})


def _said(entry):
    return {"year": entry.year, "label": entry.label, "before": entry.before, "after": entry.after}


def as_table(result: National) -> str:
    """Columns for reading in a terminal, the Danish way; `|` before a value that does not measure what those before did."""
    lines = []
    for figure in result.figures:
        cells = "".join(f"{BREAK_MARK * value.is_break + value.text:>12}" for value in figure.series)
        lines.append(f"{figure.code:<32}{cells}{figure.change_text:>16}  {figure.unit}")
    head = f"{'':<32}" + "".join(f"{year:>12}" for year in result.years) + f"{'ændring':>16}"
    return "\n".join([head, *lines, "", f"{result.accepted} af {result.expected} enheder er godkendt."]) + "\n"
