"""The sentence for each thing that happened, with what stood before and after."""

from django.utils.translation import gettext as _

from clusters.models import Act, MembershipRole, NationalRole
from reporting.letters.models import Kind
from reporting.submissions.queries import country_name, sentence, shown

_ROLES = dict([*MembershipRole.choices, *NationalRole.choices])


def sentence_of(row, names) -> str:
    """Who did what, in one sentence."""
    if row.kind in ("value", "countries"):
        return f"{names.who(row)}: {change_of(row, names)}" if row.kind == "countries" else _value(row, names)
    if row.kind == "act":
        return _act(row, names)
    if row.kind == "letter":
        return _letter(row, names)
    words = {"who": names.who(row), "label": names.label(row), "number": "", "story": row.text}
    if row.kind == "story":
        return _("%(who)s skrev i casen »%(story)s«") % words if row.text else _("%(who)s skrev i en case") % words
    if row.kind == "internal_note":
        return (
            _("%(who)s skrev en intern note ved »%(label)s«") if row.code else _("%(who)s skrev en intern note")
        ) % words
    if row.kind == "story_comment":
        return _("%(who)s skrev en kommentar til en case") % words
    return sentence(row) % words


def _value(row, names):
    words = {"who": names.who(row), "label": names.label(row), "before": was_text(row, names)}
    words["after"] = now_text(row, names)
    if row.number is None and not row.not_relevant:
        return _("%(who)s tømte »%(label)s« (før: %(before)s)") % words
    if words["before"]:
        return _("%(who)s rettede »%(label)s« fra %(before)s til %(after)s") % words
    return _("%(who)s satte »%(label)s« til %(after)s") % words


def change_of(row, names) -> str:
    """One change of an answer without the person: the question, what stood before, what stands now."""
    if row.kind == "countries":
        words = {"label": names.label(row), "country": country_name(row.text), "count": row.number, "before": row.was}
        words = {key: f"{value:.0f}" if key in ("count", "before") and value else value for key, value in words.items()}
        if row.act == "-":
            return _("»%(label)s«: %(country)s (%(count)s) slettet") % words
        if row.act == "~" and words["before"]:
            return _("»%(label)s«: %(country)s %(before)s → %(count)s") % words
        return _("»%(label)s«: %(country)s %(count)s") % words
    before, after = was_text(row, names) or _("tomt"), now_text(row, names) or _("tomt")
    return _("»%(label)s«: %(before)s → %(after)s") % {"label": names.label(row), "before": before, "after": after}


def now_text(row, names) -> str:
    """What stands after the change, empty for no answer."""
    return _answer(row.number, row.not_relevant, names.indicator(row))


def was_text(row, names) -> str:
    """What stood before the change, empty for no answer."""
    return _answer(row.was, row.was_not_relevant, names.indicator(row))


def _answer(number, not_relevant, indicator):
    if not_relevant:
        return _("»ikke relevant«")
    if number is None:
        return ""
    return shown(indicator, number) if indicator else f"{number.normalize():f}"


def _act(row, names):
    """The act in the words of the list, and behind it whom and what it is about."""
    label = Act(row.act).label if row.act in Act.values else row.act
    details = [names.about(row), f"»{names.label(row)}«" if row.code else "", _detail(row)]
    text = _("%(who)s: %(act)s") % {"who": names.who(row), "act": str(label)[:1].lower() + str(label)[1:]}
    known = ", ".join(detail for detail in details if detail)
    return f"{text} ({known})" if known else text


def many_times(row, names, times) -> str:
    """The sentence for the same act, or the same letter, several times in a row."""
    if row.kind == "letter":
        words = {"kind": Kind(row.act).label if row.act in Kind.values else row.act, "count": times}
        return _("Brevet »%(kind)s« til %(count)d personer") % words
    alone = row._replace(person=None, code="", text="")
    return _("%(act)s, %(count)d gange") % {"act": _act(alone, names), "count": times}


def _detail(row):
    if not row.text:
        return ""
    if row.text in _ROLES:
        return str(_ROLES[row.text]).lower()
    return {
        Act.WORKBOOK_TAKEN: _("%(text)s svar ændret"),
        Act.CONSOLIDATED: _("opgørelse %(text)s"),
        Act.EDITION_KEPT: _("udgave %(text)s"),
        Act.STORIES_CHOSEN: _("%(text)s cases"),
    }.get(row.act, "%(text)s") % {"text": row.text}


def _letter(row, names):
    kind = Kind(row.act).label if row.act in Kind.values else row.act
    words = {"kind": kind, "name": names.about(row)}
    if row.text:
        return _("Brevet »%(kind)s« til %(name)s kunne ikke sendes") % words
    return _("Brevet »%(kind)s« gik til %(name)s") % words
