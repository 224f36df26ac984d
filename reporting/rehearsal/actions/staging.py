"""Setting the stage inside the copy: the year is opened, and every unit's form holds last year's figures."""

import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from clusters.models import Cluster
from reporting.catalogue.actions import freeze
from reporting.catalogue.models import Indicator
from reporting.rehearsal.queries import year_before
from reporting.rounds.actions import prepare_year
from reporting.rounds.models import Round
from reporting.submissions.actions import CountryEntry, Entry, explain, save_answers, start
from reporting.submissions.models import Explanation, Status, Submission
from reporting.submissions.queries import load_filing

DAYS_TO_FILE = 30


def set_the_stage(*, year, by, at):
    """Open `year` in the copy; returns what is left to do as a list of steps, one for each unit.

    A year that nobody has prepared is made of the last one's catalogue and roster. Filings of the year that are
    there already stay as they stand.
    """
    before = Round.objects.get(year=year_before(year))
    with transaction.atomic():
        round_ = _opened(year, by, at)
    begun = Submission.objects.filter(round=round_).values("cluster")
    there = Cluster.objects.filter(roster_entries__round=round_).exclude(pk__in=begun)
    filings = Submission.objects.filter(round=before, status=Status.ACCEPTED, cluster__in=there)
    return [
        partial(_rehearse_filing, submission=filing, round_=round_, by=by, at=at)
        for filing in filings.select_related("cluster").order_by("pk")
    ]


def _opened(year, by, at):
    """The round of `year`, open from today, without a lock and without four eyes: one person can play it all."""
    today = timezone.localdate(at)
    round_ = Round.objects.select_related("catalogue").filter(year=year).first()
    if round_ is None:
        round_, _made = prepare_year(year=year, by=by, at=at)
    freeze(catalogue=round_.catalogue, at=at)
    Round.objects.filter(pk=round_.pk).update(
        opened_at=round_.opened_at or at,
        opens_on=min(round_.opens_on, today),
        deadline_on=max(round_.deadline_on, today + datetime.timedelta(days=DAYS_TO_FILE)),
        locks_on=None,
        four_eyes=False,
    )
    round_.refresh_from_db()
    return round_


def _rehearse_filing(*, submission, round_, by, at):
    """Begin the unit's filing and fill it with the figures, lists and explanations of `submission`."""
    fresh = start(round_=round_, cluster=submission.cluster)
    asked = {row.code: row for row in Indicator.objects.filter(section__catalogue=round_.catalogue_id)}
    lists = {code: {} for code, indicator in asked.items() if indicator.is_list_of_countries}
    for code, country, count in submission.country_counts.values_list("indicator__code", "country", "count"):
        if code in lists:
            lists[code][country] = count
    save_answers(
        submission=fresh,
        entries=[
            Entry(value.indicator.code, value.number, value.not_relevant)
            for value in submission.values.select_related("indicator")
            if value.indicator.code in asked and value.indicator.code not in lists
        ],
        country_entries=[CountryEntry(code, countries, {}) for code, countries in lists.items() if countries],
        by=by,
        at=at,
    )
    _explain_again(fresh, submission, by, at)


def _explain_again(fresh, submission, by, at):
    """What asks for an explanation this year and was explained last year is explained with the same words."""
    texts = {(row.rule, row.subject): row.text for row in Explanation.objects.filter(submission=submission)}
    if not texts:
        return
    for problem in load_filing(fresh).open_problems:
        text = texts.get((problem.rule, problem.subject))
        if text:
            explain(submission=fresh, rule=problem.rule, subject=problem.subject, text=text, by=by, at=at)
