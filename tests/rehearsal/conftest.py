"""A house on disk with a year behind it, and a rehearsal of the next one in it."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from reporting.rehearsal.models import Rehearsal
from reporting.submissions.models import Status
from tests import builders
from tests.cast import Cast
from tests.races import database_on_disk

LAST_YEAR, THIS_YEAR = 2018, 2019
TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


def contents():
    """Everything the real database holds, table by table; the rows in a fixed order."""
    tables = sorted(connection.introspection.table_names())
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def files_below(folder):
    """Every file below the folder with its bytes."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def house(transactional_db, tmp_path, settings):
    """Last year with one accepted filing of Alfa and Beta each, and nothing of this year."""
    settings.EMAIL_BACKEND = "reporting.sealing.HouseMail"
    settings.MAIL_TRANSPORT = TRANSPORT
    with database_on_disk(tmp_path):
        cast = Cast.assemble()
        round_ = builders.open_small_round(
            year=LAST_YEAR,
            clusters=[cast.alfa, cast.beta],
            opens_on=datetime.date(2019, 2, 1),
            deadline_on=datetime.date(2019, 3, 15),
        )
        for cluster, by in ((cast.alfa, cast.alma), (cast.beta, cast.bodil)):
            builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cluster, by=by, reviewer=cast.rune)
        yield cast


def browser_of(person):
    """A browser in which the person has logged in."""
    client = Client()
    client.force_login(person)
    return client


def inside(name, *args):
    """The address of a page in the copy."""
    return f"/proeve{reverse(name, args=args)}"


@pytest.fixture
def edith(house):
    """The editor's browser."""
    return browser_of(house.edith)


@pytest.fixture
def rehearsed(edith):
    """The rehearsal that the editor asked for and the worker made; gives the editor's browser."""
    assert edith.post(reverse("begin_rehearsal", args=[THIS_YEAR])).status_code == 302
    call_command("worker", batch=True, verbosity=0)
    assert Rehearsal.objects.get().state == "ready", Rehearsal.objects.get().error
    return edith
