"""Who names what in a catalogue, and what goes along when something is taken out."""

from dataclasses import dataclass

from reporting.catalogue.models import MeasureKind, RuleKind


@dataclass(frozen=True)
class Mend:
    """One row that stays, but no longer names what is gone: the field's value before and after."""

    table: str
    code: str
    field: str
    before: list | str
    after: list | str


@dataclass(frozen=True)
class Plan:
    """What taking something out means: `dropped` (table, row) with the thing itself first, and `mended` rows."""

    dropped: tuple[tuple[str, dict], ...]
    mended: tuple[Mend, ...]

    @property
    def along(self):
        """What goes besides the thing itself."""
        return self.dropped[1:]

    @property
    def is_alone(self):
        """Whether nothing else is touched."""
        return not self.along and not self.mended


def plan_drop(document, table, code) -> Plan:
    """What goes, and what is mended, when the row is taken out of the document.

    A section takes its questions and rows along; a rule or row that has nothing left to work on goes too; one that
    names others as well only stops naming what is gone. Raises KeyError when there is no such row.
    """
    row = next((row for row in document[table] if row["code"] == code), None)
    if row is None:
        raise KeyError(code)
    dropped = [(table, row)]
    if table == "section":
        dropped += [
            (name, inner) for name in ("indicator", "measure") for inner in document[name] if inner["section"] == code
        ]
    mended: dict[tuple, Mend] = {}
    while _spread(document, dropped, mended):
        pass
    gone = {(name, row["code"]) for name, row in dropped}
    kept = tuple(mend for mend in mended.values() if (mend.table, mend.code) not in gone)
    return Plan(tuple(dropped), kept)


def _spread(document, dropped, mended):
    """Add what the last round left with unknown codes; whether there was any."""
    gone = {(name, row["code"]) for name, row in dropped}

    def standing(table):
        return {row["code"] for row in document[table] if (table, row["code"]) not in gone}

    sections, questions, rows = standing("section"), standing("indicator"), standing("measure")
    size = (len(dropped), len(mended))
    for row in document["indicator"]:
        if row["code"] in questions and row["part_of"] and row["part_of"] not in questions:
            _mend(mended, "indicator", row, "part_of", "")
    for row in document["rule"]:
        if ("rule", row["code"]) in gone:
            continue
        known = sections if row["kind"] == RuleKind.UNANSWERED else questions
        _cut(dropped, mended, "rule", row, "subjects", known)
        if ("rule", row) not in dropped and row["against"]:
            _cut(dropped, mended, "rule", row, "against", questions)
    for row in document["measure"]:
        if row["code"] in rows and row["operands"]:
            # A sum of reports works on questions; other rows work on rows, or on questions that have none.
            known = questions if row["kind"] in (MeasureKind.COLLECTED, MeasureKind.DISTINCT) else questions | rows
            _cut(dropped, mended, "measure", row, "operands", known)
    return (len(dropped), len(mended)) != size


def _cut(dropped, mended, table, row, field, known):
    left = [code for code in row[field] if code in known]
    if left == row[field]:
        return
    is_whole = table == "measure" and row["kind"] == MeasureKind.RATIO  # a ratio of one number is none
    if not left or is_whole:
        if (table, row) not in dropped:
            dropped.append((table, row))
    else:
        _mend(mended, table, row, field, left)


def _mend(mended, table, row, field, after):
    mended[table, row["code"], field] = Mend(table, row["code"], field, row[field], after)


def named_by(document, table, code):
    """The rules and rows that name a question, a section or a row, as (table, row)."""
    fields = {"rule": ("subjects", "against"), "measure": ("operands",)}
    if table == "rule":
        return []
    return [
        (name, row)
        for name, columns in fields.items()
        for row in document[name]
        if (name, row["code"]) != (table, code) and any(code in row[column] for column in columns)
        if not (table == "section" and row.get("kind") != RuleKind.UNANSWERED)
        if not (table == "measure" and name == "rule")
    ]


def printed_rows_over(document, code):
    """The printed rows that a question is counted in, through totals of totals; the rows' documents, in order."""
    reached = {code}
    found = {}
    changed = True
    while changed:
        changed = False
        for row in document["measure"]:
            if row["code"] not in found and reached & set(row["operands"]):
                found[row["code"]] = row
                reached.add(row["code"])
                changed = True
    return [row for row in document["measure"] if row["code"] in found]
