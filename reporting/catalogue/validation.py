"""What may be wrong with a catalogue, as sentences that name the row; the tables' fields are the models'.

The same functions judge a file and what an editor changes on the screen: both are a document (content.py).
"""

import re
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from django.db import models
from django.utils.translation import gettext as _

from reporting.catalogue.content import TABLES, fields_of
from reporting.catalogue.models import Catalogue, DataType, MeasureKind, RuleKind

_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")  # a form field's name; two underlines part it from its fellows
NEEDS_THRESHOLD = (RuleKind.JUMP, RuleKind.SMALL_AMOUNT)
# How many codes each kind of row is worked out of: at least, and at most.
OPERANDS = {
    MeasureKind.COUNT: (0, 0),
    MeasureKind.COLLECTED: (1, 1),
    MeasureKind.TOTAL: (1, None),
    MeasureKind.MEAN: (1, 1),
    MeasureKind.RATIO: (2, 2),
    MeasureKind.SHARE: (1, 1),
    MeasureKind.DISTINCT: (1, None),
}


class Mistake(str):
    """A sentence that knows its place: the table, the row's code and the field, "" where it is about more."""

    def __new__(cls, sentence, table="", code="", field=""):
        """The sentence with its place."""
        mistake = super().__new__(cls, sentence)
        mistake.table, mistake.code, mistake.field = table, code, field
        return mistake


def missing_tables(document):
    """Yield the names of the tables without which there is nothing to ask, to check or to print."""
    yield from (name for name in ("catalogue", *TABLES) if not document.get(name))


def mistakes_of_codes(document):
    """Yield a sentence when a code stands twice in its table."""
    for name in TABLES:
        codes = [row["code"] for row in document[name]]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            yield Mistake(
                _("Koder må kun stå én gang: %(codes)s.") % {"codes": ", ".join(twice)}, name, twice[0], "code"
            )


def mistakes_of(document):
    """Yield every mistake of a document, as far as the earlier ones leave something to judge."""
    missing = list(missing_tables(document))
    if missing:
        yield Mistake(_("Katalogfilen mangler: %(names)s.") % {"names": ", ".join(missing)}, missing[0])
        return
    for judge in (mistakes_of_form, mistakes_of_codes, mistakes_of_meaning):
        mistakes = list(judge(document))
        if mistakes:
            yield from mistakes
            return


def mistakes_of_form(document):
    """Yield a sentence for each table, field or value of a wrong name or type."""
    if not isinstance(document["catalogue"], dict):
        yield _("[catalogue] skal være én tabel.")
    else:
        yield from _mistakes_of_row(Catalogue, document["catalogue"], "[catalogue]", "catalogue")
    for name, model in TABLES.items():
        rows = document[name]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            yield _("[[%(name)s]] skal være en række tabeller.") % {"name": name}
            continue
        for number, row in enumerate(rows, start=1):
            yield from _mistakes_of_row(model, row, f"[[{name}]] {number} ({row.get('code', '?')})", name)


def _mistakes_of_row(model, row, where, table):
    code = str(row.get("code", ""))
    fields = fields_of(model)
    for name in sorted(row.keys() - fields.keys()):
        sentence = _("%(where)s: der er intet felt, der hedder »%(field)s«.") % {"where": where, "field": name}
        yield Mistake(sentence, table, code)
    for name, field in fields.items():
        if row.get(name) is None:
            if not field.has_default() and not field.blank and not field.null:
                sentence = _("%(where)s: feltet »%(field)s« mangler.") % {"where": where, "field": name}
                yield Mistake(sentence, table, code, name)
        elif not _fits(field, row[name]):
            sentence = _("%(where)s: »%(value)s« kan ikke stå i feltet »%(field)s«.") % {
                "where": where,
                "value": row[name],
                "field": name,
            }
            yield Mistake(sentence, table, code, name)


def _fits(field, value):
    if isinstance(field, models.JSONField):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if isinstance(value, bool):
        return False
    if isinstance(field, models.PositiveSmallIntegerField):
        return isinstance(value, int) and 0 <= value <= 32767
    if isinstance(field, models.DecimalField):
        return _is_number(value) and abs(value) < 10 ** (field.max_digits - field.decimal_places)
    if not isinstance(value, str) or (field.max_length and len(value) > field.max_length):
        return False
    if isinstance(field, models.SlugField) and value and not _CODE.fullmatch(value):
        return False
    return bool(value or field.blank) and (not field.choices or value in dict(field.choices))


