"""Asking for the book: one at a time, never stuck, never without a sentence; and the editions that come of it."""

import datetime
import hashlib
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from reporting.catalogue.actions import CATALOGUE_FILES, load_catalogue
from reporting.publication import actions
from reporting.publication.actions import BookRefused, begin_report, keep_edition, request_build
from reporting.publication.models import SILENCE, BookBuild, BuildState, Edition
from reporting.publication.tasks import build_book
from reporting.publication.typesetting import TypesetBook
from reporting.review.actions import accept
from reporting.rounds.actions import open_round
from reporting.submissions.actions import explain, submit
from reporting.submissions.models import Status
from reporting.submissions.queries import load_filing
from tests import builders

BOOK = Path(__file__).parent / "short_book.toml"
PDF = b"%PDF-1.7 not a whole book"


@pytest.fixture
def round_(cast):
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
def accepted(cast, round_):
    """Alfa's filing, with the few numbers of the builders and an explanation for all the rest."""
    submission = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    for problem in load_filing(submission).open_problems:
        explain(
            submission=submission,
            rule=problem.rule,
            subject=problem.subject,
            text="Findes ikke.",
            by=cast.alma,
            at=builders.AT,
        )
    submission.refresh_from_db()
    sent = submit(submission=submission, by=cast.alma, at=builders.AT, version=submission.version)
    return accept(submission=sent, by=cast.rune, at=builders.AT, version=sent.version)


@pytest.fixture
def report(round_, accepted):
    """A book of three chapters, so that the real typesetting takes a moment only."""
    return begin_report(round_=round_, path=BOOK)


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


def ask(report, cast, at=None):
    return request_build(report=report, by=cast.edith, at=at or timezone.now())


# ---- the queue


def test_a_book_is_asked_for_once_at_a_time(report, cast):
    first = ask(report, cast)
    with pytest.raises(BookRefused) as refusal:
        ask(report, cast)
    assert str(refusal.value) == "Bogen er allerede ved at blive bygget. Vent, til den er færdig."
    assert BookBuild.objects.get() == first
    assert first.state == BuildState.WAITING


