"""The difference between two catalogues in the words of the screen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting.catalogue.content import TABLES
from reporting.catalogue.difference import compared_words
from reporting.catalogue.wording import ALL_NAMES, Names, formula, label_of, rule_sentence

_RECKONED = {"rule": {"subjects", "against", "threshold", "floor", "kind"}, "measure": {"operands", "kind"}}


@dataclass(frozen=True)
class ChangedField:
    """A field's name and both texts in one line, as (kept, gone or new, text)."""

    name: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ChangedRow:
    """A row that both years have."""

    code: str
    label: str
    fields: tuple[ChangedField, ...]
    is_moved: bool
    is_redefined: bool


@dataclass(frozen=True)
class ChangedTable:
    """What changed in one table, in words."""

    name: str
    added: tuple[tuple[str, str], ...]  # code and words
    dropped: tuple[tuple[str, str], ...]
    changed: tuple[ChangedRow, ...]


def in_words(difference, before, after) -> tuple[ChangedTable, ...]:
    """The tables in which anything changed."""
    old, new = Names(before), Names(after)
    return tuple(
        ChangedTable(
            name=ALL_NAMES[change.table],
            added=tuple((row["code"], label_of(change.table, row, new)) for row in change.added),
            dropped=tuple((row["code"], label_of(change.table, row, old)) for row in change.dropped),
            changed=tuple(_row(change.table, row, old, new) for row in change.changed),
        )
        for change in difference.tables
        if not change.is_empty
    )


def _row(table, row, old, new):
    """The fields that changed; what a rule or a formula is made of is one sentence."""
    reckoned = _RECKONED.get(table, set())
    fields = [
        ChangedField(_field_name(table, change.name), _words(change, old, new))
        for change in row.fields
        if change.name not in reckoned
    ]
    if any(change.name in reckoned for change in row.fields):
        say = rule_sentence if table == "rule" else formula
        words = compared_words(say(row.before, old, is_whole=True), say(row.after, new, is_whole=True))
        fields.append(ChangedField(_("Sådan lyder reglen") if table == "rule" else _("Sådan regnes det"), words))
    return ChangedRow(row.code, label_of(table, row.after, new), tuple(fields), row.is_moved, row.is_redefined)


def _field_name(table, name):
    return str(TABLES[table]._meta.get_field(name).verbose_name)


def _words(change, old, new):
    if change.name == "section":
        return compared_words(old.section(change.before), new.section(change.after))
    if change.name == "part_of":
        before, after = (
            names.question(code) if code else _("ingenting")
            for names, code in ((old, change.before), (new, change.after))
        )
        return compared_words(before, after)
    return change.words


def series_in_words(difference, before, after):
    """The printed rows that begin, end and have a break, by what they are called."""
    old, new = Names(before), Names(after)
    return tuple(
        tuple(label_of("measure", row, names) for row in rows)
        for rows, names in (
            (difference.series_begun, new),
            (difference.series_ended, old),
            (difference.series_broken, new),
        )
    )
