"""The command line sends what is due, and says how it went."""

import datetime

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from clusters.models import Membership, MembershipRole
from reporting.letters.facts import REMINDED_BEFORE
from reporting.letters.queries import waiting_at
from reporting.rounds.models import Round
from reporting.workdays import working_days_until
from tests.conftest import NOW


@pytest.fixture
def invited(cast):
    """Nikolaj was invited just now."""
    return Membership.objects.create(
        user=cast.nikolaj, cluster=cast.alfa, role=MembershipRole.REPORTER, invited_at=timezone.now()
    )


def said(capsys):
    call_command("send_letters")
    return capsys.readouterr().out


def test_it_says_how_many(invited, capsys):
    assert [said(capsys), said(capsys)] == ["1 brev sendt.\n", "0 breve sendt.\n"]
    assert len(mail.outbox) == 1


def test_it_says_that_some_could_not_be_sent(invited, capsys, cast):
    cast.nikolaj.email = "nikolaj@example.dk\nBcc: alle@example.dk"
    cast.nikolaj.save()
    assert said(capsys) == "0 breve sendt, 1 kunne ikke sendes.\n"
    assert mail.outbox == []


def test_a_server_that_is_silent_is_a_sentence(invited, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError) as refusal:
        call_command("send_letters")
    assert str(refusal.value) == (
        "Mailserveren tager ikke imod breve: [Errno 111] Connection refused. De sendes, når den gør."
    )


def test_the_demonstration_begins_with_the_letter_of_one_filing_that_was_sent_back(demo):
    """Of the years before, and of the round that opened a fortnight ago, there is no news."""
    assert [(told[0].user.email, told[0].kind) for told in waiting_at(NOW)] == [
        ("sekretariat@welfare-tech.example", "returned")
    ]


def test_the_demonstration_s_deadline_is_farther_than_the_first_reminder_whenever_it_is_loaded(demo):
    """Easter and Christmas bring it nearer, in working days; the mailbox is not filled with reminders all the same."""
    allowed = Round.objects.get(year=2019).deadline_on - NOW.date()
    days = [NOW.date() + datetime.timedelta(days=passed) for passed in range(20 * 365)]
    assert min(working_days_until(day + allowed, since=day) for day in days) > max(REMINDED_BEFORE)
