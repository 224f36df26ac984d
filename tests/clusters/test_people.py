"""People: how they come in, how nobody else does, and in which order units stand."""

import base64
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import InvalidToken
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from clusters.actions import create_user, give_access, register_cluster
from clusters.mailbox import letters_in
from clusters.models import Cluster, HostedNetwork, Membership, MembershipRole, User
from clusters.permissions import is_manager, is_member
from clusters.queries import danish_key, sorted_by_name
from tests.cast import PASSWORD

LOGIN, SIGNUP, RESET = (reverse(name) for name in ("account_login", "account_signup", "account_reset_password"))
NEW_PASSWORD = "hesten-spiser-havregryn"


def who(client):
    """The id of the person who is logged in, None for nobody."""
    pk = client.session.get("_auth_user_id")
    return None if pk is None else User.objects.get(pk=pk)


def set_password(client, address, password=NEW_PASSWORD):
    """Open the letter's link and choose a password there."""
    form = client.get(address, follow=True)
    return client.post(
        form.redirect_chain[-1][0] if form.redirect_chain else address, {"password1": password, "password2": password}
    )


# Log-in and sign-up.


@pytest.mark.parametrize("typed", ["alma@example.dk", "ALMA@Example.DK", " Alma@example.dk "])
def test_people_log_in_with_their_e_mail_in_any_case(typed, client, cast):
    client.post(LOGIN, {"login": typed, "password": PASSWORD})
    assert who(client) == cast.alma


@pytest.mark.parametrize(
    ("login", "password"), [("alma@example.dk", "forkert-kodeord"), ("ingen@example.dk", PASSWORD), ("alma", PASSWORD)]
)
def test_nobody_comes_in_with_a_wrong_password_or_name(login, password, client, cast):
    assert client.post(LOGIN, {"login": login, "password": password}).status_code == 200
    assert who(client) is None


def test_who_left_cannot_log_in(client, cast):
    User.objects.filter(pk=cast.alma.pk).update(is_active=False)
    client.post(LOGIN, {"login": "alma@example.dk", "password": PASSWORD})
    assert who(client) is None


def test_nobody_signs_up(client, db):
    form = {"email": "ny@example.dk", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert SIGNUP not in client.get(LOGIN).text
    client.post(SIGNUP, form)
    assert (who(client), User.objects.count()) == (None, 0)


def test_an_e_mail_belongs_to_one_person_whatever_its_case(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        create_user(email="ALMA@example.dk", name="Alma to")


# A forgotten or first password.


def test_a_reset_letter_is_kept_and_its_link_works_once(client, cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.MAIL_DIR
    client.post(RESET, {"email": "Alma@Example.dk"})
    (letter,) = letters_in(settings.MAIL_DIR)
    assert (letter.to, letter.subject) == ("alma@example.dk", "Viden & Vækst: Vælg en ny adgangskode")
    assert letter.body.startswith("Kære Alma\n")
    address = re.search(r"http://testserver(\S+)", letter.body)[1]

    set_password(client, address)
    assert Client().login(email="alma@example.dk", password=NEW_PASSWORD)
    assert not Client().login(email="alma@example.dk", password=PASSWORD)
    assert "Linket virker ikke længere" in Client().get(address, follow=True).text


def test_a_link_that_was_tampered_with_does_not_work(client, cast):
    client.post(RESET, {"email": "alma@example.dk"})
    address = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    assert "Linket virker ikke længere" in client.get(address[:-3] + "00/", follow=True).text


def test_who_is_unknown_gets_no_letter_and_the_same_page(client, cast):
    known, unknown = (
        Client().post(RESET, {"email": email}, follow=True) for email in ("alma@example.dk", "ingen@example.dk")
    )
    assert [letter.to for letter in mail.outbox] == [["alma@example.dk"]]
    assert (known.redirect_chain, known.status_code) == (unknown.redirect_chain, unknown.status_code)


def created(capsys, *arguments):
    """Make a person on the command line; give the address that was printed."""
    call_command("create_user", *arguments)
    return re.search(r"vælges på http://[^/]+(/\S+)", capsys.readouterr().out)[1]


def test_the_command_makes_a_person_whose_printed_link_works(client, cast, capsys):
    address = created(capsys, "Ny.Person@Example.dk", "--name", "Ny Person", "--role", "manager", "--cluster", "alfa")
    person = User.objects.get(email="ny.person@example.dk")
    assert (person.name, person.national_role, person.has_usable_password()) == ("Ny Person", "", False)
    assert is_manager(person, cast.alfa)
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")) == [
        ("ny.person@example.dk", True, True)
    ]

    set_password(client, address)
    client.logout()
    client.post(LOGIN, {"login": "ny.person@example.dk", "password": NEW_PASSWORD})
    assert who(client) == person


def test_the_command_makes_an_editor(db, capsys):
    created(capsys, "redaktion@example.dk", "--role", "editor")
    assert User.objects.values_list("name", "national_role").get() == ("redaktion@example.dk", "editor")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["alma", "--role", "editor"], "»alma« er ikke en e-mailadresse."),
        (["ALMA@example.dk", "--role", "editor"], "Der er allerede en bruger med e-mailen ALMA@example.dk."),
        (
            ["ny@example.dk", "--role", "editor", "--cluster", "alfa"],
            "En national rolle hører ikke til en enhed. Udelad --cluster.",
        ),
        (
            ["ny@example.dk", "--role", "manager"],
            "Rollerne reporter og manager kræver --cluster med enhedens adresse, fx odense-robotics.",
        ),
        (
            ["ny@example.dk", "--role", "reporter", "--cluster", "x"],
            "Rollerne reporter og manager kræver --cluster med enhedens adresse, fx odense-robotics.",
        ),
    ],
)
def test_the_command_refuses_with_a_sentence_and_makes_nobody(arguments, sentence, cast):
    before = User.objects.count()
    with pytest.raises(CommandError) as refusal:
        call_command("create_user", *arguments)
    assert (str(refusal.value), refusal.value.returncode, User.objects.count()) == (sentence, 1, before)


