"""What is too old goes, what is not stays, and the page says both before it happens."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from clusters.actions import close_account, create_user
from clusters.models import AccountState, LogEntry, User
from reporting.letters.models import Letter
from reporting.privacy.actions import apply_retention, daily
from reporting.privacy.models import RetentionRun
from reporting.privacy.queries import due_at
from reporting.submissions.actions import NoteEntry, make_link, note_presence, save_note, start
from reporting.submissions.models import Presence, ReportedValue, SectionLink
from reporting.workbooks.actions import receive
from reporting.workbooks.models import WorkbookUpload
from tests import builders
from tests.pages import Page

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def old_and_new(cast, round_):
    """Of each kind one row just too old and one just not."""
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma)
    for age, person in ((91, cast.alma), (89, cast.anton)):
        note_presence(submission=filing, user=person, section="financing", at=NOW - age * DAY)
        receive(submission=filing, name="bog.xlsx", data=b"", by=person, at=NOW - age * DAY)
    for age, name in ((1900, "Gerda"), (1700, "Grete")):
        make_link(submission=filing, section="financing", name=name, days=7, by=cast.alma, at=NOW - age * DAY)
    for age in (731, 729):
        at = NOW - age * DAY
        Letter.objects.create(user=cast.alma, day=at.date(), subject="Brev", claimed_at=at, tried_at=at, sent_at=at)
    for age in (1, -1):
        Session.objects.create(session_key=f"s{age}", session_data="", expire_date=NOW - age * DAY)
    for age in (1096, 1094):
        user = create_user(email=f"lukket{age}@example.dk", name=f"Lukket Person {age}")
        close_account(user=user, by=cast.edith, at=NOW - age * DAY)
    return filing


def test_of_each_kind_only_what_is_too_old_goes(cast, round_):
    filing = old_and_new(cast, round_)
    answers = ReportedValue.objects.count()
    expected = {"sessions": 1, "presence": 1, "uploads": 1, "letters": 1, "links": 1, "accounts": 1}
    assert {due.period.key: due.count for due in due_at(NOW) if due.count} == expected
    assert apply_retention(at=NOW).counts == expected
    assert (Presence.objects.count(), WorkbookUpload.objects.count(), Letter.objects.count()) == (1, 1, 1)
    assert SectionLink.objects.get().guest.name == "Grete"
    assert not User.objects.filter(name="Gerda").exists()
    assert User.objects.get(email="lukket1094@example.dk").state == AccountState.CLOSED
    assert not User.objects.filter(email="lukket1096@example.dk").exists()
    assert filing.values.count() == answers
    assert apply_retention(at=NOW).counts == {}


def test_a_closed_account_that_is_named_somewhere_waits_for_an_editor(cast, round_, as_):
    filing = old_and_new(cast, round_)
    indicator = filing.round.catalogue.sections.first().indicators.first()
    note = NoteEntry(indicator.code, "Lukket Person 1096 ved det.")
    save_note(submission=filing, indicator=indicator, entry=note, by=cast.alma, at=NOW)
    assert "accounts" not in apply_retention(at=NOW).counts
    waiting = User.objects.get(email="lukket1096@example.dk")
    User.objects.filter(pk=waiting.pk).update(closed_at=timezone.now() - 2000 * DAY)
    assert reverse("person_erase", args=[waiting.pk]) in Page(as_("edith").get(reverse("retention"))).links


def test_zero_keeps_for_good(cast, round_, settings):
    old_and_new(cast, round_)
    settings.RETENTION_DAYS = dict.fromkeys(settings.RETENTION_DAYS, 0)
    assert apply_retention(at=NOW).counts == {"sessions": 1}


def test_the_dry_run_says_and_does_nothing(cast, round_, capsys):
    old_and_new(cast, round_)
    before = Presence.objects.count()
    call_command("apply_retention", dry_run=True)
    assert "presence (90 dage)" in capsys.readouterr().out
    assert (Presence.objects.count(), RetentionRun.objects.count()) == (before, 0)


def test_the_page_says_what_and_when_in_few_queries(cast, as_, django_assert_max_num_queries):
    browser = as_("edith")
    assert "Det har ikke kørt endnu." in Page(browser.get(reverse("retention"))).text
    apply_retention(at=timezone.now())
    with django_assert_max_num_queries(20):
        page = Page(browser.get(reverse("retention")))
    assert "Sidst kørt" in page.text
    assert "Loggen over handlinger" in page.text


def test_the_worker_s_day_is_done_once(cast):
    daily(at=NOW)
    daily(at=NOW + datetime.timedelta(hours=3))
    assert RetentionRun.objects.count() == 1
    daily(at=NOW + DAY)
    assert RetentionRun.objects.count() == 2
    assert not LogEntry.objects.filter(act="retention").exists(), "nothing was deleted, so nothing is logged"
