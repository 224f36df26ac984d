"""Asking for the book: one at a time, never stuck, never without a sentence; and the editions that come of it."""

import datetime
import hashlib
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from reporting.publication import actions
from reporting.publication.actions import BookRefused, begin_report, keep_edition, request_build
from reporting.publication.models import SILENCE, BookBuild, BuildState, Edition
from reporting.publication.tasks import build_book
from reporting.publication.typesetting import TypesetBook
from tests import builders


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
        return TypesetBook(b"%PDF-1.7", 52, ())

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


def test_the_book_is_begun_once(report, whole_round):
    chapters = list(report.chapters.values_list("code", flat=True))
    assert begin_report(round_=whole_round) == report
    assert list(report.chapters.values_list("code", flat=True)) == chapters == ["cover", "contents", "foreword"]
