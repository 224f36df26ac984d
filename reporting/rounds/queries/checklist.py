"""The guide to a year: what is done, what is missing, and what to do next, read off the house as it stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.catalogue.models import Indicator
from reporting.dates import day_text
from reporting.rounds.queries.opening import Opening, opening_of
from reporting.rounds.queries.roster import UnitList, unit_list
from reporting.workdays import is_working_day

NAMED = 5  # so many units are named in a sentence


@dataclass(frozen=True)
class Step:
    """One step of the guide: `state` is complete, problems or begun; `facts` what is, `missing` what is to do."""

    code: str
    title: str
    state: str
    facts: str
    missing: tuple[str, ...] = ()

    @property
    def word(self):
        """The state in words."""
        return {"complete": _("Klar"), "problems": _("Mangler noget"), "begun": _("Valgfri")}[self.state]


@dataclass(frozen=True)
class Checklist:
    """The steps of a year, with what they were read from."""

    steps: tuple[Step, ...]
    units: UnitList
    opening: Opening

    @property
    def next_step(self):
        """The first step that lacks something; None where nothing stands in the way of opening."""
        return next((step for step in self.steps if step.state == "problems"), None)


def checklist_of(round_, today) -> Checklist:
    """The guide to the round as it stands on `today`; a number of queries that does not grow."""
    units, opening = unit_list(round_), opening_of(round_)
    steps = (_catalogue(round_), _units(units), _days(round_, today), _people(opening), _rehearsal())
    return Checklist(steps, units, opening)


def _catalogue(round_):
    codes = _codes(catalogue=round_.catalogue_id)
    before = _codes(catalogue__year=round_.year - 1)
    count = {"count": len(codes)}
    if not codes:
        return Step(
            "catalogue", _("Katalog"), "problems", _("Der spørges ikke om noget endnu."), (_("Tilføj indikatorer."),)
        )
    facts = ngettext("Der spørges om %(count)d ting.", "Der spørges om %(count)d ting.", len(codes)) % count
    if before:
        new, gone = len(codes - before), len(before - codes)
        if new or gone:
            words = {"before": round_.year - 1, "new": new, "gone": gone}
            facts += " " + _("I forhold til %(before)s: %(new)d nye, %(gone)d udgået.") % words
        else:
            facts += " " + _("De samme som i %(before)s.") % {"before": round_.year - 1}
    return Step("catalogue", _("Katalog"), "complete", facts)


def _codes(**where):
    rows = Indicator.objects.filter(**{f"section__{name}": value for name, value in where.items()})
    return set(rows.values_list("code", flat=True))


def _units(units):
    if not units.rows:
        missing = (_("Sæt enheder på listen, eller læs dem ind."),)
        return Step("units", _("Enheder"), "problems", _("Der er ingen enheder på listen."), missing)
    count = len(units.rows)
    facts = ngettext("%(count)d enhed skal indberette.", "%(count)d enheder skal indberette.", count) % {"count": count}
    if units.before:
        words = {"before": units.before, "new": len(units.new), "gone": len(units.gone)}
        facts += " " + _("I forhold til %(before)s: %(new)d nye, %(gone)d udgået.") % words
    return Step("units", _("Enheder"), "complete", facts)


def _days(round_, today):
    lock = day_text(round_.locks_on) if round_.locks_on else _("ingen lås")
    facts = _("Åbning %(opens)s. Frist %(deadline)s. Lås: %(lock)s.") % {
        "opens": day_text(round_.opens_on),
        "deadline": day_text(round_.deadline_on),
        "lock": lock,
    }
    missing = []
    if round_.deadline_on < today:
        missing.append(_("Fristen er passeret. Vælg en ny."))
    elif not is_working_day(round_.deadline_on):
        missing.append(_("Fristen er ikke en arbejdsdag. Vælg en dag, hvor sekretariaterne er på arbejde."))
    return Step("days", _("Datoer"), "problems" if missing else "complete", facts, tuple(missing))


def _people(opening):
    words = {"people": opening.people, "newcomers": opening.newcomers}
    facts = _("%(people)d personer har adgang. %(newcomers)d af dem har aldrig logget ind.") % words
    missing = []
    if opening.without_people:
        missing.append(
            _("Ingen personer: %(units)s. Læs dem ind, så nogen får besked.") % _named(opening.without_people)
        )
    if opening.without_manager:
        missing.append(
            _("Ingen ansvarlig: %(units)s. Kun en ansvarlig kan indsende.") % _named(opening.without_manager)
        )
    return Step("people", _("Personer"), "problems" if missing else "complete", facts, tuple(missing))


def _named(units):
    names = [unit.short_name for unit in units]
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    return {"units": shown if more <= 0 else _("%(names)s og %(more)d til") % {"names": shown, "more": more}}


def _rehearsal():
    return Step(
        "rehearsal",
        _("Generalprøve"),
        "begun",
        _("Prøv hele forløbet i en lukket kopi med sidste års tal. Ingen uden for huset får besked, og intet tæller."),
    )
