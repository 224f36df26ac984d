"""Unused log-ins are warned by letter, then closed; whoever logs in meanwhile keeps theirs."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command

from clusters.actions import reopen_account
from clusters.models import AccountState, LogEntry, User
from reporting.letters.actions import send_letters
from reporting.privacy.actions import DormantRun, close_dormant
from reporting.privacy.queries import dormant_people
from tests.pages import Page

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
NOW = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def idle(cast):
    """Nikolaj has not been seen for years; all others were here yesterday."""
    User.objects.update(created_at=LONG_AGO, last_login=NOW - DAY)
    User.objects.filter(pk=cast.nikolaj.pk).update(last_login=LONG_AGO)
    return cast


def state_of(person):
    return User.objects.get(pk=person.pk).state


def test_warned_then_closed(idle):
    assert [close_dormant(at=NOW).warned, close_dormant(at=NOW).warned] == [1, 0]
    assert state_of(idle.nikolaj) == AccountState.WARNED
    send_letters(at=NOW)
    (letter,) = mail.outbox
    assert letter.to == ["nikolaj@example.dk"]
    assert "bliver lukket tidligst den 23. december 2026" in letter.body
    close_dormant(at=NOW + 29 * DAY)
    assert state_of(idle.nikolaj) == AccountState.WARNED
    assert close_dormant(at=NOW + 31 * DAY).closed == 1
    assert state_of(idle.nikolaj) == AccountState.CLOSED
    assert list(
        LogEntry.objects.exclude(act="user_created").order_by("pk").values_list("act", "person__name", "by")
    ) == [
        ("account_warned", "Nikolaj", None),
        ("account_closed", "Nikolaj", None),
    ]
    mail.outbox.clear()
    send_letters(at=NOW + 31 * DAY)
    assert [letter.subject for letter in mail.outbox] == ["Viden & Vækst: Din bruger er lukket"]


def test_who_logs_in_after_the_warning_is_not_closed(idle):
    close_dormant(at=NOW)
    send_letters(at=NOW)
    User.objects.filter(pk=idle.nikolaj.pk).update(last_login=NOW + 10 * DAY)
    assert close_dormant(at=NOW + 60 * DAY).closed == 0
    assert state_of(idle.nikolaj) == AccountState.ACTIVE


def test_nobody_is_closed_whose_letter_never_left(idle):
    close_dormant(at=NOW)
    assert close_dormant(at=NOW + 31 * DAY) == DormantRun(warned=1, closed=0)


def test_an_editor_opens_it_again_and_it_is_not_warned_of_the_next_day(idle):
    close_dormant(at=NOW)
    send_letters(at=NOW)
    later = NOW + 31 * DAY
    User.objects.exclude(pk=idle.nikolaj.pk).update(last_login=later)
    close_dormant(at=later)
    reopen_account(user=idle.nikolaj, by=idle.edith, at=later)
    assert (close_dormant(at=later + DAY).warned, state_of(idle.nikolaj)) == (0, AccountState.ACTIVE)


def test_the_last_editor_is_neither_warned_nor_closed(idle):
    User.objects.filter(pk=idle.edith.pk).update(last_login=LONG_AGO)
    close_dormant(at=NOW)
    assert state_of(idle.edith) == AccountState.ACTIVE
    assert {(row.user.name, row.is_last_editor) for row in dormant_people(NOW)} == {("Nikolaj", False), ("Edith", True)}


def test_off_by_the_setting(idle, settings):
    settings.DORMANT_AFTER_DAYS = 0
    assert dormant_people(NOW) == []


def test_the_page_says_who_and_when(idle, as_, django_assert_max_num_queries):
    browser = as_("edith")
    with django_assert_max_num_queries(20):
        page = Page(browser.get("/personer/ubrugte/"))
    assert "Nikolaj" in page.text
    assert "Sendes ved næste kørsel" in page.text
    assert state_of(idle.nikolaj) == AccountState.ACTIVE, "a preview"


def test_the_command(idle, capsys):
    call_command("close_dormant", dry_run=True)
    assert "Ville varsle 1 og lukke 0." in capsys.readouterr().out
    call_command("close_dormant")
    assert "1 varslet, 0 lukket." in capsys.readouterr().out
