"""The commands: what they print, and the sentence and exit code when they cannot."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from clusters.models import Cluster, User
from reporting.catalogue.actions import CATALOGUE_FILES
from reporting.catalogue.models import Catalogue
from reporting.consolidation.models import Consolidation, PublishedFigure
from reporting.submissions.models import Status, Submission
from tests import builders
from tests.builders import SMALL_CATALOGUE

YEARS = ["2015", "2016", "2017", "2018", "2019"]  # the year and the four before


def run(*arguments):
    """Run a command; give its exit code and what it said, on whichever channel."""
    out = io.StringIO()
    try:
        call_command(*arguments, stdout=out)
    except CommandError as refusal:
        assert out.getvalue() == ""
        return refusal.returncode, str(refusal)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def accepted(cast, round_):
    """Alfa's good filing of 2019, accepted."""
    return builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)


NEEDS_A_ROUND = [["figures", "1999"], ["check_submission", "1999", "alfa"], ["render_report", "1999", "-o", "bog.pdf"]]


@pytest.mark.parametrize("arguments", NEEDS_A_ROUND, ids=lambda row: row[0])
def test_a_year_without_a_round_is_refused_with_the_years_there_are(arguments, cast):
    assert run(*arguments) == (1, "Der er ingen runde for 1999, for ingen runde er åbnet endnu.")
    for year in (2019, 2018):
        builders.open_small_round(year=year, clusters=[cast.alfa])
    assert run(*arguments) == (1, "Der er ingen runde for 1999. Der er runder for: 2018, 2019.")


@pytest.mark.parametrize(
    "arguments",
    [
        ["figures", "sidste-år"],
        ["figures", "2019", "--format", "xml"],
        ["figures"],
        ["check_submission", "2019"],
        ["render_report", "2019"],
    ],
)
def test_arguments_that_make_no_sense_are_refused(arguments, round_):
    code, sentence = run(*arguments)
    assert code == 1
    assert sentence.startswith("Error: ")


# load_catalogue


def test_the_catalogue_is_loaded_and_again_the_same(db):
    said = run("load_catalogue", "2018")
    history = PublishedFigure.objects.count()
    assert history > 200
    assert said == (0, f"Katalog 2018: 53 indikatorer, 78 rækker, 28 regler; {history} historiske tal.\n")
    assert run("load_catalogue", "2018") == said
    assert (Catalogue.objects.count(), PublishedFigure.objects.count()) == (1, history)


def test_another_file_is_loaded_for_the_year_that_is_named(db):
    code, said = run("load_catalogue", "2021", "--file", str(SMALL_CATALOGUE))
    assert (code, said.split(";")[0]) == (0, "Katalog 2021: 8 indikatorer, 10 rækker, 6 regler")


def test_a_catalogue_that_is_not_there_is_refused(db, tmp_path):
    assert run("load_catalogue", "1999") == (1, f"Der er ingen katalogfil på {CATALOGUE_FILES / '1999.toml'}.")
    assert run("load_catalogue", "2018", "--file", str(tmp_path / "x.toml")) == (
        1,
        f"Der er ingen katalogfil på {tmp_path / 'x.toml'}.",
    )


def test_a_broken_or_frozen_catalogue_is_refused(round_, tmp_path):
    broken = tmp_path / "broken.toml"
    broken.write_text(
        SMALL_CATALOGUE.read_text(encoding="utf-8").replace('unit = "årsværk"', "unit = 7"), encoding="utf-8"
    )
    assert run("load_catalogue", "2020", "--file", str(broken)) == (
        1,
        "[[indicator]] 4 (fte): »7« kan ikke stå i feltet »unit«.",
    )
    assert run("load_catalogue", "2019", "--file", str(CATALOGUE_FILES / "2018.toml")) == (
        1,
        "Kataloget for 2019 er låst, fordi runden er åbnet. En ændret definition hører til et nyt år.",
    )


# check_submission


@pytest.mark.parametrize("name", ["alfa", "Alfa Klynge", "alfa klynge"])
def test_a_good_filing_is_in_order(name, accepted):
    assert run("check_submission", "2019", name) == (
        0,
        "Alfa Klynge 2019: Godkendt, 7 af 7 tal besvaret.\nAlt er i orden.\n",
    )


def test_a_filing_with_findings_is_listed_and_ends_with_one(cast, round_):
    filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    builders.fill(filing, by=cast.alma, answers={"companies": 60, "fte": None})
    assert run("check_submission", "2019", "alfa") == (
        1,
        "Alfa Klynge 2019: Under udfyldelse, 6 af 7 tal besvaret.\n"
        "[SKAL RETTES] »Heraf under 50 ansatte« er 80, men er en del af »Deltagende virksomheder«, som kun er 60: ret det ene eller det andet.\n"
        "[skal forklares] »Finansiering«: 1 felt mangler svar (Årsværk). Skriv et tal, også når det er 0, eller vælg »Ikke relevant for os«.\n",
    )


def test_an_unknown_unit_and_one_that_has_not_begun_are_refused(round_):
    assert run("check_submission", "2019", "gamma") == (1, "Der er ingen enhed »gamma«. Brug adressen, fx: alfa, beta.")
    assert run("check_submission", "2019", "beta") == (1, "Beta Netværk har ikke begyndt på indberetningen for 2019.")


