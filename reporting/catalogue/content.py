"""A catalogue as one document, in the same form whether it was read from a file or from the tables."""

import hashlib
import json
from decimal import Decimal

from django.db import models

from reporting.catalogue.models import Catalogue, Indicator, Measure, Rule, Section

TABLES = {"section": Section, "indicator": Indicator, "rule": Rule, "measure": Measure}
# Given by the file's order, by its place in the file, or by the program.
NOT_IN_FILE = {"id", "catalogue", "position", "fingerprint", "frozen_at"}
_SMALLEST_STEP = Decimal("0.01")  # of every decimal field of the tables


def fields_of(model):
    """The model's fields that stand in a file, by name."""
    return {field.name: field for field in model._meta.concrete_fields if field.name not in NOT_IN_FILE}


def row_content(row):
    """One row of the tables as it would stand in a file, every field written out (numbers as Decimal or int)."""
    content = {name: getattr(row, field.attname) for name, field in fields_of(type(row)).items()}
    if "section" in content:
        content["section"] = row.section.code
    return content


def content_of(catalogue):
    """The whole catalogue as a document: the head, and each table's rows in their order."""
    sections = list(catalogue.sections.order_by("position", "pk"))
    place = {section.pk: number for number, section in enumerate(sections)}
    document = {"catalogue": row_content(catalogue), "section": [row_content(row) for row in sections]}
    for name, model in (("indicator", Indicator), ("measure", Measure)):
        rows = model.objects.filter(section__catalogue=catalogue).select_related("section")
        rows = sorted(rows, key=lambda row: (place[row.section_id], row.position, row.pk))
        document[name] = [row_content(row) for row in rows]
    document["rule"] = [row_content(row) for row in catalogue.rules.order_by("position", "pk")]
    return document


def written_out(document):
    """The document with every default written and every number in one spelling; questions follow their sections.

    A file may leave defaults out and may mix the sections' questions: that says the same.
    """
    order = [row["code"] for row in document["section"]]
    whole = {"catalogue": row_written_out(Catalogue, document["catalogue"])}
    for name, model in TABLES.items():
        rows = [row_written_out(model, row) for row in document[name]]
        whole[name] = sorted(rows, key=lambda row: order.index(row["section"])) if "section" in rows[0] else rows
    return whole


def row_written_out(model, row):
    """One row of a document with every default written and numbers as texts, as JSON takes it."""
    return {name: _spelled(field, row.get(name, _default(field))) for name, field in fields_of(model).items()}


def _default(field):
    return None if field.null and not field.has_default() else field.get_default()


def _spelled(field, value):
    if isinstance(field, models.DecimalField) and value is not None:
        return str(Decimal(str(value)).quantize(_SMALLEST_STEP))
    return value


def fingerprint_of(document):
    """SHA-256 over what is asked; the year is not part of it, so that an untouched copy has the same one."""
    whole = written_out(document)
    del whole["catalogue"]["year"]
    return _hash(whole)


def row_fingerprint(row):
    """SHA-256 over one row of the tables: what a form was based on."""
    return _hash(row_written_out(type(row), row_content(row)))


def _hash(content):
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
