"""Fills an empty database with the demonstration, walking the same actions as people do.

The units, their kind, certificates and hosts are the real ones of 2018 and the national sums are the
published ones; every figure of a single unit is made up (see figures.py), and so are the stories.
"""

import datetime
import tomllib
from pathlib import Path

from django.db import transaction

from clusters.actions import create_user, give_access, register_cluster
from clusters.models import MembershipRole, NationalRole
from reporting.catalogue.actions import CATALOGUE_FILES, load_catalogue
from reporting.consolidation.actions import consolidate, load_history
from reporting.demo.figures import filing_after, filings_2018
from reporting.publication.actions import begin_report, choose_stories
from reporting.review.actions import accept, return_for_correction
from reporting.rounds.actions import open_round
from reporting.rounds.models import Round
from reporting.stories.actions import add_story
from reporting.stories.models import CaseStory
from reporting.submissions.actions import CountryEntry, Entry, explain, refresh_standings, save_answers, start, submit
from reporting.submissions.queries import load_filing

PASSWORD = "vidensdeling-2018"
EDITOR = "redaktion@demo.example"
REVIEWER = "gennemsyn@demo.example"
VIEWER = "laeser@demo.example"
SECRETARIAT = "sekretariat@odense-robotics.example"
COLLEAGUE = "kollega@odense-robotics.example"
LOG_INS = (
    (SECRETARIAT, "Sekretariatet i Odense Robotics (ansvarlig)"),
    (COLLEAGUE, "Kollega i Odense Robotics (indberetter)"),
    (EDITOR, "Redaktør i Cluster Excellence Denmark"),
    (REVIEWER, "Gennemser"),
    (VIEWER, "Læser"),
)
STORIES = Path(__file__).parent / "stories.toml"
FILED_2018 = datetime.datetime(2019, 3, 11, 9, 30, tzinfo=datetime.UTC)
ACCEPTED_2018 = datetime.datetime(2019, 3, 25, 13, 0, tzinfo=datetime.UTC)
COUNTRY_LISTS = ("countries_cluster", "countries_knowledge", "countries_b2b")
STRUCTURE_TO_PARTICIPATION = (
    "fte",
    "funding_state",
    "funding_regions",
    "funding_municipalities",
    "companies",
    "companies_small",
)
SECOND_LOOK = (
    "Antallet af dedikerede virksomheder ligner ikke jeres medlemsliste. Se det igen, og skriv en kort forklaring."
)


@transaction.atomic
def load_demo(*, now, with_open_year=True):
    """Load everything in one transaction; `now` (aware) decides the dates of the open round of 2019, if that is wanted."""
    catalogue_file = CATALOGUE_FILES / "2018.toml"
    load_history()
    filings = filings_2018()
    clusters = {
        filing.unit.slug: register_cluster(
            slug=filing.unit.slug,
            name=filing.unit.name,
            short_name=filing.unit.short_name,
            kind=filing.unit.kind,
            former_name=filing.unit.former_name,
            hosted=filing.unit.hosts,
            certification=filing.unit.certification,
            certified_from=2018,
        )
        for filing in filings
    }
    people = _people(clusters)
    round_2018 = open_round(
        year=2018,
        catalogue=load_catalogue(path=catalogue_file, year=2018),
        opens_on=datetime.date(2019, 2, 1),
        deadline_on=datetime.date(2019, 3, 15),
        clusters=clusters.values(),
        at=FILED_2018,
        is_demo=True,
    )
    stories = tomllib.loads(STORIES.read_text(encoding="utf-8"))["story"]
    for filing in filings:
        submission = start(
            round_=round_2018, cluster=clusters[filing.unit.slug], by=people[filing.unit.slug], at=FILED_2018
        )
        _fill(submission, filing, by=people[filing.unit.slug], at=FILED_2018)
        for story in stories:
            if story["unit"] == filing.unit.name:
                told = {name: text for name, text in story.items() if name != "unit"}
                add_story(submission=submission, **told, by=people[filing.unit.slug], at=FILED_2018)
        _send(submission, by=people[filing.unit.slug], at=FILED_2018)
        accept(submission=submission, by=people["reviewer"], at=ACCEPTED_2018, version=submission.version)
    _begin_book(round_2018, [story["headline"] for story in stories], people["editor"])
    if with_open_year:
        _open_2019(filings, clusters, people, catalogue_file, now)
    for round_ in Round.objects.all():
        refresh_standings(round_=round_, at=now)


