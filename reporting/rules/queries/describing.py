"""A rule in words, and as an address hands it over to the catalogue."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from reporting.catalogue.models import RuleKind
from reporting.numbers import format_exact

NAMES_SHOWN = 3


def describe(rule, names) -> str:
    """What the rule says, in one sentence; `names` are the labels of questions and sections by code."""
    words = {
        "subjects": _some(rule.subjects, names),
        "against": _("« og »").join(names.get(code, code) for code in rule.against),
        "threshold": "" if rule.threshold is None else format_exact(rule.threshold),
        "floor": format_exact(rule.floor),
    }
    if rule.kind == RuleKind.JUMP:
        if not rule.floor:
            return _("%(subjects)s: mere end %(threshold)s %% fra sidste år") % words
        return _("%(subjects)s: mere end %(threshold)s %% og mindst %(floor)s fra sidste år") % words
    return {
        RuleKind.PART_OF: _("%(subjects)s: højst lig »%(against)s«"),
        RuleKind.ADDS_UP: _("%(subjects)s: landene giver »%(against)s«"),
        RuleKind.SMALL_AMOUNT: _("%(subjects)s: et beløb under %(threshold)s kr."),
        RuleKind.UNANSWERED: _("%(subjects)s: intet felt uden svar"),
    }[rule.kind] % words


def _some(codes, names):
    labels = [f"»{names.get(code, code)}«" for code in codes]
    if len(labels) <= NAMES_SHOWN:
        return ", ".join(labels)
    return _("%(some)s og %(more)d til") % {
        "some": ", ".join(labels[: NAMES_SHOWN - 1]),
        "more": len(labels) - NAMES_SHOWN + 1,
    }


def in_address(rule) -> str:
    """The rule as the query string with which a form is filled in."""
    plain = [("kind", rule.kind), ("strength", rule.strength)]
    plain += [("subjects", code) for code in rule.subjects] + [("against", code) for code in rule.against]
    plain += [] if rule.threshold is None else [("threshold", _plain(rule.threshold))]
    plain += [("floor", _plain(rule.floor))] if rule.floor else []
    return urlencode(plain)


def _plain(number):
    return f"{number.normalize():f}".replace(".", ",")
