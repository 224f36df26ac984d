"""Who comes into the copy, what they may do there, and what is never served inside it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from clusters.actions import create_user, remove_access
from clusters.models import Membership, User
from config import rehearsal
from reporting import sealing
from reporting.rehearsal.actions import move_the_rest, play, stop_playing, throw_away
from reporting.rehearsal.errors import RehearsalRefused
from reporting.rehearsal.models import Rehearsal
from tests.builders import AT
from tests.pages import Page
from tests.rehearsal.conftest import THIS_YEAR, browser_of, inside


def test_without_a_rehearsal_there_is_no_way_in(edith):
    answer = edith.get(inside("home"))
    assert answer.status_code == 404
    assert "Der er ingen generalprøve i gang, som du kan komme ind i." in answer.text
    assert [link for link in Page(answer).links if link.startswith("/proeve")] == []


def test_who_is_not_logged_in_logs_in_at_the_real_door(rehearsed, client):
    answer = client.get(inside("stage"))
    assert (answer.status_code, answer["Location"]) == (302, "/konto/login/?next=/proeve/generalproeve/")


def test_secretariats_come_in_only_when_the_editor_says_so(rehearsed, house):
    alma = browser_of(house.alma)
    assert alma.get(inside("submission", THIS_YEAR, "alfa")).status_code == 404
    rehearsed.post(reverse("share_rehearsal", args=[THIS_YEAR]), {"on": "1"})
    assert alma.get(inside("submission", THIS_YEAR, "alfa")).status_code == 200
    assert alma.get(inside("submission", THIS_YEAR, "beta")).status_code == 404
    assert "Til jeres indberetninger" in alma.get(inside("stage")).text
    rehearsed.post(reverse("share_rehearsal", args=[THIS_YEAR]))
    assert alma.get(inside("submission", THIS_YEAR, "alfa")).status_code == 404


def test_what_was_taken_from_somebody_outside_is_not_theirs_inside(rehearsed, house):
    rehearsed.post(reverse("share_rehearsal", args=[THIS_YEAR]), {"on": "1"})
    anton = browser_of(house.anton)
    assert anton.get(inside("submission", THIS_YEAR, "alfa")).status_code == 200
    remove_access(membership=house.anton.memberships.get(), by=house.alma, at=AT)
    answer = anton.get(inside("submission", THIS_YEAR, "alfa"))
    assert (answer.status_code, "Din adgang er ændret" in answer.text) == (404, True)


def test_a_national_role_is_the_one_that_the_person_has_outside(rehearsed, house):
    rune = browser_of(house.rune)
    assert rune.post(inside("play"), {"unit": "alfa"}).status_code == 302
    User.objects.filter(pk=house.rune.pk).update(national_role="viewer")
    assert rune.post(inside("play"), {"unit": "beta"}).status_code == 403


def test_who_came_later_is_told_so(rehearsed, house):
    late = create_user(email="late@example.dk", name="Late", national_role="viewer", password="et-langt-kodeord")
    answer = browser_of(late).get(inside("stage"))
    assert (answer.status_code, "den blev lavet, før du fik adgang" in answer.text) == (404, True)


@pytest.mark.parametrize("path", ["konto/login/?next=/a/", "mail/", "aaret/2019/generalproeve/", "konto/totrin/"])
def test_log_in_and_the_rehearsal_s_own_page_are_the_real_ones(rehearsed, path):
    for answer in (rehearsed.get(f"/proeve/{path}"), rehearsed.post(f"/proeve/{path}")):
        assert (answer.status_code, answer["Location"]) == (302, f"/{path}")


def test_the_bare_prefix_leads_in(rehearsed):
    assert rehearsed.get("/proeve")["Location"] == "/proeve/"


def test_nobody_plays_a_secretariat_outside(rehearsed, house):
    """Neither through the pages nor through the actions, whoever asks."""
    for name, body in (("play", {"unit": "alfa"}), ("stop_playing", {}), ("move_the_rest", {"step": "submit"})):
        assert rehearsed.post(reverse(name), body).status_code == 404
    with pytest.raises(RehearsalRefused):
        play(cluster=house.alfa, by=house.edith, at=AT)
    with pytest.raises(RehearsalRefused):
        stop_playing(by=house.edith, at=AT)
    with pytest.raises(RehearsalRefused):
        move_the_rest(name="submit", year=THIS_YEAR, by=house.edith, at=AT)
    assert not Membership.objects.filter(user=house.edith).exists()


def test_only_who_reviews_plays_inside(rehearsed, house):
    vera = browser_of(house.vera)
    assert vera.post(inside("play"), {"unit": "alfa"}).status_code == 403
    with sealing.inside(Rehearsal.objects.get().copy), pytest.raises(PermissionDenied):
        play(cluster=house.alfa, by=house.vera, at=AT)


def test_one_part_at_a_time_and_the_banner_says_which(rehearsed, house):
    for unit in ("alfa", "beta"):
        rehearsed.post(inside("play"), {"unit": unit})
    with sealing.inside(Rehearsal.objects.get().copy):
        assert [row.cluster.slug for row in Membership.objects.filter(user=house.edith)] == ["beta"]
    page = Page(rehearsed.get(inside("stage")))
    assert "Du optræder som sekretariatet for Beta Netværk." in page.text
    rehearsed.post(inside("stop_playing"))
    assert "Du optræder som" not in Page(rehearsed.get(inside("stage"))).text


@pytest.mark.parametrize("body", [{}, {"unit": "findes-ikke"}])
def test_a_part_that_is_not_there_is_a_404(rehearsed, body):
    assert rehearsed.post(inside("play"), body).status_code == 404
    assert rehearsed.post(inside("move_the_rest"), {"step": "alt"}).status_code == 404


def test_a_password_and_a_second_factor_do_not_travel(rehearsed):
    assert User.objects.filter(password="").count() == 0
    with sealing.inside(Rehearsal.objects.get().copy):
        assert set(User.objects.values_list("password", flat=True)) == {""}


def test_a_visit_during_which_it_is_thrown_away_ends_with_a_sentence(rehearsed, house, monkeypatch):
    found = rehearsal.rehearsal_for

    def found_and_gone(user):
        standing = found(user)
        throw_away(by=house.edith, at=AT)
        return standing

    monkeypatch.setattr(rehearsal, "rehearsal_for", found_and_gone)
    answer = rehearsed.get(inside("stage"))
    assert (answer.status_code, "Generalprøven er smidt væk." in answer.text) == (404, True)
    assert User.objects.filter(password="").count() == 0
