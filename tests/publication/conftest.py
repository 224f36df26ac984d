"""A book of three chapters to be built, of a round with the whole catalogue and one accepted filing."""

import datetime
from pathlib import Path

import pytest

from reporting.catalogue.actions import CATALOGUE_FILES, load_catalogue
from reporting.publication import actions
from reporting.publication.actions import begin_report
from reporting.publication.models import BookBuild
from reporting.publication.typesetting import TypesetBook
from reporting.review.actions import accept
from reporting.rounds.actions import open_round
from reporting.submissions.actions import submit
from reporting.submissions.models import Status
from tests import builders

BOOK = Path(__file__).parent / "short_book.toml"
PDF = b"%PDF-1.7 not a whole book"


@pytest.fixture
def whole_round(cast):
    """An open round of 2019 with the whole catalogue, whose rows the book's sentences and charts name."""
    return open_round(
        year=2019,
        catalogue=load_catalogue(path=CATALOGUE_FILES / "2018.toml", year=2019),
        opens_on=datetime.date(2020, 1, 1),
        deadline_on=datetime.date(2099, 3, 15),
        clusters=[cast.alfa, cast.beta],
        at=builders.AT,
    )


@pytest.fixture
def accepted(cast, whole_round):
    """Alfa's filing, with the few numbers of the builders and an explanation for all the rest."""
    submission = builders.filing_at(Status.DRAFT, round_=whole_round, cluster=cast.alfa, by=cast.alma)
    builders.explain_everything(submission, by=cast.alma, text="Findes ikke.")
    sent = submit(submission=submission, by=cast.alma, at=builders.AT, version=submission.version)
    return accept(submission=sent, by=cast.rune, at=builders.AT, version=sent.version)


@pytest.fixture
def report(whole_round, accepted):
    """A book of three chapters, so that the real typesetting takes a moment only."""
    return begin_report(round_=whole_round, path=BOOK)


@pytest.fixture
def quick(monkeypatch):
    """Typesetting of the queue's tests: three steps and a few bytes."""
    told = []

    def typeset(book, *, progress):
        for done, label in enumerate(("Forord", "Kapitler", "Færdig"), start=1):
            progress(done, 3, label)
            told.append(BookBuild.objects.values_list("state", "steps_done", "steps_total", "step").get())
        return TypesetBook(PDF, 52, ("En bemærkning.",))

    monkeypatch.setattr(actions, "typeset", typeset)
    return told
