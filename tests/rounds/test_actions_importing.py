"""A list of units and people is read in: good lines are saved, mistakes are not, and twice is once."""

import pytest

from clusters.actions import create_user
from clusters.models import Cluster, Membership, MembershipRole, User
from reporting.rounds.actions import import_list
from reporting.rounds.models import Round
from reporting.rounds.queries import MOST_LINES, read_list
from tests.builders import AT

LIST = """Rolle;E-mail;Enhed;Navn;Art;Telefon
ansvarlig;ida@gamma.example;Gamma;Ida Holm;klynge;12345678
;bo@gamma.example;Gamma;Bo Ågård;;
indberetter;bodil@example.dk;Beta;Bodil;;
ansvarlig;anton@example.dk;alfa klynge;Anton;;
;ingen@;Alfa;Ingen;;
ansvarlig;x@x.example;Omega;Xenia;;
chef;y@y.example;Alfa;Ylva;;
;edith@example.dk;Alfa;Edith;;
;alma@example.dk;Alfa;Alma;;
;alma@example.dk;Alfa;Alma;;
"""


def said(found):
    return [(line.number, line.state, line.sentence) for line in found.lines]


def test_every_line_says_what_saving_it_would_do(prepared):
    found = read_list(prepared, LIST)
    assert said(found) == [
        (2, "new", "Ny enhed (klynge). Ny person: Ida Holm, ansvarlig."),
        (3, "new", "Ny person: Bo Ågård, indberetter."),
        (4, "changed", "Rolle: ansvarlig → indberetter."),
        (5, "changed", "Rolle: indberetter → ansvarlig."),
        (6, "mistake", "»ingen@« er ikke en e-mailadresse. Skriv den som navn@enhed.dk."),
        (
            7,
            "mistake",
            "Der er ingen enhed, der hedder »Omega«. Er den ny, så skriv »klynge« eller »innovationsnetværk« i en kolonne »Art«.",
        ),
        (8, "mistake", "»chef« er ikke en rolle. Skriv »ansvarlig« eller »indberetter«."),
        (9, "mistake", "edith@example.dk hører til Cluster Excellence Denmark."),
        (10, "unchanged", ""),
        (11, "mistake", "Personen står der allerede for enheden. Kun den første linje bruges."),
    ]
    assert (found.ignored, found.changes, found.mistakes) == (("Telefon",), 4, 5)


def test_good_lines_are_saved_and_the_same_list_again_changes_nothing(cast, prepared):
    done = import_list(round_=prepared, text=LIST, by=cast.edith, at=AT)
    assert (done.saved, done.refused) == (4, ())
    gamma = Cluster.objects.get(name="Gamma")
    assert (gamma.kind, gamma.active_from) == ("cluster", 2020)
    people = gamma.memberships.order_by("user__email").values_list("user__name", "role", "invited_at")
    assert list(people) == [("Bo Ågård", MembershipRole.REPORTER, None), ("Ida Holm", MembershipRole.MANAGER, None)]
    assert sorted(prepared.roster.values_list("cluster__slug", flat=True)) == ["alfa", "beta", "gamma"]
    before = (User.objects.count(), Membership.objects.count(), Cluster.objects.count())
    assert import_list(round_=prepared, text=LIST, by=cast.edith, at=AT).saved == 0
    assert (User.objects.count(), Membership.objects.count(), Cluster.objects.count()) == before
    assert {line.state for line in read_list(prepared, LIST).lines} == {"unchanged", "mistake"}


def test_in_an_opened_year_newcomers_are_invited_at_once(cast, prepared):
    Round.objects.filter(pk=prepared.pk).update(opened_at=AT)
    import_list(round_=prepared, text="Enhed\tNavn\tE-mail\nAlfa\tNy\tny@alfa.example\n", by=cast.edith, at=AT)
    assert Membership.objects.get(user__email="ny@alfa.example").invited_at == AT


@pytest.mark.parametrize("sign", ["\t", ";", ","])
def test_columns_in_any_order_and_language_by_any_sign(prepared, sign):
    rows = [["Role", "Full name", "Unit", "Email address"], ["manager", "Ny Person", "Beta", "NY@BETA.example"]]
    found = read_list(prepared, "\ufeff" + "\r\n".join(sign.join(row) for row in rows))
    assert said(found) == [(2, "new", "Ny person: Ny Person, ansvarlig.")]


def test_a_cell_in_quotes_may_hold_the_sign(prepared):
    found = read_list(prepared, 'Enhed,Navn,E-mail\nBeta,"Holm, Ida",ida@beta.example\n')
    assert said(found) == [(2, "new", "Ny person: Holm, Ida, indberetter.")]


def test_a_slip_of_the_keyboard_is_asked_about(prepared):
    (line,) = read_list(prepared, "Enhed;E-mail\nBeta Netvark;ida@beta.example\n").lines
    assert line.sentence == "Der er ingen enhed, der hedder »Beta Netvark«. Mente du »Beta Netværk«?"


def test_somebody_who_has_a_log_in_gets_access_under_their_own_name(cast, prepared):
    create_user(email="ida@alfa.example", name="Ida Rigtig")
    text = "Enhed;Navn;E-mail\nBeta;Ida Forkert;ida@alfa.example\n"
    assert said(read_list(prepared, text)) == [(2, "changed", "Ida Rigtig får adgang som indberetter.")]
    import_list(round_=prepared, text=text, by=cast.edith, at=AT)
    assert User.objects.get(email="ida@alfa.example").name == "Ida Rigtig"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Der står ikke noget"),
        ("Ida;ida@alfa.example\n", "Den første linje skal være overskrifter"),
        ("Enhed;Telefon\nAlfa;1\n", "Den første linje skal være overskrifter"),
        ("Enhed;E-mail\n" + "Alfa;a@b.example\n" * (MOST_LINES + 1), "for lang"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(prepared, text, sentence):
    assert sentence in read_list(prepared, text).refusal


def test_reading_takes_a_number_of_queries_that_does_not_grow(prepared, django_assert_num_queries):
    for count in (1, 3):
        text = "Enhed;Navn;E-mail\n" + "".join(f"Alfa;N {place};n{place}@a.example\n" for place in range(count))
        with django_assert_num_queries(4):
            read_list(prepared, text)
