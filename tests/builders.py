"""Builders that walk the real actions, so that no test stands on a state the program cannot reach."""

import datetime
import io
from decimal import Decimal
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from clusters.models import Succession
from reporting.catalogue.actions import load_catalogue
from reporting.review.actions import accept, reopen, return_for_correction
from reporting.rounds.actions import open_round
from reporting.stories import actions as stories
from reporting.stories.photos import develop
from reporting.submissions.actions import CountryEntry, Entry, explain, save_answers, start, submit
from reporting.submissions.models import Status
from reporting.submissions.queries import load_filing

SMALL_CATALOGUE = Path(__file__).parent / "catalogue_small.toml"
AT = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
# A filing of the small catalogue in which every check is content.
GOOD_ANSWERS = {
    "funding_state": Decimal(2_000_000),
    "funding_companies": Decimal(1_500_000),
    "fees_companies": Decimal(500_000),
    "fte": Decimal("4.5"),
    "companies": Decimal(120),
    "companies_small": Decimal(80),
    "collaborations_cluster": Decimal(5),
}
GOOD_COUNTRIES = {"countries_cluster": {"DE": 3, "SE": 2}}


def open_small_round(*, year, clusters, opens_on=None, deadline_on=None):
    """A round with the small catalogue, open unless told otherwise."""
    return open_round(
        year=year,
        catalogue=load_catalogue(path=SMALL_CATALOGUE, year=year),
        opens_on=opens_on or datetime.date(2020, 1, 1),
        deadline_on=deadline_on or datetime.date(2099, 3, 15),
        clusters=clusters,
        at=AT,
    )


def fill(submission, *, by, answers=None, countries=None, at=AT):
    """Save answers as a person would who has just opened the page; what is left out keeps its state."""
    answers = GOOD_ANSWERS if answers is None else answers
    countries = GOOD_COUNTRIES if countries is None else countries
    versions = dict(submission.values.values_list("indicator__code", "version"))
    lists = {}
    for code, country, count in submission.country_counts.values_list("indicator__code", "country", "count"):
        lists.setdefault(code, {})[country] = count
    saved = save_answers(
        submission=submission,
        entries=[
            Entry(code, None if number is None else Decimal(number), based_on=versions.get(code, 0))
            for code, number in answers.items()
        ],
        country_entries=[CountryEntry(code, rows, lists.get(code, {})) for code, rows in countries.items()],
        by=by,
        at=at,
    )
    submission.refresh_from_db()
    return saved


def explain_everything(submission, *, by, text="Et projekt begyndte."):
    """Explain whatever the checks ask about, as a secretariat does before it submits."""
    for problem in load_filing(submission).open_problems:
        explain(submission=submission, rule=problem.rule, subject=problem.subject, text=text, by=by, at=AT)
    submission.refresh_from_db()


def filing_at(status, *, round_, cluster, by, reviewer=None):
    """A well-filled filing in any status, reached by the real transitions."""
    submission = start(round_=round_, cluster=cluster)
    fill(submission, by=by)
    if status == Status.DRAFT:
        return submission
    submission = submit(submission=submission, by=by, at=AT, version=submission.version)
    if status == Status.ACCEPTED:
        return accept(submission=submission, by=reviewer, at=AT, version=submission.version)
    if status == Status.RETURNED:
        return return_for_correction(
            submission=submission, by=reviewer, at=AT, version=submission.version, reason="Se på årsværk."
        )
    return submission


def reopened(*, round_, cluster, by, reviewer, editor):
    """A filing that was accepted and opened again."""
    submission = filing_at(Status.ACCEPTED, round_=round_, cluster=cluster, by=by, reviewer=reviewer)
    return reopen(submission=submission, by=editor, at=AT, version=submission.version, reason="En fejl er fundet.")


WHOLE_STORY = {
    "category": "matchmaking",
    "headline": "Et møde, der blev til noget",
    "lead": "To virksomheder fandt hinanden over en kop kaffe.",
    "body": "Det begyndte på et medlemsmøde.\n\n## Et spørgsmål\n\nSå spurgte den ene den anden.",
    "quote": "Nu går det af sig selv.",
}


def tell(submission, *, by, at=AT, **texts):
    """A story with all its words, or others where they are given; a draft."""
    return stories.write_story(submission=submission, texts=WHOLE_STORY | texts, by=by, at=at)


def photo_bytes(width=900, height=600, *, kind="JPEG", mode="RGB", **options):
    """A picture as a file: left half red, right half blue, a white bar along the top."""
    image = Image.new("RGB", (width, height), (200, 30, 30))
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height), fill=(30, 30, 200))
    draw.rectangle((0, 0, width, height // 10), fill=(250, 250, 250))
    file = io.BytesIO()
    image.convert(mode).save(file, kind, **options)
    return file.getvalue()


def upload(content, name="foto.jpg"):
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def put_photo(story, *, by, content=None, at=AT):
    """Give the story a photo, with its words and the consent of those on it."""
    story = stories.save_story(
        story=story,
        texts={"alt": "Et rødt og et blåt felt.", "credit": "Foto: Anna Jensen", "consent": True},
        based_on=story.version,
        by=by,
        at=at,
    ).story
    developed = develop(upload(content or photo_bytes()))
    stories.put_photo(story=story, developed=developed, seen=None, focus=(50, 50), by=by, at=at)
    return story


def merge(*predecessors, into, year):
    """The predecessors are carried on by `into` from `year`."""
    for unit in predecessors:
        Succession.objects.create(predecessor=unit, successor=into, year=year)


REDEFINED = (
    'definition_da = "Hver virksomhed tælles én gang."',
    'definition_da = "Kun virksomheder med CVR-nummer."\ndefinition_version = 2',
)


def open_changed_round(*, year, clusters, folder, changes=(REDEFINED,)):
    """A round whose catalogue is the small one with some of its text exchanged; `folder` is where its file may lie."""
    text = SMALL_CATALOGUE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = Path(folder) / f"{year}.toml"
    path.write_text(text, encoding="utf-8")
    return open_round(
        year=year,
        catalogue=load_catalogue(path=path, year=year),
        opens_on=datetime.date(2020, 1, 1),
        deadline_on=datetime.date(2099, 3, 15),
        clusters=clusters,
        at=AT,
    )
