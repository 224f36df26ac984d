"""What every test may use: the cast, an open round with a small catalogue, and the whole demonstration."""

import os

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import datetime

import pytest
from django.conf import settings
from django.db import transaction

from tests import builders
from tests.cast import Cast

NOW = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _own_house(settings, tmp_path):
    """Tests write no file outside their own folder, need no collected static files and hash quickly."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MAIL_DIR = tmp_path / "mail"
    settings.REHEARSAL_DIR = tmp_path / "rehearsal"
    settings.ERASURES_DIR = tmp_path / "erasures"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db):
    """The people and the two units Alfa and Beta."""
    return Cast.assemble()


@pytest.fixture
def round_(cast):
    """An open round of 2019 with the small catalogue and Alfa and Beta on its roster."""
    return builders.open_small_round(year=2019, clusters=[cast.alfa, cast.beta])


@pytest.fixture
def as_(client, cast):
    """The browser of somebody of the cast."""

    def log_in(name):
        client.force_login(getattr(cast, name))
        return client

    return log_in


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demonstration, loaded once for a module and rolled back after it."""
    from reporting.demo.loading import load_demo

    assert settings.PASSWORD_HASHERS
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(now=NOW)
        yield
        transaction.set_rollback(True)
