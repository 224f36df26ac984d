"""The book's pages: the button, the progress, a build that died, and who may see what."""

import datetime
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from reporting.publication.actions import request_build
from reporting.publication.models import SILENCE, BookBuild, BuildState, Edition
from reporting.publication.tasks import build_book
from tests import builders


def ask(report, cast, at=None):
    return request_build(report=report, by=cast.edith, at=at or timezone.now())


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


def test_without_an_accepted_filing_there_is_a_sentence_and_no_build(client, cast, whole_round):
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
