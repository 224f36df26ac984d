"""What an editor does with one row of an unlocked catalogue: add it, change it, move it.

Each act takes the catalogue's row first, so that two editors act one after the other; each is judged as a whole
by the same functions as a file, and leaves the catalogue's fingerprint current.
"""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.models import Act
from reporting.catalogue.actions.loading import CatalogueRefused
from reporting.catalogue.content import TABLES, content_of, fingerprint_of, row_content, row_fingerprint
from reporting.catalogue.models import Catalogue, DataType, MeasureKind, Rule, RuleKind, Strength
from reporting.catalogue.queries import definition_before, order_mark, rows_of, siblings_of
from reporting.catalogue.validation import mistakes_of
from reporting.catalogue.wording import Names, label_of


class CatalogueMistaken(CatalogueRefused):
    """What was typed makes the catalogue wrong; `mistakes` are sentences with their places."""

    def __init__(self, mistakes):
        super().__init__(" ".join(mistakes))
        self.mistakes = mistakes


class RowMoved(CatalogueRefused):
    """Somebody else changed or took out the row meanwhile; `standing` is the row as it stands, None when it is gone."""

    def __init__(self, standing):
        super().__init__(_("En anden redaktør har ændret det samme imens. Intet er gemt; se, hvad der står nu."))
        self.standing = standing


def take(catalogue):
    """Take the catalogue for the rest of the transaction; raises CatalogueRefused when it is locked."""
    catalogue = Catalogue.objects.select_for_update().get(pk=catalogue.pk)
    if catalogue.frozen_at:
        raise CatalogueRefused(
            _("Kataloget for %(year)s er låst, fordi runden er åbnet. En ændret definition hører til et nyt år.")
            % {"year": catalogue.year}
        )
    return catalogue


def settle(catalogue):
    """Judge the catalogue as it stands now and write its fingerprint; raises CatalogueMistaken."""
    document = content_of(catalogue)
    mistakes = list(mistakes_of(document))
    if mistakes:
        raise CatalogueMistaken(mistakes)
    Catalogue.objects.filter(pk=catalogue.pk).update(fingerprint=fingerprint_of(document))
    return document


def _judge(catalogue, table, row):
    """Raise CatalogueMistaken if the catalogue would be wrong with the row as it is to be written.

    Before it is written: the database refuses some of it too, but says less.
    """
    document = content_of(catalogue)
    content, rows = row_content(row), document[table]
    places = [place for place, other in enumerate(rows) if other["code"] == row.code]
    document[table] = [*rows[: places[0]], content, *rows[places[0] + 1 :]] if places else [*rows, content]
    mistakes = list(mistakes_of(document))
    if mistakes:
        raise CatalogueMistaken(mistakes)


def row_to_change(catalogue, table, code, based_on):
    """The row, if it is still the one that `based_on` (content.row_fingerprint) was taken of; raises RowMoved."""
    row = rows_of(catalogue, table).filter(code=code).first()
    if row is None or row_fingerprint(row) != based_on:
        raise RowMoved(row)
    return row


def note(act, document, table, code, *, catalogue, by, at, more=""):
    """Log an act on one row, named as the screen names it."""
    row = next((row for row in document[table] if row["code"] == code), None)
    text = label_of(table, row, Names(document)) if row else ""
    record(act, by=by, at=at, year=catalogue.year, subject=code, text=f"{text}{more}")


@transaction.atomic
def add_row(*, catalogue, table, fields, by, at):
    """Add a row at the end of its list and give it back; raises CatalogueRefused."""
    catalogue = take(catalogue)
    row = insert(catalogue, table, fields, is_judged=True)
    document = settle(catalogue)
    note(Act.CATALOGUE_ADDED, document, table, row.code, catalogue=catalogue, by=by, at=at)
    return row


@transaction.atomic
def add_indicator(*, catalogue, fields, is_printed, jump_rule, is_checked, by, at):
    """Add a question and what usually goes with it.

    `is_printed`: a row of the printed tables with the same code and text; `jump_rule`: the code of a rule that is to
    watch the number too, "" for none; `is_checked`: a rule that the part is at most the whole.
    """
    catalogue = take(catalogue)
    row = insert(catalogue, "indicator", fields, is_judged=True)
    if is_printed:
        insert(catalogue, "measure", _printed_row(row))
    if jump_rule:
        rule = Rule.objects.filter(catalogue=catalogue, code=jump_rule).first()
        if rule is None:
            raise CatalogueRefused(_("Reglen er slettet imens. Hent siden igen, og vælg en anden."))
        rule.subjects = [*rule.subjects, row.code]
        rule.save()
    if is_checked and row.part_of:
        parts = {"subjects": [row.code], "against": [row.part_of]}
        insert(
            catalogue,
            "rule",
            {"code": f"part_{row.code}"[:60], "kind": RuleKind.PART_OF, "strength": Strength.HARD} | parts,
        )
    document = settle(catalogue)
    note(Act.CATALOGUE_ADDED, document, "indicator", row.code, catalogue=catalogue, by=by, at=at)
    return row


