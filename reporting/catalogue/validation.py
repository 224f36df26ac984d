"""What may be wrong with a catalogue file, as sentences that name the row; the tables' fields are the models'."""

import re
from graphlib import CycleError, TopologicalSorter

from django.db import models
from django.utils.translation import gettext as _

from reporting.catalogue.content import TABLES, fields_of
from reporting.catalogue.models import Catalogue, DataType, RuleKind

_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")  # a form field's name; two underlines part it from its fellows
_NEEDS_THRESHOLD = (RuleKind.JUMP, RuleKind.SMALL_AMOUNT)


def mistakes_of_form(document):
    """Yield a sentence for each table, field or value of a wrong name or type."""
    if not isinstance(document["catalogue"], dict):
        yield _("[catalogue] skal være én tabel.")
    else:
        yield from _mistakes_of_row(Catalogue, document["catalogue"], "[catalogue]")
    for name, model in TABLES.items():
        rows = document[name]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            yield _("[[%(name)s]] skal være en række tabeller.") % {"name": name}
            continue
        for number, row in enumerate(rows, start=1):
            yield from _mistakes_of_row(model, row, f"[[{name}]] {number} ({row.get('code', '?')})")


def _mistakes_of_row(model, row, where):
    fields = fields_of(model)
    for name in sorted(row.keys() - fields.keys()):
        yield _("%(where)s: der er intet felt, der hedder »%(field)s«.") % {"where": where, "field": name}
    for name, field in fields.items():
        if name not in row:
            if not field.has_default() and not field.blank and not field.null:
                yield _("%(where)s: feltet »%(field)s« mangler.") % {"where": where, "field": name}
        elif not _fits(field, row[name]):
            yield _("%(where)s: »%(value)s« kan ikke stå i feltet »%(field)s«.") % {
                "where": where,
                "value": row[name],
                "field": name,
            }


def _fits(field, value):
    if isinstance(field, models.JSONField):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if isinstance(value, bool):
        return False
    if isinstance(field, models.PositiveSmallIntegerField):
        return isinstance(value, int) and 0 <= value <= 32767
    if isinstance(field, models.DecimalField):
        return isinstance(value, int | float) and abs(value) < 10 ** (field.max_digits - field.decimal_places)
    if not isinstance(value, str) or (field.max_length and len(value) > field.max_length):
        return False
    if isinstance(field, models.SlugField) and value and not _CODE.fullmatch(value):
        return False
    return bool(value or field.blank) and (not field.choices or value in dict(field.choices))


def mistakes_of_meaning(document):
    """Yield a sentence for each rule, question or row that names what it cannot work on."""
    sections = {row["code"] for row in document["section"]}
    types = {row["code"]: row["data_type"] for row in document["indicator"]}
    measures = {row["code"] for row in document["measure"]}
    unknown = {row["section"] for row in document["indicator"] + document["measure"]} - sections
    unknown |= {row["part_of"] for row in document["indicator"] if row.get("part_of")} - types.keys()
    for rule in document["rule"]:
        unknown |= set(rule["subjects"]) - (sections if rule["kind"] == RuleKind.UNANSWERED else types.keys())
        unknown |= set(rule.get("against", [])) - types.keys()
    for measure in document["measure"]:
        unknown |= set(measure.get("operands", [])) - types.keys() - measures
    if unknown:
        yield _("Katalogfilen nævner koder, den ikke selv har: %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
        return
    for row in document["indicator"]:
        if row.get("minimum", 0) > row["maximum"]:
            yield _("%(code)s: den mindste værdi er større end den største.") % {"code": row["code"]}
    for rule in document["rule"]:
        yield from _mistakes_of_rule(rule, types)
    graph = {row["code"]: set(row.get("operands", [])) - types.keys() for row in document["measure"]}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield _("Rækkerne indgår i hinanden i ring: %(codes)s.") % {"codes": ", ".join(error.args[1])}


def _mistakes_of_rule(rule, types):
    kind, subjects, against = rule["kind"], rule["subjects"], rule.get("against", [])
    if not subjects:
        yield _("Reglen %(code)s gælder ingenting: skriv mindst én kode i »subjects«.") % {"code": rule["code"]}
        return
    if kind in _NEEDS_THRESHOLD and "threshold" not in rule:
        yield _("Reglen %(code)s mangler en grænse: skriv »threshold«.") % {"code": rule["code"]}
    if kind == RuleKind.PART_OF and (len(subjects) != 1 or not against):
        yield _("Reglen %(code)s skal have én del i »subjects« og helheden i »against«.") % {"code": rule["code"]}
    if kind == RuleKind.ADDS_UP and (len(subjects), len(against)) != (1, 1):
        yield _("Reglen %(code)s skal have én landeliste i »subjects« og ét antal i »against«.") % {
            "code": rule["code"]
        }
    lists = [code for code in subjects if types.get(code) == DataType.COUNTRIES]
    if (kind == RuleKind.ADDS_UP and lists != subjects) or (kind != RuleKind.ADDS_UP and lists):
        yield _("Reglen %(code)s er af en art, der ikke passer til %(subjects)s.") % {
            "code": rule["code"],
            "subjects": ", ".join(subjects),
        }
