"""What a stranger meets: settings, headers, cookies, and pages that hold nothing of their own to run."""

import json
import logging
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse

from clusters.models import User
from tests import sweep
from tests.cast import PASSWORD

ROOT = Path(__file__).parent.parent
PRODUCTION = {
    "SECRET_KEY": "5fd7b1c0e2a94d3b8f6c1e7a2d9b4c8e5fd7b1c0e2a94d3b8f6c1e7a2d9b4c8e",
    "HTTPS": "1",
    "ALLOWED_HOSTS": "example.dk",
    "CSRF_TRUSTED_ORIGINS": "https://example.dk",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
FROM_SETTINGS = (
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "SECURE_PROXY_SSL_HEADER",
    "DEBUG",
    "DEMO",
)


@pytest.fixture(autouse=True)
def _quiet():
    """Refusals are expected here."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def _in_production(tmp_path, *command):
    """Run a command in a process of its own that has nothing but the production environment."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "DATABASE_URL"}}
    environment = {**kept, **PRODUCTION, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)


# --- Settings ----------------------------------------------------------------------------------------


def test_the_production_settings_pass_django_s_check(tmp_path):
    done = _in_production(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr


def test_without_a_secret_key_nothing_starts(tmp_path):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr


@pytest.fixture
def production(tmp_path):
    """The security settings as they are computed from the production environment, in force here."""
    script = f"import json; from config import settings; print(json.dumps({{n: getattr(settings, n) for n in {FROM_SETTINGS!r}}}))"
    values = json.loads(_in_production(tmp_path, "-c", script).stdout)
    values["SECURE_PROXY_SSL_HEADER"] = tuple(values["SECURE_PROXY_SSL_HEADER"])
    with override_settings(**values):
        yield values


def test_cookies_travel_over_https_only(production, client, cast):
    assert (production["DEBUG"], production["DEMO"]) == (False, False)
    login = reverse("account_login")
    page = client.get(login, secure=True)
    assert page.cookies["csrftoken"]["secure"] is True
    response = client.post(login, {"login": cast.alma.email, "password": PASSWORD}, secure=True)
    session = response.cookies["sessionid"]
    assert (session["secure"], session["httponly"], session["samesite"]) == (True, True, "Lax")


def test_plain_http_is_sent_on_to_https_and_https_is_remembered(production, client, db):
    plain = client.get("/konto/login/")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/konto/login/")
    assert (
        client.get("/konto/login/", secure=True)["Strict-Transport-Security"]
        == "max-age=31536000; includeSubDomains; preload"
    )


def test_the_proxy_s_word_on_https_is_not_taken_without_https():
    with open(ROOT / "config" / "settings.py", encoding="utf-8") as file:
        text = file.read()
    assert "SECURE_PROXY_SSL_HEADER" not in text.partition("if HTTPS:")[0]


# --- Headers and pages -------------------------------------------------------------------------------


def test_headers_of_a_page(client, db):
    response = client.get(reverse("account_login"))
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in response["Content-Security-Policy"].split(";")
        if directive.strip()
    )
    assert policy == POLICY
    assert {
        name: response[name]
        for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy")
    } == {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


class _Offences(HTMLParser):
    """Collects what the policy would block: inline style and script, handlers, files from elsewhere."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in attributes):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.found.append(f"<{tag} {name}>")
            if (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"<{tag} {name}=javascript:>")
            if (name == "src" or (tag == "link" and name == "href")) and re.match(r"(?:\w+:)?//", value or ""):
                self.found.append(f"<{tag} {name}={value}>")


def test_every_page_keeps_the_policy(cast):
    with sweep.demonstration():
        world = sweep.furnish(cast)
        offences, looked_at = {}, set()
        for visit in sweep.visits(world, sweep.TABLE, watched=False):
            if visit.response["Content-Type"].startswith("text/html") and visit.response.content:
                looked_at.add((visit.name, visit.role, visit.method))
                if found := _Offences(visit.response.text).found:
                    offences[visit.name, visit.role, visit.method] = found
    assert offences == {}
    shown = {key for key, result in sweep.expected_matrix(sweep.TABLE).items() if result == 200}
    assert {name for name, _role, _method in shown - looked_at} == {
        "national_csv",
        "log_csv",
        "desk_file",
        "desk_chosen_file",
        "catalogue_export",
        "edition",
        "receipt_pdf",
        "earlier_receipt_pdf",
        "give_back_pdf",
        "blank_form",
        "story_picture",
        "guest_save",
        "guest_status",
        "workbook_download",
        "save_value",
        "section_status",
    }


def test_a_refused_answer_keeps_the_policy(client, cast):
    world = sweep.furnish(cast)
    client.force_login(cast.alma)
    hostile = '"><script>alert(1)</script><b onclick="x" style="y">'
    response = client.post(
        sweep.address_of("section", world), {"companies": hostile, "countries_cluster__country_0": hostile}
    )
    assert response.status_code == 422
    assert _Offences(response.text).found == []


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: red">',
        "<style>p { color: red }</style>",
        "<script>alert(1)</script>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
        '<script src="https://elsewhere.example/x.js"></script>',
        '<link rel="stylesheet" href="//elsewhere.example/x.css">',
    ],
)
def test_what_the_policy_forbids_would_be_seen(html):
    assert len(_Offences(html).found) == 1


# --- Log-in ------------------------------------------------------------------------------------------


def test_the_demonstration_s_log_ins_exist_in_the_demonstration_alone(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="kendt adgangskode"):
        call_command("load_demo")
    assert not User.objects.exists()
    with pytest.raises(CommandError, match="kun kendte log-ins i demonstrationen"):
        call_command("demo_logins")


def test_the_letters_of_the_demonstration_cannot_be_read_elsewhere(client, cast):
    client.force_login(cast.edith)
    assert client.get("/mail/").status_code == 404


def _without_tokens(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.text)


def test_a_password_reset_tells_nobody_who_has_a_log_in(client, cast):
    address = reverse("account_reset_password")
    known = client.post(address, {"email": cast.alma.email}, follow=True)
    unknown = client.post(address, {"email": "nobody@example.dk"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain == [(reverse("account_reset_password_done"), 302)]
    assert _without_tokens(known) == _without_tokens(unknown)
    assert [letter.to for letter in mail.outbox] == [[cast.alma.email]]


def test_a_failed_log_in_tells_nobody_who_has_a_log_in(client, cast):
    pages = [
        client.post(reverse("account_login"), {"login": email, "password": "noget-helt-forkert"})
        for email in (cast.alma.email, "nobo@example.dk")
    ]
    texts = [_without_tokens(page).replace("nobo@", "alma@") for page in pages]
    assert texts[0] == texts[1]


def test_nobody_signs_up(client, db):
    response = client.post(reverse("account_signup"), {"email": "ny@example.dk", "password1": "et-langt-kodeord-til"})
    assert response.status_code == 200
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere_after_log_in(client, cast, elsewhere):
    address = reverse("account_login")
    response = client.post(
        f"{address}?next={elsewhere}", {"login": cast.alma.email, "password": PASSWORD, "next": elsewhere}
    )
    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("name", ["set_language", "account_logout"])
def test_nobody_is_sent_elsewhere_by_a_small_form(client, cast, name):
    client.force_login(cast.alma)
    response = client.post(reverse(name), {"next": "https://elsewhere.example/", "language": "en"})
    assert response.status_code == 302
    assert response["Location"] in {"/", reverse("account_login")}


def test_a_log_in_that_is_tried_too_often_is_stopped(client, cast):
    wrong = {"login": cast.alma.email, "password": "noget-helt-forkert"}
    for _attempt in range(6):
        client.post(reverse("account_login"), wrong)
    client.post(reverse("account_login"), {**wrong, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_passwords_are_kept_with_argon2(tmp_path):
    script = "from config import settings; print(settings.PASSWORD_HASHERS[0])"
    assert _in_production(tmp_path, "-c", script).stdout.strip().endswith("Argon2PasswordHasher")
