"""Opening a round freezes its catalogue and names who is expected to file."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from clusters.actions import register_cluster
from clusters.models import Cluster
from reporting.catalogue.actions import CatalogueRefused, load_catalogue
from reporting.rounds.models import Round
from reporting.rounds.queries import latest_round
from reporting.submissions.models import Submission
from tests import builders
from tests.builders import AT, SMALL_CATALOGUE

TODAY = datetime.date(2026, 11, 23)


def roster(round_):
    return sorted(round_.roster.values_list("cluster__slug", flat=True))


def test_opening_freezes_the_catalogue(cast, tmp_path):
    catalogue = load_catalogue(path=SMALL_CATALOGUE)
    assert catalogue.frozen_at is None
    builders.open_small_round(year=2019, clusters=[cast.alfa])
    catalogue.refresh_from_db()
    assert catalogue.frozen_at == AT
    changed = tmp_path / "changed.toml"
    changed.write_text(SMALL_CATALOGUE.read_text(encoding="utf-8").replace("Årsværk", "Ansatte"), encoding="utf-8")
    with pytest.raises(CatalogueRefused, match="låst"):
        load_catalogue(path=changed)


def test_the_roster_is_those_who_were_named(round_):
    assert roster(round_) == ["alfa", "beta"]


def test_opening_again_moves_the_dates_and_takes_nobody_off(cast, round_):
    gamma = register_cluster(slug="gamma", name="Gamma", short_name="Gamma", kind="cluster")
    again = builders.open_small_round(year=2019, clusters=[cast.alfa, gamma], deadline_on=datetime.date(2099, 4, 1))
    assert (again.pk, Round.objects.count()) == (round_.pk, 1)
    assert Round.objects.get().deadline_on == datetime.date(2099, 4, 1)
    assert roster(again) == ["alfa", "beta", "gamma"]


def test_a_deadline_before_the_opening_is_refused_and_freezes_nothing(cast):
    load_catalogue(path=SMALL_CATALOGUE, year=2019)
    with pytest.raises(IntegrityError, match="round_opens_before_deadline"), transaction.atomic():
        builders.open_small_round(
            year=2019, clusters=[cast.alfa], opens_on=datetime.date(2020, 3, 1), deadline_on=datetime.date(2020, 2, 1)
        )
    assert load_catalogue(path=SMALL_CATALOGUE, year=2019).frozen_at is None


@pytest.mark.parametrize(
    ("opens_on", "is_open"),
    [(TODAY, True), (TODAY - datetime.timedelta(1), True), (TODAY + datetime.timedelta(1), False)],
)
def test_a_round_is_open_from_its_opening_day_on(opens_on, is_open):
    assert Round(year=2019, opens_on=opens_on, deadline_on=opens_on, opened_at=AT).is_open_on(TODAY) == is_open


def test_after_the_deadline_a_unit_may_still_file():
    first, last = datetime.date(2020, 1, 1), datetime.date(2020, 3, 1)
    assert Round(year=2019, opens_on=first, deadline_on=last, opened_at=AT).is_open_on(TODAY)
    assert not Round(year=2019, opens_on=first, deadline_on=last).is_open_on(TODAY)  # still being prepared


def test_before_the_opening_day_nobody_begins_and_the_front_page_says_when(client, cast):
    builders.open_small_round(year=2019, clusters=[cast.alfa], opens_on=datetime.date(2098, 2, 1))
    client.force_login(cast.alma)
    answer = client.post(reverse("start", args=[2019, "alfa"]), follow=True)
    assert "Runden er ikke åbnet endnu." in answer.text
    assert "Runden åbner 1. februar 2098." in answer.text
    assert Submission.objects.count() == 0


def test_the_latest_round_is_that_of_the_latest_year(cast):
    assert latest_round() is None
    later = builders.open_small_round(year=2019, clusters=[cast.alfa])
    builders.open_small_round(year=2018, clusters=[cast.alfa])
    assert latest_round() == later


# The command.

DATES = ("--opens", "2020-01-15", "--deadline", "2020-03-15")


def test_the_command_opens_a_round_of_all_units_that_are_active_in_the_year(cast, capsys):
    for slug, years in (("gone", {"active_to": 2018}), ("late", {"active_from": 2020}), ("last", {"active_to": 2019})):
        register_cluster(slug=slug, name=slug, short_name=slug, kind="cluster")
        Cluster.objects.filter(slug=slug).update(**years)
    load_catalogue(path=SMALL_CATALOGUE, year=2019)
    call_command("open_round", "2019", *DATES)
    opened = Round.objects.get()
    assert capsys.readouterr().out == (
        "Runden 2019 er åben fra 2020-01-15 med frist 2020-03-15. Enheder på listen: 3.\n"
    )
    assert (opened.opens_on, opened.deadline_on) == (datetime.date(2020, 1, 15), datetime.date(2020, 3, 15))
    assert (opened.is_demo, opened.catalogue.frozen_at is None) == (False, False)
    assert roster(opened) == ["alfa", "beta", "last"]


def test_the_command_opens_a_round_of_the_units_that_are_named_and_adds_to_it(cast):
    load_catalogue(path=SMALL_CATALOGUE, year=2019)
    call_command("open_round", "2019", *DATES, "--cluster", "beta")
    assert roster(Round.objects.get()) == ["beta"]
    Round.objects.update(is_demo=True)
    call_command("open_round", "2019", "--opens", "2020-01-15", "--deadline", "2020-04-01", "--cluster", "alfa", "beta")
    opened = Round.objects.get()
    assert roster(opened) == ["alfa", "beta"]
    assert (opened.deadline_on, opened.is_demo) == (datetime.date(2020, 4, 1), True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["2019", "--opens", "2020-03-15", "--deadline", "2020-01-15"], "Fristen kan ikke ligge før åbningsdagen."),
        (["2019", *DATES, "--cluster", "alfa", "delta", "gamma"], "Der er ingen enhed med adressen delta, gamma."),
        (["2018", *DATES], "Kataloget for 2018 er ikke indlæst. Indlæs det først: manage.py load_catalogue 2018"),
        (["2020", *DATES], "Kataloget for 2020 er ikke indlæst. Indlæs det først: manage.py load_catalogue 2020 "
            "--file reporting/catalogue/catalogues/2018.toml"),
        (["2019", "--opens", "15.1.2020", "--deadline", "2020-03-15"],
            "Error: argument --opens: »15.1.2020« er ikke en dato. Skriv den som 2020-01-15."),
    ],
)  # fmt: skip
def test_the_command_refuses_with_a_sentence_and_opens_nothing(arguments, sentence, cast):
    catalogue = load_catalogue(path=SMALL_CATALOGUE, year=2019)
    with pytest.raises(CommandError) as refusal:
        call_command("open_round", *arguments)
    catalogue.refresh_from_db()
    assert (str(refusal.value), refusal.value.returncode) == (sentence, 1)
    assert (Round.objects.count(), catalogue.frozen_at) == (0, None)


def test_the_command_opens_no_round_of_nobody(db):
    load_catalogue(path=SMALL_CATALOGUE, year=2019)
    with pytest.raises(CommandError, match="Opret dem først med manage.py register_cluster"):
        call_command("open_round", "2019", *DATES)
    assert Round.objects.count() == 0