def _people(clusters):
    """The cast: national roles, one secretariat per unit (with a known password for one), a colleague."""
    people = {
        "editor": create_user(email=EDITOR, name="Demo Redaktør", national_role=NationalRole.EDITOR, password=PASSWORD),
        "reviewer": create_user(
            email=REVIEWER, name="Demo Gennemser", national_role=NationalRole.REVIEWER, password=PASSWORD
        ),
        "viewer": create_user(email=VIEWER, name="Demo Læser", national_role=NationalRole.VIEWER, password=PASSWORD),
    }
    for slug, cluster in clusters.items():
        email = f"sekretariat@{slug}.example"
        people[slug] = create_user(
            email=email,
            name=f"Sekretariatet, {cluster.short_name}",
            password=PASSWORD if email == SECRETARIAT else None,
        )
        give_access(user=people[slug], cluster=cluster, role=MembershipRole.MANAGER)
    colleague = create_user(email=COLLEAGUE, name="Demo Kollega", password=PASSWORD)
    give_access(user=colleague, cluster=clusters["odense-robotics"], role=MembershipRole.REPORTER)
    return people


def _fill(submission, filing, *, by, at, only=None):
    """Save a made-up filing, or only some codes of it."""
    return save_answers(
        submission=submission,
        entries=[Entry(code, number) for code, number in filing.numbers.items() if only is None or code in only],
        country_entries=[
            CountryEntry(code, filing.countries[code], {}) for code in COUNTRY_LISTS if only is None or code in only
        ],
        by=by,
        at=at,
    )


def _send(submission, *, by, at):
    """Explain what the checks ask about, as a secretariat would, and submit."""
    for problem in load_filing(submission).open_problems:
        explain(
            submission=submission,
            rule=problem.rule,
            subject=problem.subject,
            text="Opdigtet forklaring: et stort projekt begyndte i løbet af året.",
            by=by,
            at=at,
        )
    submission.refresh_from_db()
    submit(submission=submission, by=by, at=at, version=submission.version)


def _begin_book(round_, headlines, editor):
    """Put the units' stories into the book, in the order of `headlines`, and add the figures up."""
    told = {story.headline: story for story in CaseStory.objects.filter(submission__round=round_)}
    chosen = [told[headline] for headline in headlines]
    choose_stories(report=begin_report(round_=round_), stories=chosen, by=editor, at=ACCEPTED_2018)
    consolidate(round_=round_, by=editor, at=ACCEPTED_2018)


def _open_2019(filings, clusters, people, catalogue_file, now):
    """The year in progress: one filing sent, one sent back, one half written, the others not begun."""
    today = now.date()
    a_fortnight = datetime.timedelta(days=14)
    round_2019 = open_round(
        year=2019,
        catalogue=load_catalogue(path=catalogue_file, year=2019),
        opens_on=today - a_fortnight,
        deadline_on=today + datetime.timedelta(days=28),
        clusters=clusters.values(),
        at=now - a_fortnight,
        is_demo=True,
    )
    by_slug = {filing.unit.slug: filing for filing in filings}
    for slug in ("clean", "welfare-tech", "biopeople"):
        submission = start(round_=round_2019, cluster=clusters[slug], by=people[slug], at=now)
        only = STRUCTURE_TO_PARTICIPATION if slug == "biopeople" else None
        _fill(submission, filing_after(by_slug[slug], slug), by=people[slug], at=now, only=only)
        if slug != "biopeople":
            _send(submission, by=people[slug], at=now)
        if slug == "welfare-tech":
            return_for_correction(
                submission=submission, by=people["reviewer"], at=now, version=submission.version, reason=SECOND_LOOK
            )