def _is_number(value):
    return value.is_finite() if isinstance(value, Decimal) else isinstance(value, int | float)


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
        codes = ", ".join(sorted(unknown))
        yield Mistake(_("Katalogfilen nævner koder, den ikke selv har: %(codes)s.") % {"codes": codes})
        return
    for row in document["indicator"]:
        yield from _mistakes_of_indicator(row, types)
    for rule in document["rule"]:
        for sentence, field in _mistakes_of_rule(rule, types):
            yield Mistake(sentence, "rule", rule["code"], field)
    graph = {row["code"]: set(row.get("operands", [])) - types.keys() for row in document["measure"]}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        sentence = _("Rækkerne indgår i hinanden i ring: %(codes)s.") % {"codes": ", ".join(error.args[1])}
        yield Mistake(sentence, "measure", error.args[1][0], "operands")
        return
    for row in document["measure"]:
        yield from _mistakes_of_measure(row, types)


def _mistakes_of_indicator(row, types):
    code, whole = row["code"], row.get("part_of")
    if row.get("minimum", 0) > row["maximum"]:
        sentence = _("%(code)s: den mindste værdi er større end den største.") % {"code": code}
        yield Mistake(sentence, "indicator", code, "maximum")
    if whole == code:
        yield Mistake(_("%(code)s kan ikke være en del af sig selv.") % {"code": code}, "indicator", code, "part_of")
    elif whole and DataType.COUNTRIES in (row["data_type"], types[whole]):
        sentence = _("%(code)s: en liste over lande kan hverken være en del eller en helhed.") % {"code": code}
        yield Mistake(sentence, "indicator", code, "part_of")


def _mistakes_of_measure(row, types):
    """A row takes as many codes as its formula has places; lists of countries are for counting countries."""
    code, operands = row["code"], row.get("operands", [])
    fewest, most = OPERANDS[row["kind"]]
    if len(operands) < fewest or (most is not None and len(operands) > most):
        sentence = _("Rækken %(code)s regnes ud af %(places)s, men har %(number)s i »operands«.") % {
            "code": code,
            "places": fewest if fewest == most else _("mindst %(number)s") % {"number": fewest},
            "number": len(operands),
        }
        yield Mistake(sentence, "measure", code, "operands")
    elif row["kind"] == MeasureKind.DISTINCT and any(types.get(name) != DataType.COUNTRIES for name in operands):
        sentence = _("Rækken %(code)s tæller lande og kan kun regnes ud af lister over lande.") % {"code": code}
        yield Mistake(sentence, "measure", code, "operands")


def _mistakes_of_rule(rule, types):
    kind, subjects, against = rule["kind"], rule["subjects"], rule.get("against", [])
    named = {"code": rule["code"], "subjects": ", ".join(subjects)}
    if not subjects:
        yield _("Reglen %(code)s gælder ingenting: skriv mindst én kode i »subjects«.") % named, "subjects"
        return
    if kind in NEEDS_THRESHOLD and rule.get("threshold") is None:
        yield _("Reglen %(code)s mangler en grænse: skriv »threshold«.") % named, "threshold"
    if kind == RuleKind.PART_OF and (len(subjects) != 1 or not against):
        yield _("Reglen %(code)s skal have én del i »subjects« og helheden i »against«.") % named, "against"
    if kind == RuleKind.ADDS_UP and (len(subjects), len(against)) != (1, 1):
        yield _("Reglen %(code)s skal have én landeliste i »subjects« og ét antal i »against«.") % named, "against"
    lists = [code for code in subjects if types.get(code) == DataType.COUNTRIES]
    if (kind == RuleKind.ADDS_UP and lists != subjects) or (kind != RuleKind.ADDS_UP and lists):
        yield _("Reglen %(code)s er af en art, der ikke passer til %(subjects)s.") % named, "subjects"
    elif any(types.get(code) == DataType.COUNTRIES for code in against):
        yield _("Reglen %(code)s kan ikke holdes op mod en liste over lande.") % named, "against"
