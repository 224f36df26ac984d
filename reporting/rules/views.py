"""The pages about rules: what became of each, and a rule tried on the years that were."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from clusters.permissions import check_can_edit
from reporting.catalogue.models import Indicator, Rule, Section
from reporting.numbers import format_exact
from reporting.rounds.models import Round
from reporting.rounds.queries import round_or_404
from reporting.rules.forms import TrialForm
from reporting.rules.queries import (
    Advice,
    describe,
    in_address,
    record_of,
    try_rule,
    units_to_compute,
)
from reporting.submissions.actions import refresh_standings

UNREADABLE = 422
AT_A_TIME = 200  # filings that are checked at one click


@require_GET
def rules(request, year):
    """What became of what each rule found, in this year and before, and which rules ask for a look."""
    check_can_edit(request.user)
    round_ = round_or_404(year)
    names = _names(round_)
    records = [(record, describe(record.rule, names), _softer(round_, record.rule)) for record in record_of(round_)]
    context = {
        "round": round_,
        "rounds": Round.objects.all(),
        "records": [(record, text, record.in_year(year)) for record, text, _address in records],
        "soften": [row for row in records if row[0].advice is Advice.SOFTEN],
        "never": [row for row in records if row[0].advice is Advice.NEVER],
        "unchecked": units_to_compute(round_),
    }
    return render(request, "reporting/rules/rules.html", context)


@require_POST
def check_rounds(request, year):
    """Check the filings that were never checked, a part at a time, so that their findings count."""
    check_can_edit(request.user)
    round_ = round_or_404(year)
    left = AT_A_TIME
    for earlier, units in units_to_compute(round_):
        refresh_standings(round_=earlier, at=timezone.now(), limit=left)
        left = max(0, left - units)
    missing = sum(units for _round, units in units_to_compute(round_))
    if missing:
        text = ngettext("%(count)d indberetning mangler endnu.", "%(count)d indberetninger mangler endnu.", missing)
        messages.info(request, text % {"count": missing})
    else:
        messages.success(request, _("Alle indberetninger er regnet igennem."))
    return redirect("rules", year=year)


@require_GET
def rule_trial(request, year):
    """A rule tried on the opened years before it is switched on; without one the form alone."""
    check_can_edit(request.user)
    round_ = round_or_404(year)
    asked = request.GET.copy()
    known = (
        get_object_or_404(Rule, catalogue=round_.catalogue_id, code=asked["rule"].replace("\0", ""))
        if asked.get("rule")
        else None
    )
    if known and "kind" not in asked:
        asked = _filled_in(known, asked)
    form = TrialForm(asked if "kind" in asked else None, round_=round_)
    context = {"round": round_, "form": form, "known": known, "text": ""}
    if not form.is_bound:
        return render(request, "reporting/rules/trial.html", context)
    if not form.is_valid():
        return render(request, "reporting/rules/trial.html", context, status=UNREADABLE)
    rule = form.as_rule()
    context |= _tried(request, round_, rule, form.cleaned_data["second"])
    return render(request, "reporting/rules/trial.html", context | {"rule": rule, "text": describe(rule, form.names)})


def _tried(request, round_, rule, second):
    """The trial, and where it goes on."""
    rounds = Round.objects.opened().order_by("-year")
    only, skip = request.GET.get("only", ""), request.GET.get("skip", "")
    if only.isascii() and only.isdigit() and len(only) <= 4:
        rounds = rounds.filter(year=int(only))
    skip = int(skip) if skip.isascii() and skip.isdigit() and len(skip) <= 6 else 0
    trial = try_rule(rule, rounds, second=second, skip=skip if only else 0)
    again = request.GET.copy()
    again.pop("only", None)
    again.pop("skip", None)
    return {
        "trial": trial,
        "second": second,
        "limits": [format_exact(limit) for limit in (rule.threshold, second) if limit is not None],
        "opened": next((row.year for row in trial.years if row.hits), None),
        "address": f"?{again.urlencode()}",
        "hand_over": _hand_over(rule),
    }


def _filled_in(known, asked):
    """The form's fields as the rule stands today."""
    filled = asked.copy()
    filled["kind"], filled["strength"] = known.kind, known.strength
    filled.setlist("subjects", known.subjects)
    filled.setlist("against", known.against)
    filled["threshold"] = "" if known.threshold is None else f"{known.threshold.normalize():f}".replace(".", ",")
    filled["floor"] = f"{known.floor.normalize():f}".replace(".", ",") if known.floor else ""
    return filled


def _softer(round_, rule):
    """Where the rule is tried as it is beside twice its limit."""
    address = f"{reverse('rule_trial', args=[round_.year])}?rule={rule.code}"
    if rule.threshold is None:
        return address
    return f"{address}&{in_address(rule)}&second={f'{2 * rule.threshold.normalize():f}'.replace('.', ',')}"


def _hand_over(rule):
    """The year in preparation and the catalogue's form for the rule there; None while no year is being prepared."""
    round_ = Round.objects.in_preparation().order_by("-year").first()
    try:
        return round_ and (round_.year, f"{reverse('catalogue_rule_new', args=[round_.year])}?{in_address(rule)}")
    except NoReverseMatch:
        return None


def _names(round_):
    """Labels of the catalogue's sections and questions by code."""
    sections = Section.objects.filter(catalogue=round_.catalogue_id)
    questions = Indicator.objects.filter(section__catalogue=round_.catalogue_id)
    return {row.code: row.title for row in sections} | {row.code: row.label for row in questions}