# figures


def test_the_figures_come_as_csv_that_parses(accepted):
    code, text = run("figures", "2019", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert code == 0
    assert list(rows[0]) == ["section", "code", "label", "unit", *YEARS, "change", "change_approximate", "breaks"]
    assert {row["code"]: row["2019"] for row in rows} == {
        "clusters": "1", "funding_state": "2.00", "funding_companies": "1.50", "funding_total": "3.50", "funding_per_fte": "0.8",
        "fee_share": "100", "companies": "120", "companies_mean": "120", "collaborations_cluster": "5", "countries_cluster": "2",
    }  # fmt: skip


def test_the_figures_come_as_json_that_says_the_same_as_csv(accepted):
    code, text = run("figures", "2019", "--format", "json")
    content = json.loads(text)
    rows = csv.DictReader(io.StringIO(run("figures", "2019", "--format", "csv")[1]))
    assert (code, content["year"], content["accepted"], content["expected"]) == (0, 2019, 1, 2)
    assert [(row["code"], row["2019"] or "") for row in content["figures"]] == [
        (row["code"], row["2019"]) for row in rows
    ]


def test_the_figures_come_as_a_table_in_danish(accepted):
    code, text = run("figures", "2019")
    lines = text.splitlines()
    assert (code, lines[0].split(), lines[-1]) == (0, [*YEARS, "ændring"], "1 af 2 enheder er godkendt.")
    assert {line.split()[0]: line.split()[5] for line in lines[1:-2]}["funding_total"] == "3,50"


def test_without_an_accepted_filing_there_are_no_figures_but_a_coverage(round_):
    code, text = run("figures", "2019")
    assert (code, text.splitlines()[-1]) == (0, "0 af 2 enheder er godkendt.")
    values = {
        row["2019"]
        for row in csv.DictReader(io.StringIO(run("figures", "2019", "--format", "csv")[1]))
        if row["code"] != "clusters"
    }
    assert values == {""}


# render_report


def test_a_book_into_a_folder_that_is_not_there_is_refused_before_anything_is_made(accepted, tmp_path):
    output = tmp_path / "none" / "bog.pdf"
    assert run("render_report", "2019", "-o", str(output)) == (
        1,
        f"Mappen {output.parent} findes ikke. Opret den, eller vælg en anden.",
    )
    assert Consolidation.objects.count() == 0


def test_a_book_of_nothing_is_refused(round_, tmp_path):
    output = tmp_path / "bog.pdf"
    assert run("render_report", "2019", "-o", str(output)) == (
        1,
        "Ingen indberetning for 2019 er godkendt endnu. Godkend mindst én, før tallene gøres op.",
    )
    assert not output.exists()


# From an empty production database to an open round


def test_the_first_steps_lead_from_an_empty_database_to_an_open_form(client, db, settings):
    """The commands of docs/operations.md, in its order."""
    settings.DEMO = False
    steps = [
        ["load_catalogue", "2019", "--file", str(CATALOGUE_FILES / "2018.toml")],
        ["create_user", "ada@example.dk", "--role", "editor"],
        ["register_cluster", "alfa", "--name", "Alfa Klynge", "--short-name", "Alfa", "--kind", "cluster"],
        ["open_round", "2019", "--opens", "2020-01-15", "--deadline", "2099-03-15"],
        ["create_user", "bo@example.dk", "--role", "manager", "--cluster", "alfa"],
        ["register_cluster", "beta", "--name", "Beta Netværk", "--short-name", "Beta", "--kind", "network"],
        ["give_access", "bo@example.dk", "--cluster", "beta", "--role", "reporter"],
        ["open_round", "2019", "--opens", "2020-01-15", "--deadline", "2099-03-15", "--cluster", "beta"],
    ]
    assert [run(*step)[0] for step in steps] == [0] * len(steps)
    client.force_login(User.objects.get(email="bo@example.dk"))
    assert client.post(reverse("start", args=[2019, "alfa"]), follow=True).status_code == 200
    assert client.post(reverse("start", args=[2019, "beta"]), follow=True).status_code == 200
    assert Submission.objects.count() == 2


# load_demo and its log-ins


def test_the_demonstration_is_not_mixed_with_real_data(cast, settings):
    settings.DEMO = True
    before = Cluster.objects.count()
    assert run("load_demo") == (1, "Databasen er ikke tom. Demonstrationen kan kun lægges i en tom database.")
    assert run("load_demo", "--if-empty") == (0, "")
    assert Cluster.objects.count() == before


@pytest.mark.parametrize("arguments", [["load_demo"], ["load_demo", "--if-empty"]])
def test_known_passwords_come_only_where_they_are_meant(arguments, db, settings):
    settings.DEMO = False
    assert run(*arguments) == (
        1,
        "Demonstrationen har log-ins med kendt adgangskode. Sæt DEMO=1, hvis det er meningen.",
    )
    assert Cluster.objects.count() == 0


def test_the_log_ins_are_printed_in_the_demonstration_only(settings):
    settings.DEMO = False
    assert run("demo_logins") == (1, "Der er kun kendte log-ins i demonstrationen (DEMO=1).")
    settings.DEMO = True
    code, said = run("demo_logins")
    assert code == 0
    assert said.count("@") == 5
