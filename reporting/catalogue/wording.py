"""Rules and formulas as sentences, and what the tables are called, for editors."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.catalogue.models import MeasureKind, RuleKind
from reporting.numbers import format_exact

NAMES_SHOWN = 3
TABLE_NAMES = {
    "section": gettext_lazy("afsnit"),
    "indicator": gettext_lazy("spørgsmål"),
    "rule": gettext_lazy("regel"),
    "measure": gettext_lazy("trykt række"),
}
ALL_NAMES = {
    "section": gettext_lazy("afsnit"),
    "indicator": gettext_lazy("spørgsmål"),
    "rule": gettext_lazy("regler"),
    "measure": gettext_lazy("trykte rækker"),
}
NEW_NAMES = {
    "section": gettext_lazy("Nyt afsnit"),
    "indicator": gettext_lazy("Nyt spørgsmål"),
    "rule": gettext_lazy("Ny regel"),
    "measure": gettext_lazy("Ny trykt række"),
}
SLUGS = {"section": "afsnit", "indicator": "indikator", "rule": "regel", "measure": "raekke"}  # in addresses
THE_TABLE_NAMES = {
    "section": gettext_lazy("afsnittet"),
    "indicator": gettext_lazy("spørgsmålet"),
    "rule": gettext_lazy("reglen"),
    "measure": gettext_lazy("den trykte række"),
}


class Names:
    """What people call the codes of a document."""

    def __init__(self, document):
        self.sections = {row["code"]: row["title_da"] for row in document["section"]}
        self.questions = {row["code"]: row["label_da"] for row in document["indicator"]}
        self.rows = {row["code"]: row["label_da"] for row in document["measure"]}
        self.units = {row["code"]: row["unit"] for row in document["indicator"]}

    def question(self, code):
        """The question's text in quotation marks."""
        return f"»{self.questions.get(code) or self.rows.get(code, code)}«"

    def row(self, code):
        """The printed row's text in quotation marks, or the question's where no row has the code."""
        return f"»{self.rows.get(code) or self.questions.get(code, code)}«"

    def section(self, code):
        """The section's title in quotation marks."""
        return f"»{self.sections.get(code, code)}«"


def label_of(table, row, names):
    """What one row is called on the screen; a rule is called by what it says."""
    if table == "rule":
        return rule_sentence(row, names)
    heading = row.get("heading_da", "")  # a row of the tables is often only understood under its heading
    label = row["title_da"] if table == "section" else row["label_da"]
    return f"{heading}: {label}" if heading and heading not in label else label


def _enumerated(names, word, is_whole):
    """`A`, `B` and `C`, or unless the whole is asked for the first few and how many more."""
    if is_whole or len(names) <= NAMES_SHOWN:
        return _(" og ").join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    shown = ", ".join(names[:NAMES_SHOWN])
    return _("%(shown)s og %(count)s andre %(word)s") % {
        "shown": shown,
        "count": len(names) - NAMES_SHOWN,
        "word": word,
    }


def _amount(number, unit):
    text = format_exact(Decimal(str(number)))
    return f"{text} {unit}" if unit and unit != "antal" else text


def rule_sentence(rule, names, *, is_whole=False) -> str:
    """The rule as one sentence, without its strength; `is_whole` names all that it looks at, however many."""
    if not rule["subjects"]:
        return _("Reglen gælder ingenting.")
    first = rule["subjects"][0]
    unit = names.units.get(first, "")
    match rule["kind"]:
        case RuleKind.PART_OF:
            return _("%(part)s må højst være %(whole)s") % {
                "part": names.question(first),
                "whole": " + ".join(names.question(code) for code in rule["against"]),
            }
        case RuleKind.ADDS_UP:
            return _("Landene i %(list)s skal til sammen give %(number)s") % {
                "list": names.question(first),
                "number": " + ".join(names.question(code) for code in rule["against"]),
            }
        case RuleKind.UNANSWERED:
            sections = _enumerated([names.section(code) for code in rule["subjects"]], _("afsnit"), is_whole)
            return _("Tomme felter i %(sections)s") % {"sections": sections}
    subjects = _enumerated([names.question(code) for code in rule["subjects"]], _("tal"), is_whole)
    threshold = rule.get("threshold") or 0
    if rule["kind"] == RuleKind.SMALL_AMOUNT:
        return _("%(subjects)s må ikke ligge mellem 0 og %(limit)s") % {
            "subjects": subjects,
            "limit": _amount(threshold, unit),
        }
    sentence = _("%(subjects)s må højst springe %(percent)s procent fra året før") % {
        "subjects": subjects,
        "percent": format_exact(Decimal(str(threshold))),
    }
    floor = rule.get("floor") or 0
    return (
        sentence + _(" (spring under %(floor)s nævnes ikke)") % {"floor": _amount(floor, unit)} if floor else sentence
    )


def formula(measure, names, *, is_whole=False) -> str:
    """How a printed row is worked out, in words."""
    operands = measure["operands"]
    row = [names.row(code) for code in operands] or [""]
    match measure["kind"]:
        case MeasureKind.COUNT:
            return _("Antallet af enheder, der er godkendt")
        case MeasureKind.COLLECTED:
            return _("Summen af enhedernes svar på %(question)s") % {"question": names.question(operands[0])}
        case MeasureKind.TOTAL:
            return " + ".join(row)
        case MeasureKind.MEAN:
            return _("%(row)s delt med antallet af enheder") % {"row": row[0]}
        case MeasureKind.RATIO:
            return _("%(dividend)s delt med %(divisor)s") % {"dividend": row[0], "divisor": row[-1]}
        case MeasureKind.SHARE:
            return _("Hvor mange procent af enhederne der har mere end 0 i %(row)s") % {"row": row[0]}
        case MeasureKind.DISTINCT:
            lists = _enumerated([names.question(code) for code in operands] or [""], _("lister"), is_whole)
            return _("Antallet af forskellige lande i %(lists)s") % {"lists": lists}
