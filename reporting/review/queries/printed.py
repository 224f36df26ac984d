"""Where in the book a number of a filing has its place."""

from reporting.catalogue.models import Measure, MeasureKind


def rows_by_question(round_) -> dict[str, Measure]:
    """The rows of `printed_rows` of a whole round; one query."""
    return printed_rows(Measure.objects.filter(section__catalogue=round_.catalogue_id).select_related("section"))


def printed_rows(measures) -> dict[str, Measure]:
    """By indicator, the printed row that is made of it alone: the sum, or where none is printed the mean of it.

    There a note on the indicator's number has its place. An indicator that is only part of other rows is left out.
    """
    rows = {}
    for row in measures:
        if len(row.operands) == 1 and (row.kind == MeasureKind.COLLECTED or row.operands[0] not in rows):
            rows[row.operands[0]] = row
    return rows
