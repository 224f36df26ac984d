"""The forms of the catalogue's rows: parse and type-check, nothing more."""

from reporting.catalogue.forms.questions import IndicatorForm, SectionForm
from reporting.catalogue.forms.reckoning import MEASURE_FORMS, RULE_FORMS

__all__ = ["MEASURE_FORMS", "RULE_FORMS", "IndicatorForm", "SectionForm", "form_class"]


def form_class(table, kind=""):
    """The form of a table's rows; of a rule or a row of the tables the one for its kind, None where there is none."""
    return {
        "section": SectionForm,
        "indicator": IndicatorForm,
        "rule": RULE_FORMS.get(kind),
        "measure": MEASURE_FORMS.get(kind),
    }.get(table)
