"""Every URL, as everybody, read and written: nobody gets more than the table in tests/sweep.py promises."""

import logging
import types

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import override_settings
from django.urls import get_resolver, path

import config.urls
from tests import sweep


@pytest.fixture(autouse=True)
def _quiet():
    """Hundreds of refusals are expected here, and each would be logged with its traceback."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def addresses():
    """The address book with the demonstration's pages in it."""
    with sweep.demonstration():
        yield


@pytest.fixture
def planted(addresses):
    """A page that somebody added and left open."""
    page = path("aaben/", login_not_required(lambda request: HttpResponse("Alt")), name="planted")
    module = types.ModuleType("tests.planted_urls")
    module.urlpatterns = [*config.urls.urlpatterns, page]
    with override_settings(ROOT_URLCONF=module):
        yield


def test_every_url_has_a_class_and_every_class_a_url(addresses):
    assert sorted(sweep.all_names()) == sorted(sweep.TABLE)
    assert {row.class_ for row in sweep.TABLE.values()} == set(sweep.CLASSES)


def test_the_whole_matrix(addresses, cast):
    """Results of all URLs × roles × methods, and whoever is refused leaves no trace."""
    world = sweep.furnish(cast)
    found, traces, speechless, changed = {}, [], [], set()
    for visit in sweep.visits(world, sweep.TABLE):
        key = (visit.name, visit.role, visit.method)
        found[key] = visit.result
        if visit.changed:
            changed.add(key)
            if visit.is_refused or visit.method == "GET":
                traces.append(key)
        if visit.result == 403 and not _says_why(visit.response):
            speechless.append(key)
    assert _differences(found, sweep.expected_matrix(sweep.TABLE)) == {}
    assert traces == []
    assert speechless == []
    assert changed == _writes()


def _differences(found, expected):
    """Where two matrices are not equal, as (found, expected); a cell that only one has counts."""
    keys = found.keys() | expected.keys()
    return {key: (found.get(key), expected.get(key)) for key in keys if found.get(key) != expected.get(key)}


def _says_why(response):
    """Whether the page gives the reason of this refusal rather than only that there was one."""
    reason = str(response.context["exception"])
    return reason.endswith(".") and reason in response.text


def _writes():
    """Every try that shall change the database: the bodies are good enough that only the right decides."""
    allowed = {
        "own unit act": ("alma", "anton"),
        "own unit act of the manager": ("alma",),
        "own unit act of the manager that answers with a page": ("alma",),
        "own unit page of the manager with a form": ("alma",),
        "own unit page with a form": ("alma", "anton"),
        "own unit save of one field": ("alma", "anton"),
        "own unit page that is open": ("alma", "anton"),
        "guest page with a form": sweep.ROLES,
        "guest save of one field": sweep.ROLES,
        "own unit form": ("alma", "anton"),
        "own unit remark": ("alma", "anton", "rune", "edith"),
        "national act": ("vera", "rune", "edith"),
        "review act": ("rune", "edith"),
        "editor act": ("edith",),
        "editor file": ("edith",),
        "editor page that gives a file": ("edith",),
        "editor page with a form": ("edith",),
        "own file": tuple(role for role in sweep.ROLES if role != sweep.ANONYMOUS),
    }
    return {(name, role, "POST") for name, row in sweep.TABLE.items() for role in allowed.get(row.class_, ())}


def test_everyone_who_is_refused_for_the_token_leaves_no_trace(addresses, cast):
    """Without the form's token nothing is written by anybody, wherever it is sent."""
    world = sweep.furnish(cast)
    found = {}
    for visit in sweep.visits(world, sweep.TABLE, roles=("edith",), methods=("POST",), enforce_csrf_checks=True):
        found[visit.name] = (visit.result, visit.changed)
    assert found == dict.fromkeys(sweep.TABLE, (403, False))


def test_a_planted_url_is_noticed_as_unclassified(planted):
    assert set(sweep.all_names()) - set(sweep.TABLE) == {"planted"}


def test_a_planted_open_url_is_noticed_though_it_is_classified(planted, cast, monkeypatch):
    monkeypatch.setitem(sweep.TABLE, "planted", sweep.Row("national read"))
    world = sweep.World(cast)
    found = {(visit.name, visit.role, visit.method): visit.result for visit in sweep.visits(world, ["planted"])}
    wrong = _differences(found, sweep.expected_matrix(["planted"]))
    assert wrong["planted", "anonymous", "GET"] == (200, sweep.LOGIN)
    assert wrong["planted", "bodil", "GET"] == (200, 403)


def test_the_demonstration_s_mail_is_not_there_otherwise():
    assert "demo_mail" not in set(sweep.names_of(get_resolver().url_patterns))
