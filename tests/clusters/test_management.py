"""Units and access from the command line: what is written, and the sentence when nothing is."""

import pytest
from django.core.management import CommandError, call_command

from clusters.models import Certification, Cluster, HostedNetwork
from clusters.permissions import is_manager, is_member

REGISTER = ("--name", "Gamma Klynge", "--short-name", "Gamma", "--kind", "cluster")


def refused(*arguments):
    """The sentence with which a command refuses, with exit code 1."""
    with pytest.raises(CommandError) as refusal:
        call_command(*arguments)
    assert refusal.value.returncode == 1
    return str(refusal.value)


def test_a_unit_is_registered_with_all_that_the_book_prints(db, capsys):
    call_command(
        "register_cluster", "gamma", *REGISTER, "--former-name", "Gammel", "--hosts", "Nord", "Syd",
        "--certification", "gold", "--certified-from", "2019",
    )  # fmt: skip
    assert capsys.readouterr().out == "Gamma Klynge er oprettet med adressen gamma.\n"
    unit = Cluster.objects.get(slug="gamma")
    assert (unit.name, unit.short_name, unit.kind, unit.former_name) == ("Gamma Klynge", "Gamma", "cluster", "Gammel")
    assert list(unit.hosted_networks.values_list("name", flat=True)) == ["Nord", "Syd"]
    assert list(unit.certifications.values_list("level", "valid_from_year")) == [("gold", 2019)]

    call_command("register_cluster", "gamma", "--name", "Gamma Nu", "--short-name", "Gamma", "--kind", "network")
    assert capsys.readouterr().out == "Gamma Nu er ændret med adressen gamma.\n"
    unit.refresh_from_db()
    assert (unit.name, unit.kind, unit.former_name) == ("Gamma Nu", "network", "Gammel")
    assert (unit.hosted_networks.count(), unit.certifications.count()) == (2, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gamma delta", *REGISTER], "adresse: "),
        (["gamma", "--name", "Alfa Klynge", "--short-name", "Gamma", "--kind", "cluster"], "navn"),
        (["gamma", "--name", "Gamma", "--short-name", "G" * 41, "--kind", "cluster"], "kort navn: "),
        (["gamma", *REGISTER, "--hosts", "N" * 161], "navn: "),
        (["gamma", *REGISTER, "--certification", "gold"], "--certification og --certified-from hører sammen."),
        (["gamma", *REGISTER, "--certified-from", "2019"], "--certification og --certified-from hører sammen."),
        (["gamma", *REGISTER, "--certification", "gold", "--certified-from", "-1"], "gælder fra år: "),
        (["gamma", *REGISTER, "--hosts", "Nord"], "»Nord« hører allerede til Alfa Klynge."),
        (["gamma"], "Error: "),
        (["gamma", "--name", "Gamma", "--short-name", "Gamma", "--kind", "forening"], "Error: "),
    ],
)
def test_a_unit_that_cannot_be_is_refused_and_nothing_is_written(arguments, words, cast):
    HostedNetwork.objects.create(name="Nord", host=cast.alfa)
    assert words in refused("register_cluster", *arguments)
    assert sorted(Cluster.objects.values_list("slug", flat=True)) == ["alfa", "beta"]
    assert (Certification.objects.count(), HostedNetwork.objects.get().host) == (0, cast.alfa)


def test_access_is_given_to_a_person_who_exists(cast, capsys):
    call_command("give_access", "Alma@Example.dk", "--cluster", "beta", "--role", "reporter")
    assert capsys.readouterr().out == "alma@example.dk er nu indberetter for Beta Netværk.\n"
    assert (is_manager(cast.alma, cast.alfa), is_member(cast.alma, cast.beta)) == (True, True)
    call_command("give_access", "alma@example.dk", "--cluster", "beta", "--role", "manager")
    assert capsys.readouterr().out == "alma@example.dk er nu ansvarlig for Beta Netværk.\n"
    assert is_manager(cast.alma, cast.beta)


def test_access_for_nobody_or_to_nothing_is_refused_with_what_to_do(cast):
    assert refused("give_access", "ny@example.dk", "--cluster", "alfa", "--role", "manager") == (
        "Der er ingen bruger med e-mailen ny@example.dk. "
        "Opret personen: manage.py create_user ny@example.dk --role manager --cluster alfa"
    )
    assert refused("give_access", "alma@example.dk", "--cluster", "gamma", "--role", "manager") == (
        "Der er ingen enhed med adressen gamma. Der er fx: alfa, beta."
    )
    assert refused("give_access", "alma@example.dk", "--cluster", "alfa", "--role", "editor").startswith("Error: ")
    assert not is_member(cast.bodil, cast.alfa)
