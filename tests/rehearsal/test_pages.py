"""The rehearsal's pages: what they say in every state, and that all links inside stay inside."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting.rehearsal import actions
from reporting.rehearsal.actions import copy_the_house, life
from reporting.rehearsal.models import Rehearsal, RehearsalState
from reporting.rounds.models import Round
from tests.pages import Page
from tests.rehearsal.conftest import THIS_YEAR, browser_of, inside


def _page(browser, year=THIS_YEAR):
    return Page(browser.get(reverse("rehearsal", args=[year])))


def test_before_during_and_after(edith):
    assert "Begynd generalprøve" in _page(edith).text
    edith.post(reverse("begin_rehearsal", args=[THIS_YEAR]))
    assert "Generalprøven gøres klar" in _page(edith).text
    call_command("worker", batch=True, verbosity=0)
    page = _page(edith)
    assert "Gå ind i generalprøven" in page.text
    assert "Af Edith" in page.text
    assert "/proeve/generalproeve/" in page.links
    edith.post(reverse("throw_rehearsal_away", args=[THIS_YEAR]))
    assert "Begynd generalprøve" in _page(edith).text


def test_a_second_one_is_refused_with_a_sentence(rehearsed):
    page = rehearsed.post(reverse("begin_rehearsal", args=[THIS_YEAR]), follow=True)
    assert "Der er allerede en generalprøve. Smid den væk, før du begynder en ny." in page.text
    assert Rehearsal.objects.count() == 1


def test_a_year_far_away_is_a_404(edith):
    answer = edith.get(reverse("rehearsal", args=[THIS_YEAR + 3]))
    assert (answer.status_code, "kan ikke prøves" in answer.text) == (404, True)
    assert edith.post(reverse("begin_rehearsal", args=[THIS_YEAR + 3])).status_code == 404


def test_without_figures_to_play_with_it_is_refused(edith, house):
    first = Round.objects.order_by("year").first().year
    assert "Der er ingen tal at øve sig på" in _page(edith, first).text
    page = edith.post(reverse("begin_rehearsal", args=[first]), follow=True)
    assert "der er ingen tal at øve sig på" in page.text


def test_a_copy_that_failed_says_why_and_another_can_be_begun(edith, monkeypatch):
    def full(copy):
        copy.folder.mkdir(parents=True)
        raise OSError("Der er ikke plads på disken")

    monkeypatch.setattr(life, "make_database", full)
    edith.post(reverse("begin_rehearsal", args=[THIS_YEAR]))
    failed = Rehearsal.objects.get()
    with pytest.raises(OSError, match="plads"):
        copy_the_house(number=failed.pk)
    page = _page(edith)
    assert "Generalprøven kunne ikke gøres klar: Der er ikke plads på disken" in page.text
    assert not failed.copy.folder.exists()
    monkeypatch.undo()
    edith.post(reverse("begin_rehearsal", args=[THIS_YEAR]))
    call_command("worker", batch=True, verbosity=0)
    assert "Gå ind i generalprøven" in _page(edith).text


def test_a_copying_that_fell_silent_can_be_begun_again(edith, house):
    long_ago = timezone.now() - datetime.timedelta(minutes=5)
    silent = actions.begin(year=THIS_YEAR, by=house.edith, at=long_ago)
    assert "arbejdet gik i stå" in _page(edith).text
    edith.post(reverse("begin_rehearsal", args=[THIS_YEAR]))
    assert Rehearsal.objects.get().pk != silent.pk


def test_thrown_away_while_it_is_copied_nothing_is_left(edith, house, monkeypatch):
    rehearsal = actions.begin(year=THIS_YEAR, by=house.edith, at=timezone.now())
    monkeypatch.setattr(life, "size_of", lambda copy: actions.throw_away(by=house.edith, at=timezone.now()) or 0)
    with pytest.raises(Exception, match="smidt væk"):
        copy_the_house(number=rehearsal.pk)
    assert not Rehearsal.objects.exists()
    assert not rehearsal.copy.folder.exists()


def test_a_rehearsal_that_was_forgotten_is_thrown_away_by_the_worker(rehearsed, settings):
    copy = Rehearsal.objects.get().copy
    call_command("worker", batch=True, verbosity=0)
    assert copy.folder.exists() or connection.vendor == "postgresql"
    Rehearsal.objects.update(begun_at=timezone.now() - datetime.timedelta(days=settings.REHEARSAL_DAYS + 1))
    call_command("worker", batch=True, verbosity=0)
    assert not Rehearsal.objects.exists()
    assert not copy.folder.exists()


def test_a_copy_of_another_program_is_not_shown(rehearsed):
    Rehearsal.objects.update(program="0" * 64)
    answer = rehearsed.get(inside("home"))
    assert (answer.status_code, "ældre udgave af programmet" in answer.text) == (404, True)
    assert "Programmet er blevet opdateret" in _page(rehearsed).text


def test_readers_see_it_and_cannot_begin_or_end_it(rehearsed, house):
    page = _page(browser_of(house.vera))
    assert "Gå ind i generalprøven" in page.text
    assert "Smid generalprøven væk" not in page.text


def test_every_page_of_the_copy_has_the_banner_and_no_link_that_leads_out_but_one(rehearsed):
    rehearsed.post(inside("play"), {"unit": "alfa"})
    way_out = reverse("rehearsal", args=[THIS_YEAR])
    addresses = [
        inside("stage"),
        inside("home"),
        inside("submission", THIS_YEAR, "alfa"),
        inside("section", THIS_YEAR, "alfa", "participation"),
        inside("check", THIS_YEAR, "alfa"),
        inside("colleagues", THIS_YEAR, "alfa"),
        inside("review_list", THIS_YEAR),
        inside("review_filing", THIS_YEAR, "alfa"),
        inside("national_figures", THIS_YEAR),
        inside("book", THIS_YEAR),
        inside("submission", THIS_YEAR, "findes-ikke"),
    ]
    for address in addresses:
        answer = rehearsed.get(address)
        page = Page(answer)
        assert "intet her tæller, og ingen får mail." in page.text, address
        assert "<title>Generalprøve · " in answer.text, address
        out = {link for link in page.links if link.startswith("/") and not link.startswith("/proeve/")}
        assert out == {way_out}, address
    assert "Generalprøve" not in rehearsed.get(reverse("home"), follow=True).text


def test_what_is_typed_in_the_copy_is_kept_under_its_own_name_in_the_browser(rehearsed):
    rehearsed.post(inside("play"), {"unit": "alfa"})
    page = rehearsed.get(inside("section", THIS_YEAR, "alfa", "participation")).text
    number = Rehearsal.objects.get().pk
    assert f'data-journal="proeve {number} {THIS_YEAR} alfa participation' in page


def test_a_message_of_the_copy_is_not_read_outside(rehearsed):
    rehearsed.post(inside("move_the_rest"), {"step": "submit"})
    assert "indberetninger er indsendt" not in rehearsed.get(reverse("home"), follow=True).text
    assert "2 indberetninger er indsendt." in Page(rehearsed.get(inside("stage"))).text


def test_the_stage_in_few_queries(rehearsed):
    with CaptureQueriesContext(connection) as outside:
        rehearsed.get(reverse("rehearsal", args=[THIS_YEAR]))
    assert len(outside) <= 20


def test_progress_is_asked_for_until_it_is_ready(edith):
    edith.post(reverse("begin_rehearsal", args=[THIS_YEAR]))
    address = reverse("rehearsal_progress", args=[THIS_YEAR])
    assert "hx-get" in edith.get(address, headers={"HX-Request": "true"}).text
    Rehearsal.objects.update(state=RehearsalState.READY)
    assert edith.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