# The second factor.


def test_the_secret_of_the_second_factor_is_not_stored_in_clear(cast):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(cast.alma, secret)
    (row,) = Authenticator.objects.values("type", "data")
    assert row["type"] == "totp"
    stored = str(row["data"])
    assert secret not in stored
    assert base64.b64encode(secret.encode()).decode().rstrip("=") not in stored
    assert get_adapter().decrypt(row["data"]["secret"]) == secret


def test_another_secret_key_does_not_open_the_second_factor(settings):
    sealed = get_adapter().encrypt("hemmelig")
    assert get_adapter().decrypt(sealed) == "hemmelig"
    settings.SECRET_KEY = "en helt anden"
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(sealed)


# Units.


def test_access_is_one_row_whose_role_changes(cast):
    give_access(user=cast.anton, cluster=cast.alfa, role=MembershipRole.MANAGER)
    assert Membership.objects.filter(user=cast.anton).count() == 1
    assert (is_manager(cast.anton, cast.alfa), is_member(cast.anton, cast.beta)) == (True, False)


def test_who_left_has_no_access(cast):
    cast.alma.is_active = False
    assert (is_manager(cast.alma, cast.alfa), list(Cluster.objects.visible_to(cast.alma))) == (False, [])


def test_people_see_their_own_units_and_the_nation_all(cast):
    seen = {
        name: sorted(Cluster.objects.visible_to(getattr(cast, name)).values_list("slug", flat=True))
        for name in ("alma", "bodil", "nikolaj", "vera")
    }
    assert seen == {"alma": ["alfa"], "bodil": ["beta"], "nikolaj": [], "vera": ["alfa", "beta"]}


def test_registering_a_unit_again_updates_it(cast):
    for name in ("Alfa", "Alfa Nu"):
        register_cluster(
            slug="alfa",
            name=name,
            short_name="Alfa",
            kind="cluster",
            hosted=["Nord"],
            certification="gold",
            certified_from=2018,
        )
    assert list(Cluster.objects.filter(slug="alfa").values_list("name", "certifications__level")) == [
        ("Alfa Nu", "gold")
    ]
    assert list(HostedNetwork.objects.values_list("name", "host__slug")) == [("Nord", "alfa")]


def test_danish_names_stand_in_danish_order():
    names = [
        "Zoo",
        "Østjylland",
        "Ærø",
        "Aarhus",
        "Ålborg",
        "alfa",
        "Beta",
        "Örebro",
        "energi",
        "Énergie",
        "Ødense",
        "Æble",
    ]
    assert sorted(names, key=danish_key) == [
        "alfa", "Beta", "energi", "Énergie", "Zoo", "Æble", "Ærø", "Ødense", "Örebro", "Østjylland", "Ålborg", "Aarhus",
    ]  # fmt: skip


def test_units_are_sorted_by_the_same_rule(cast):
    for name in ("Ål", "Æske"):
        register_cluster(slug=name.translate({197: "a", 198: "e"}).lower(), name=name, short_name=name, kind="cluster")
    assert [unit.name for unit in sorted_by_name(Cluster.objects.all())] == [
        "Alfa Klynge",
        "Beta Netværk",
        "Æske",
        "Ål",
    ]
