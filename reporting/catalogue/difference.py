"""What changed between two years' catalogues: by code, with texts word by word."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from reporting.catalogue.content import TABLES
from reporting.catalogue.references import printed_rows_over

NOT_COMPARED = {"code", "definition_version"}
KEPT, GONE, NEW = "kept", "gone", "new"


@dataclass(frozen=True)
class FieldChange:
    """One field's value before and after, and the words of both in one line: (KEPT, GONE or NEW, text)."""

    name: str
    before: object
    after: object
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RowChange:
    """One row that both years have: its fields that changed, and whether it stands in another place."""

    code: str
    before: dict
    after: dict
    fields: tuple[FieldChange, ...]
    is_moved: bool

    @property
    def is_redefined(self):
        """Whether its definition counts as a new one, so that the series has a break."""
        return self.before.get("definition_version", 0) < self.after.get("definition_version", 0)


@dataclass(frozen=True)
class TableChange:
    """What changed in one table."""

    table: str
    added: tuple[dict, ...]
    dropped: tuple[dict, ...]
    changed: tuple[RowChange, ...]

    @property
    def is_empty(self):
        """Whether the table says what it said."""
        return not (self.added or self.dropped or self.changed)


@dataclass(frozen=True)
class Difference:
    """All that changed, and what it means for the printed series; rows are the documents' rows."""

    tables: tuple[TableChange, ...]
    series_begun: tuple[dict, ...] = field(default=())
    series_ended: tuple[dict, ...] = field(default=())
    series_broken: tuple[dict, ...] = field(default=())

    @property
    def is_empty(self):
        """Whether both years ask the same."""
        return all(table.is_empty for table in self.tables)


def difference_of(before, after) -> Difference:
    """Compare two documents (content.content_of)."""
    tables = tuple(_table_change(name, before[name], after[name]) for name in TABLES)
    rows_before = {row["code"] for row in before["measure"]}
    rows_after = {row["code"] for row in after["measure"]}
    redefined = [
        row.code for table in tables if table.table == "indicator" for row in table.changed if row.is_redefined
    ]
    broken = {row["code"] for code in redefined for row in printed_rows_over(after, code)}
    reckoned = {
        row.code
        for table in tables
        if table.table == "measure"
        for row in table.changed
        if {change.name for change in row.fields} & {"kind", "operands", "unit"}
    }
    return Difference(
        tables=tables,
        series_begun=tuple(row for row in after["measure"] if row["code"] not in rows_before),
        series_ended=tuple(row for row in before["measure"] if row["code"] not in rows_after),
        series_broken=tuple(row for row in after["measure"] if row["code"] in (broken | reckoned) & rows_before),
    )


def _table_change(name, before, after):
    old, new = ({row["code"]: row for row in rows} for rows in (before, after))
    common = set(old) & set(new)
    moved = _moved([row["code"] for row in before if row["code"] in common], [c for c in new if c in common])
    changes = [_row_change(code, old[code], new[code], code in moved) for code in new if code in common]
    return TableChange(
        table=name,
        added=tuple(row for row in after if row["code"] not in common),
        dropped=tuple(row for row in before if row["code"] not in common),
        changed=tuple(row for row in changes if row.fields or row.is_moved or row.is_redefined),
    )


def _moved(before, after):
    """The codes that stand elsewhere among those that both orders have: as few as tell the difference."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    kept = {code for block in blocks for code in before[block.a : block.a + block.size]}
    return set(after) - kept


def _row_change(code, before, after, is_moved):
    fields = tuple(
        FieldChange(name, before[name], after[name], compared_words(_text(before[name]), _text(after[name])))
        for name in after
        if name not in NOT_COMPARED and before[name] != after[name]
    )
    return RowChange(code, before, after, fields, is_moved)


def _text(value):
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)


def compared_words(before, after) -> tuple[tuple[str, str], ...]:
    """Both texts in one line, word by word: (KEPT, GONE or NEW, text); the pieces that are kept are in both."""
    old, new = (re.findall(r"\s+|[^\W_]+|[\W_]", text) for text in (before, after))
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append((KEPT, "".join(old[a:b])))
        else:
            pieces += [(GONE, "".join(old[a:b]))] * (b > a) + [(NEW, "".join(new[c:d]))] * (d > c)
    return tuple(pieces)
