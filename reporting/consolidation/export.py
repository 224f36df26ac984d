"""National figures as files: the same texts as on screen and in the book, with a decimal point."""

import csv
import io
import json

from reporting.consolidation.queries import National
from reporting.numbers import round_half_up

LEADING = ["section", "code", "label", "unit"]


def _rows(result: National):
    """One dictionary a figure, values rounded as printed, None where there is none."""
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
        }


def as_csv(result: National) -> str:
    """Columns section,code,label,unit, one a year, change,change_approximate; blank where there is no value."""
    file = io.StringIO()
    columns = [*LEADING, *map(str, result.years), "change", "change_approximate"]
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    for row in _rows(result):
        writer.writerow(row | {"change_approximate": "true" if row["change_approximate"] else "false"})
    return file.getvalue()


def as_json(result: National) -> str:
    """An object with the coverage and the rows; numbers are strings of exact decimals."""
    content = {
        "year": result.year,
        "accepted": result.accepted,
        "expected": result.expected,
        "figures": list(_rows(result)),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_table(result: National) -> str:
    """Columns for reading in a terminal, the Danish way."""
    lines = []
    for figure in result.figures:
        cells = "".join(f"{value.text:>12}" for value in figure.series)
        lines.append(f"{figure.code:<32}{cells}{figure.change_text:>16}  {figure.unit}")
    head = f"{'':<32}" + "".join(f"{year:>12}" for year in result.years) + f"{'ændring':>16}"
    return "\n".join([head, *lines, "", f"{result.accepted} af {result.expected} enheder er godkendt."]) + "\n"