@pytest.mark.parametrize("state", [BuildState.WAITING, BuildState.BUILDING])
def test_also_the_database_holds_one_build_under_way(report, cast, state):
    ask(report, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookBuild.objects.create(
            report=report, state=state, requested_at=builders.AT, requested_by=cast.edith, touched_at=builders.AT
        )


def test_a_done_build_without_an_edition_cannot_be(report, cast):
    ask(report, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookBuild.objects.update(state=BuildState.DONE)


@pytest.mark.parametrize("state", [BuildState.WAITING, BuildState.BUILDING])
def test_a_silent_build_is_given_up_when_the_next_is_asked_for(report, cast, state):
    now = timezone.now()
    silent = ask(report, cast, now - SILENCE - datetime.timedelta(seconds=1))
    BookBuild.objects.update(state=state)
    second = ask(report, cast, now)
    silent.refresh_from_db()
    assert (silent.state, silent.error) == (BuildState.FAILED, "Bygningen gik i stå og er opgivet. Byg bogen igen.")
    assert second.state == BuildState.WAITING


def test_a_build_that_gave_a_sign_of_life_is_not_given_up(report, cast):
    now = timezone.now()
    asked = ask(report, cast, now - SILENCE - datetime.timedelta(minutes=5))
    BookBuild.objects.filter(pk=asked.pk).update(touched_at=now - SILENCE)
    with pytest.raises(BookRefused):
        ask(report, cast, now)
    asked.refresh_from_db()
    assert asked.state == BuildState.WAITING


def test_a_build_that_was_given_up_is_not_built_any_more(report, cast, quick):
    now = timezone.now()
    silent = ask(report, cast, now - SILENCE - datetime.timedelta(seconds=1))
    ask(report, cast, now)
    with pytest.raises(BookRefused, match="opgivet"):
        build_book.func(silent.pk)
    assert Edition.objects.count() == 0
    assert list(BookBuild.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "waiting"]


def test_progress_is_written_as_it_happens(report, cast, quick):
    asked = ask(report, cast)
    build_book.func(asked.pk)
    assert quick == [("building", 1, 3, "Forord"), ("building", 2, 3, "Kapitler"), ("building", 3, 3, "Færdig")]


def test_a_build_can_be_run_again_after_its_worker_died(report, cast, quick):
    asked = ask(report, cast)
    BookBuild.objects.update(state=BuildState.BUILDING, steps_done=2)
    assert build_book.func(asked.pk) == 52
    asked.refresh_from_db()
    assert (asked.state, asked.edition) == (BuildState.DONE, Edition.objects.get())


def test_a_build_that_fails_leaves_a_sentence_and_no_edition(report, cast, monkeypatch):
    def broken(book, *, progress):
        progress(1, 3, "Forord")
        raise ValueError("papiret er sluppet op")

    monkeypatch.setattr(actions, "typeset", broken)
    asked = ask(report, cast)
    with pytest.raises(ValueError, match="sluppet op"):
        build_book.func(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.error) == (BuildState.FAILED, "Bogen kunne ikke bygges: papiret er sluppet op")
    assert Edition.objects.count() == 0
    assert ask(report, cast).state == BuildState.WAITING


@pytest.mark.parametrize("end", [SystemExit(1), KeyboardInterrupt()], ids=repr)
def test_a_build_whose_worker_is_told_to_end_at_once_is_failed(report, cast, monkeypatch, end):
    def ended(book, *, progress):
        progress(1, 3, "Forord")
        raise end

    monkeypatch.setattr(actions, "typeset", ended)
    asked = ask(report, cast)
    with pytest.raises(type(end)):
        build_book.func(asked.pk)
    asked.refresh_from_db()
    assert asked.state == BuildState.FAILED
    assert asked.error == "Bygningen blev afbrudt, fordi serveren blev stoppet. Byg bogen igen."


def give_up(build):
    """What the next request does with a build that fell silent."""
    BookBuild.objects.filter(pk=build.pk).update(state=BuildState.FAILED, error="Opgivet.")


@pytest.mark.parametrize("when", ["before a step", "after the last step", "before it breaks"])
def test_a_build_that_is_given_up_while_it_is_built_stays_given_up(report, cast, settings, monkeypatch, when):
    asked = ask(report, cast)

    def overtaken(book, *, progress):
        progress(1, 3, "Forord")
        give_up(asked)
        if when == "before a step":
            progress(2, 3, "Kapitler")
        if when == "before it breaks":
            raise ValueError("papiret er sluppet op")
        return TypesetBook(PDF, 52, ())

    monkeypatch.setattr(actions, "typeset", overtaken)
    with pytest.raises(ValueError if when == "before it breaks" else BookRefused):
        build_book.func(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.error, asked.steps_done, asked.edition) == (BuildState.FAILED, "Opgivet.", 1, None)
    assert Edition.objects.count() == 0
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.pdf"))


def test_a_build_after_the_only_filing_was_reopened_fails_with_what_to_do(report, cast, accepted, quick):
    asked = ask(report, cast)
    builders.reopen(submission=accepted, by=cast.edith, at=builders.AT, version=accepted.version, reason="En fejl.")
    with pytest.raises(Exception, match="Godkend mindst én"):
        build_book.func(asked.pk)
    asked.refresh_from_db()
    assert asked.state == BuildState.FAILED
    assert "Godkend mindst én, før tallene gøres op." in asked.error


# ---- what becomes of it


def test_the_worker_makes_an_edition_that_can_be_read(report, cast, client):
    """No part is stood in for: the three chapters are really set."""
    asked = ask(report, cast)
    pages = build_book.func(asked.pk)
    asked.refresh_from_db()
    edition = asked.edition
    content = edition.file.read()
    assert (asked.state, asked.steps_done, asked.steps_done) == (BuildState.DONE, asked.steps_total, 5)
    assert (edition.number, edition.pages, edition.consolidation.accepted) == (1, pages, 1)
    assert content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == edition.sha256
    client.force_login(cast.vera)
    answer = client.get(reverse("edition", args=[2019, 1]))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Type"] == "application/pdf"
    assert "viden-og-vaekst-2019-1.pdf" in answer["Content-Disposition"]


def test_editions_are_numbered_on_and_the_earlier_file_stays(report, cast, quick):
    consolidation = actions.consolidate(round_=report.round, by=cast.edith, at=builders.AT)
    first, second = (
        keep_edition(report=report, consolidation=consolidation, made=TypesetBook(pdf, 52, ()), at=builders.AT)
        for pdf in (b"first", b"second")
    )
    assert [(edition.number, edition.file.read(), edition.sha256) for edition in (first, second)] == [
        (1, b"first", hashlib.sha256(b"first").hexdigest()),
        (2, b"second", hashlib.sha256(b"second").hexdigest()),
    ]


def test_the_book_is_begun_once(report, round_):
    chapters = list(report.chapters.values_list("code", flat=True))
    assert begin_report(round_=round_) == report
    assert list(report.chapters.values_list("code", flat=True)) == chapters == ["cover", "contents", "foreword"]


# ---- the pages


def test_the_button_hands_the_build_to_the_worker(client, cast, report):
    client.force_login(cast.edith)
    page = client.post(reverse("build_book", args=[2019]), follow=True).text
    asked = BookBuild.objects.get()
    assert (asked.state, asked.requested_by) == (BuildState.WAITING, cast.edith)
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[asked.pk]]
    assert "Bogen er bestilt og venter på at blive bygget." in page
    again = client.post(reverse("build_book", args=[2019]), follow=True).text
    assert "Bogen er allerede ved at blive bygget." in again
    assert DBTaskResult.objects.count() == 1


def test_no_build_stays_without_a_job(client, cast, report, monkeypatch):
    def broken(*arguments):
        raise ConnectionError("køen svarer ikke")

    monkeypatch.setattr(DatabaseBackend, "enqueue", broken)
    client.force_login(cast.edith)
    with pytest.raises(ConnectionError):
        client.post(reverse("build_book", args=[2019]))
    assert BookBuild.objects.count() == 0


@pytest.fixture(params=[BuildState.WAITING, BuildState.BUILDING])
def silent(request, report, cast):
    """A build whose worker died a moment more than SILENCE ago."""
    asked = ask(report, cast)
    touched_at = timezone.now() - SILENCE - datetime.timedelta(seconds=1)
    BookBuild.objects.filter(pk=asked.pk).update(state=request.param, touched_at=touched_at)
    return asked


def test_a_dead_build_is_named_on_the_page_and_another_can_be_asked_for(client, cast, silent):
    client.force_login(cast.edith)
    address = reverse("build_book", args=[2019])
    page = client.get(reverse("book", args=[2019])).text
    assert "Den seneste bygning gik i stå" in page
    assert f'action="{address}"' in page
    assert "hx-get" not in page
    assert 'http-equiv="refresh"' not in page
    after = client.post(address, follow=True).text
    assert "Bogen er bestilt og venter på at blive bygget." in after
    assert "gik i stå" not in after
    assert list(BookBuild.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "waiting"]
    assert DBTaskResult.objects.count() == 1


def test_the_progress_of_a_dead_build_ends(client, cast, silent):
    client.force_login(cast.vera)
    address = reverse("build_progress", args=[2019, silent.pk])
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    page = client.get(address).text
    assert "Gået i stå" in page
    assert "hx-get" not in page


def test_a_build_that_is_alive_is_watched_and_no_other_is_offered(client, cast, report):
    asked = ask(report, cast)
    BookBuild.objects.update(state=BuildState.BUILDING, touched_at=timezone.now() - SILENCE / 2)
    client.force_login(cast.edith)
    page = client.get(reverse("book", args=[2019])).text
    assert f'hx-get="{reverse("build_progress", args=[2019, asked.pk])}"' in page
    assert f'action="{reverse("build_book", args=[2019])}"' not in page
    assert "gik i stå" not in page


@pytest.mark.parametrize("who", ["alma", "bodil", "rune", "vera", "nikolaj"])
def test_only_the_editor_may_ask_for_it(client, cast, report, who):
    client.force_login(getattr(cast, who))
    answer = client.post(reverse("build_book", args=[2019]))
    assert answer.status_code == 403
    if who in ("rune", "vera"):
        assert "Kun redaktører kan gøre det." in answer.text
    assert BookBuild.objects.count() == DBTaskResult.objects.count() == 0


@pytest.mark.parametrize(("who", "status", "button"), [
    ("edith", 200, True), ("rune", 200, False), ("vera", 200, False), ("alma", 403, False), ("nikolaj", 403, False),
])  # fmt: skip
def test_the_national_desk_sees_the_page_and_the_editor_the_button(client, cast, report, who, status, button):
    client.force_login(getattr(cast, who))
    page = client.get(reverse("book", args=[2019]))
    assert page.status_code == status
    assert (f'action="{reverse("build_book", args=[2019])}"' in page.text) is button


def test_without_an_accepted_filing_there_is_a_sentence_and_no_build(client, cast, round_):
    client.force_login(cast.edith)
    page = client.post(reverse("build_book", args=[2019]), follow=True).text
    assert "Ingen indberetning er godkendt endnu. Godkend mindst én, før bogen bygges." in page
    assert BookBuild.objects.count() == 0


def test_the_progress_says_where_the_build_is(client, cast, report, quick):
    asked = ask(report, cast)
    client.force_login(cast.vera)
    address = reverse("build_progress", args=[2019, asked.pk])
    assert "venter på at blive bygget" in client.get(address).text
    BookBuild.objects.update(state=BuildState.BUILDING, steps_done=7, steps_total=20, step="Finansiering")
    building = client.get(address, headers={"HX-Request": "true"})
    assert "Finansiering" in building.text
    assert 'value="7"' in building.text
    assert 'max="20"' in building.text
    assert "HX-Refresh" not in building
    build_book.func(asked.pk)
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "HX-Refresh" not in client.get(address)


def test_a_failed_build_is_explained_on_the_page(client, cast, report):
    ask(report, cast)
    BookBuild.objects.update(state=BuildState.FAILED, error="Bogen kunne ikke bygges: papiret er sluppet op")
    client.force_login(cast.edith)
    page = client.get(reverse("book", args=[2019])).text
    assert "Bogen kunne ikke bygges: papiret er sluppet op" in page
    assert f'action="{reverse("build_book", args=[2019])}"' in page


def test_a_build_or_an_edition_of_another_year_is_not_found(client, cast, report, quick):
    builders.open_small_round(year=2020, clusters=[cast.alfa])
    asked = ask(report, cast)
    build_book.func(asked.pk)
    client.force_login(cast.edith)
    assert client.get(reverse("edition", args=[2019, 1])).status_code == 200
    assert client.get(reverse("build_progress", args=[2019, asked.pk])).status_code == 200
    assert client.get(reverse("edition", args=[2020, 1])).status_code == 404
    assert client.get(reverse("edition", args=[2019, 2])).status_code == 404
    assert client.get(reverse("build_progress", args=[2020, asked.pk])).status_code == 404


@pytest.mark.parametrize("who", ["alma", "nikolaj"])
def test_an_edition_is_for_the_national_desk(client, cast, report, quick, who):
    build_book.func(ask(report, cast).pk)
    client.force_login(getattr(cast, who))
    assert client.get(reverse("edition", args=[2019, 1])).status_code == 403


def test_an_edition_whose_file_is_gone_is_not_found_and_says_what_to_do(client, cast, report, quick, settings):
    build_book.func(ask(report, cast).pk)
    Path(settings.MEDIA_ROOT, Edition.objects.get().file.name).unlink()
    client.force_login(cast.edith)
    answer = client.get(reverse("edition", args=[2019, 1]))
    assert answer.status_code == 404
    assert "Filen til udgaven findes ikke længere på serveren. Byg bogen igen." in answer.text
