"""The pages of a year, walked as an editor walks them, and what they say when something is wrong."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clusters.actions import register_cluster
from clusters.models import Cluster, Membership
from reporting.rounds.models import Round
from reporting.submissions.actions import start
from tests.pages import Page

DAYS = {"opens_on": "2026-02-02", "deadline_on": "2099-03-20", "locks_on": "2099-04-20"}
MOST_QUERIES = 20


@pytest.fixture
def editor(as_, cast):
    return as_("edith")


def page(client, name, *args):
    return Page(client.get(reverse(name, args=args)))


def seen(round_):
    return {
        "seen-opens_on": round_.opens_on,
        "seen-deadline_on": round_.deadline_on,
        "seen-locks_on": round_.locks_on or "",
    }


def test_from_a_new_year_to_an_opened_one(editor, round_):
    assert "Lav 2020" in page(editor, "years").text
    answer = editor.post(reverse("new_year"), {"year": "2020"})
    assert answer.url == reverse("year", args=[2020])
    text = page(editor, "year", 2020).text
    for words in ("Under forberedelse", "De samme som i 2019.", "2 enheder skal indberette.", "3 personer har adgang."):
        assert words in text
    preview = page(editor, "open_year", 2020)
    assert "3 personer i 2 enheder får besked." in preview.text
    mark = preview.fields["mark"]
    assert editor.post(reverse("open_year", args=[2020]), {"mark": mark}).url == reverse("year", args=[2020])
    assert Round.objects.get(year=2020).opened_at is not None
    assert editor.get(reverse("open_year", args=[2020])).status_code == 302  # there is nothing more to open


def test_the_guide_names_units_that_nobody_would_hear_of(editor, prepared):
    Membership.objects.filter(cluster__slug="beta").delete()
    assert "Ingen personer: Beta." in page(editor, "year", 2020).text
    assert "1 enhed har ingen personer" in page(editor, "open_year", 2020).text


def test_an_opening_that_is_overtaken_is_shown_anew(editor, prepared):
    answer = editor.post(reverse("open_year", args=[2020]), {"mark": "andet"})
    assert (answer.status_code, "ændret, siden du så siden" in Page(answer).text) == (409, True)


def test_wrong_days_are_refused_at_their_fields(editor, prepared):
    wrong = DAYS | {"deadline_on": "2026-01-01", "locks_on": "2025-01-01"} | seen(prepared)
    answer = editor.post(reverse("year_days", args=[2020]), wrong)
    text = Page(answer).text
    assert answer.status_code == 422
    assert "Frist: Fristen kan ikke ligge før åbningsdagen." in text
    assert "Lås: Låsen kan ikke ligge før fristen." in text
    unreadable = editor.post(reverse("year_days", args=[2020]), DAYS | {"opens_on": "snart"} | seen(prepared))
    assert "Skriv datoen som dag-måned-år" in Page(unreadable).text


def test_days_of_an_opened_year_say_first_what_they_change(editor, cast, round_):
    start(round_=round_, cluster=cast.alfa)
    answer = editor.post(reverse("year_days", args=[2019]), DAYS | seen(round_))
    text = Page(answer).text
    for words in (
        "2 enheder, der ikke har indsendt, får frist 20. marts 2099",
        "2 enheder har ikke indsendt. De kan ikke udfylde eller indsende efter 20. april 2099.",
    ):
        assert words in text
    assert Round.objects.get(year=2019).locks_on is None  # nothing is saved yet
    editor.post(reverse("year_days", args=[2019]), DAYS | seen(round_) | {"confirmed": "1"})
    assert Round.objects.get(year=2019).locks_on == datetime.date(2099, 4, 20)


def test_a_lock_in_the_past_names_whom_it_locks_at_once(editor, round_):
    Round.objects.update(deadline_on=datetime.date(2020, 2, 1))
    round_.refresh_from_db()
    days = {"opens_on": "2020-01-01", "deadline_on": "2020-02-01", "locks_on": "2020-03-01"}
    text = Page(editor.post(reverse("year_days", args=[2019]), days | seen(round_))).text
    assert "Disse enheder låses med det samme og kan ikke længere indsende: Alfa, Beta." in text


def test_the_second_editor_s_days_stay_in_the_fields_beside_what_stands(editor, prepared):
    old = seen(prepared)
    Round.objects.filter(pk=prepared.pk).update(deadline_on=datetime.date(2099, 12, 1))
    answer = editor.post(reverse("year_days", args=[2020]), DAYS | old)
    shown = Page(answer)
    assert (answer.status_code, shown.fields["deadline_on"]) == (409, "2099-03-20")
    assert "1. december 2099" in shown.text


def test_merging_is_previewed_with_its_people_before_it_is_done(editor, cast, prepared):
    chosen = {
        "predecessors": [cast.alfa.pk, cast.beta.pk],
        "successor": "",
        "name": "Gamma Klynge",
        "short_name": "Gamma",
        "kind": "cluster",
    }
    text = Page(editor.post(reverse("merge_units", args=[2020]), chosen)).text
    for words in ("Gamma Klynge oprettes", "Alma", "Anton", "Bodil"):
        assert words in text
    assert not Cluster.objects.filter(short_name="Gamma").exists()
    done = chosen | {"confirmed": "1", "users": [cast.alma.pk]}
    assert editor.post(reverse("merge_units", args=[2020]), done).status_code == 302
    assert "fører videre: Alfa Klynge, Beta Netværk" in page(editor, "year_units", 2020).text
    editor.post(reverse("undo_merger", args=[2020, "gamma"]))
    assert not Cluster.objects.filter(short_name="Gamma").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"predecessors": []}, "Sæt kryds ved mindst en enhed"),
        ({"name": ""}, "Skriv den nye enheds navn"),
        ({"name": "alfa klynge"}, "Der er allerede en enhed af det navn"),
        ({"kind": "forening"}, "Vælg klynge eller innovationsnetværk"),
        ({"successor": "alfa"}, "Vælg en enhed fra listen"),
    ],
)
def test_a_merger_that_makes_no_sense_is_refused_with_a_sentence(editor, cast, prepared, change, sentence):
    good = {"predecessors": [cast.beta.pk], "successor": "", "name": "Gamma", "short_name": "G", "kind": "cluster"}
    answer = editor.post(reverse("merge_units", args=[2020]), good | change)
    assert (answer.status_code, sentence in Page(answer).text) == (422, True)


def test_a_unit_s_page_changes_its_names_networks_and_certificate(editor, cast, prepared):
    gamma = register_cluster(slug="gamma", name="Gamma", short_name="Gamma", kind="cluster", hosted=["Delta"])
    body = {
        "name": "Alfa  Ny",
        "short_name": "Alfa",
        "kind": "cluster",
        "former_name": "Alfa Klynge",
        "level": "gold",
        "networks": "Epsilon\n\nZeta\nEpsilon",
    }
    address = reverse("year_unit", args=[2020, "alfa"])
    assert editor.post(address, body).status_code == 302
    cast.alfa.refresh_from_db()
    assert (cast.alfa.name, cast.alfa.former_name) == ("Alfa Ny", "Alfa Klynge")
    assert list(cast.alfa.hosted_networks.values_list("name", flat=True)) == ["Epsilon", "Zeta"]
    assert list(cast.alfa.certifications.values_list("level", "valid_from_year")) == [("gold", 2020)]
    refused = editor.post(address, body | {"networks": "Delta"})
    assert (refused.status_code, "hører allerede til Gamma" in Page(refused).text) == (422, True)
    refused = editor.post(address, body | {"name": "gamma"})
    assert (refused.status_code, gamma.name) == (422, "Gamma")


def test_a_list_is_seen_line_by_line_before_it_is_saved(editor, prepared):
    text = "Enhed;Navn;E-mail\nAlfa;Åse;aase@alfa.example\n"
    file = SimpleUploadedFile("liste.csv", text.encode("cp1252"))
    shown = Page(editor.post(reverse("import_list", args=[2020]), {"file": file}))
    assert "Ny person: Åse, indberetter." in shown.text
    assert "aase@alfa.example" in shown.text
    assert Membership.objects.filter(user__name="Åse").count() == 0
    editor.post(reverse("import_list", args=[2020]), {"text": text, "save": "1"})
    assert Membership.objects.filter(user__name="Åse").count() == 1
    for body, sentence in (({}, "Indsæt listen her"), ({"text": "Alfa"}, "skal være overskrifter")):
        answer = editor.post(reverse("import_list", args=[2020]), body)
        assert (answer.status_code, sentence in Page(answer).text) == (422, True)


def test_an_extension_is_given_and_withdrawn(editor, round_):
    address = reverse("extend", args=[2019, "alfa"])
    early = editor.post(address, {"extended_to": "2099-03-01", "reason": "Sygdom."})
    assert (early.status_code, "Vælg en dag efter den fælles frist" in Page(early).text) == (422, True)
    editor.post(address, {"extended_to": "2099-04-01", "reason": "Sygdom."})
    assert "Udsat til 1. april 2099." in page(editor, "year_unit", 2019, "alfa").text
    assert "Har fået udsættelse" in page(editor, "year", 2019).text
    editor.post(reverse("withdraw_extension", args=[2019, "alfa"]))
    assert "Den fælles frist, 15. marts 2099." in page(editor, "year_unit", 2019, "alfa").text


def test_a_year_is_thrown_away_only_when_that_is_confirmed(editor, prepared):
    assert "Ja, kassér forberedelsen" in page(editor, "discard_year", 2020).text
    assert Round.objects.filter(year=2020).exists()
    assert editor.post(reverse("discard_year", args=[2020])).url == reverse("years")
    assert not Round.objects.filter(year=2020).exists()
    assert editor.get(reverse("discard_year", args=[2019])).status_code == 302  # it is opened


def test_a_year_in_preparation_is_nobody_s_but_the_editors(prepared, as_):
    assert as_("vera").get(reverse("year", args=[2020])).status_code == 403
    assert "2020" not in Page(as_("alma").get(reverse("home"))).text


@pytest.mark.parametrize("name", ["years", "year", "year_units", "open_year", "merge_units", "import_list"])
def test_pages_take_a_number_of_queries_that_does_not_grow(editor, prepared, name, django_assert_max_num_queries):
    args = [] if name == "years" else [2020]
    for more in (1, 3):
        for place in range(more):
            unit = register_cluster(slug=f"u{more}{place}", name=f"U {more}{place}", short_name="U", kind="cluster")
            prepared.roster.create(cluster=unit)
        with django_assert_max_num_queries(MOST_QUERIES):
            assert editor.get(reverse(name, args=args)).status_code == 200
