"""Django's own admin site: not there unless it is on, and only for who is marked and has used a second factor."""

import importlib

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import override_settings
from django.urls import NoReverseMatch, clear_url_caches, reverse

import config.urls
from clusters.actions import make_technical
from reporting.submissions.actions import start
from tests import builders
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
DOOR = "/teknik/"


@pytest.fixture
def on():
    with override_settings(ADMIN=True):
        importlib.reload(config.urls)
        clear_url_caches()
        yield
    importlib.reload(config.urls)
    clear_url_caches()


@pytest.fixture
def technician(cast):
    make_technical(user=cast.nikolaj, is_technical=True)
    return cast.nikolaj


def with_second_factor(client, user):
    """Log in with password and code, as a person does."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    assert answer.status_code == 302, answer.text


def test_it_is_not_there_when_it_is_off(client, technician):
    client.force_login(technician)
    assert client.get(DOOR).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")


def test_without_a_log_in_one_is_sent_to_the_house_s_own(on, client):
    answer = client.get(DOOR, follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["edith", "rune", "alma"])
def test_for_everybody_else_it_is_not_there(name, on, as_):
    assert as_(name).get(DOOR, follow=True).status_code == 404


def test_without_the_second_factor_one_is_sent_to_set_it_up(on, client, technician):
    client.force_login(technician)
    answer = client.get(DOOR, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_index")
    assert "Slå totrinslogin til" in answer.text


def test_a_second_factor_that_was_not_used_in_this_session_is_not_enough(on, client, technician):
    TOTP.activate(technician, generate_totp_secret())
    client.force_login(technician)
    assert client.get(DOOR, follow=True).redirect_chain[-1][0] == reverse("mfa_index")


def test_with_it_one_looks_and_changes_nothing(on, client, technician, cast, round_):
    with_second_factor(client, technician)
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma)
    value = filing.values.first()
    assert client.get(DOOR).status_code == 200
    assert client.get(f"{DOOR}reporting/reportedvalue/").status_code == 200
    page = client.get(f"{DOOR}reporting/reportedvalue/{value.pk}/change/")
    assert page.status_code == 200
    assert 'name="number"' not in page.text
    address = f"{DOOR}reporting/reportedvalue/{value.pk}"
    assert client.post(f"{address}/change/", {"number": "9"}).status_code == 403
    assert client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{DOOR}reporting/reportedvalue/add/").status_code == 403
    value.refresh_from_db()
    assert filing.values.filter(pk=value.pk, number=value.number).exists()


def test_secrets_are_not_shown_and_a_lost_second_factor_can_be_deleted(on, client, technician, cast):
    with_second_factor(client, technician)
    lost = TOTP.activate(cast.edith, generate_totp_secret()).instance
    page = client.get(f"{DOOR}mfa/authenticator/{lost.pk}/change/")
    assert page.status_code == 200
    assert lost.data["secret"] not in page.text
    assert cast.edith.password not in client.get(f"{DOOR}clusters/user/{cast.edith.pk}/change/").text
    client.post(f"{DOOR}mfa/authenticator/{lost.pk}/delete/", {"post": "yes"})
    assert not Authenticator.objects.filter(user=cast.edith).exists()


def test_no_page_links_to_it(on, as_):
    assert DOOR not in as_("edith").get(reverse("people")).text