def _printed_row(row):
    """The row of the tables that prints a question: its sum, or the number of different countries; money in millions."""
    is_money, is_list = row.data_type == DataType.AMOUNT, row.is_list_of_countries
    return {
        "section": row.section.code,
        "code": row.code,
        "label_da": row.label_da,
        "label_en": row.label_en,
        "heading_da": row.group_da,
        "heading_en": row.group_en,
        "short_da": row.label_da[:160],
        "short_en": row.label_en[:160],
        "level": 1 if row.part_of else 0,
        "unit": "mio. kr." if is_money else "lande" if is_list else row.unit,
        "kind": MeasureKind.DISTINCT if is_list else MeasureKind.COLLECTED,
        "operands": [row.code],
        "decimals": 2 if is_money else row.decimals,
    }


def insert(catalogue, table, fields, *, is_judged=False):
    """Write a row of a document at the end of its list; raises CatalogueRefused.

    `is_judged`: before it is written. Who writes several rows that only make sense together judges them in the end.
    """
    fields = dict(fields)
    owner = {"catalogue": catalogue}
    if "section" in fields:
        owner = {"section": _section(catalogue, fields.pop("section"))}
    if rows_of(catalogue, table).filter(code=fields["code"]).exists():
        raise CatalogueRefused(
            _("Der er allerede noget med koden %(code)s i kataloget. Vælg en anden kode.") % {"code": fields["code"]}
        )
    last = TABLES[table].objects.filter(**owner).aggregate(last=Max("position"))["last"] or 0
    row = TABLES[table](position=last + 1, **owner, **fields)
    if is_judged:
        _judge(catalogue, table, row)
    row.save()
    return row


def _section(catalogue, code):
    section = catalogue.sections.filter(code=code).first()
    if section is None:
        raise CatalogueRefused(_("Afsnittet findes ikke længere i kataloget. Vælg et andet afsnit."))
    return section


@transaction.atomic
def change_row(*, catalogue, table, code, fields, based_on, by, at, is_new_definition=None):
    """Change a row that is still as the person saw it, and give it back; raises CatalogueRefused.

    `is_new_definition` says of a question that last year had too whether this year's numbers can no longer be
    compared with last year's: its version is then one more than last year's, else the same. None leaves it.
    """
    catalogue = take(catalogue)
    row = row_to_change(catalogue, table, code, based_on)
    fields = dict(fields)
    before = definition_before(catalogue, code) if table == "indicator" else None
    if before and is_new_definition is not None:
        fields["definition_version"] = before.definition_version + int(is_new_definition)
    changed = _put(catalogue, row, table, fields)
    if not changed:
        return row
    _judge(catalogue, table, row)
    row.save()
    document = settle(catalogue)
    broken = "definition_version" in changed and before and row.definition_version > before.definition_version
    act = Act.DEFINITION_CHANGED if broken else Act.CATALOGUE_CHANGED
    note(act, document, table, code, catalogue=catalogue, by=by, at=at, more=f" ({', '.join(changed)})")
    return row


def _put(catalogue, row, table, fields):
    """Set the fields that differ; a row that changes its section goes to the end of the other's list."""
    changed = []
    for name, value in fields.items():
        if name == "section":
            if row.section.code == value:
                continue
            row.section = _section(catalogue, value)
            last = TABLES[table].objects.filter(section=row.section).aggregate(last=Max("position"))["last"]
            row.position = (last or 0) + 1
        elif getattr(row, name) == value:
            continue
        else:
            setattr(row, name, value)
        changed.append(name)
    return changed


@transaction.atomic
def move_row(*, catalogue, table, code, to, order, by, at):
    """Move a row to place `to` (from 0) among its fellows, if they stand as `order` (queries.order_mark) says.

    Raises RowMoved when the order changed meanwhile. Moving it to where it stands changes nothing.
    """
    catalogue = take(catalogue)
    row = rows_of(catalogue, table).filter(code=code).first()
    rows = list(siblings_of(row)) if row else []
    if row is None or order_mark(rows) != order:
        raise RowMoved(row)
    reordered = [other for other in rows if other.pk != row.pk]
    reordered.insert(max(0, min(to, len(reordered))), row)
    if reordered == rows:
        return row
    for position, other in enumerate(reordered, start=1):
        other.position = position
    TABLES[table].objects.bulk_update(reordered, ["position"])
    document = settle(catalogue)
    note(Act.CATALOGUE_MOVED, document, table, code, catalogue=catalogue, by=by, at=at)
    return row
