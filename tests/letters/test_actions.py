"""Letters are sent once, one a day, when it is time, and whatever goes wrong is known."""

import datetime
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from clusters import actions as people
from clusters.models import Membership, MembershipRole, NationalRole, User
from reporting.letters.actions import MailServerSilent, Post, send_letters
from reporting.letters.models import Letter, Told
from reporting.review.actions import accept, return_for_correction
from reporting.rounds.actions import open_round
from reporting.submissions.actions import start, submit
from reporting.submissions.models import Submission
from tests import builders
from tests.letters.conftest import DEADLINE, OPENS, moment

REFUSED = SMTPRecipientsRefused({"alma@example.dk": (550, b"5.1.1 Ukendt\r\n modtager")})
BUSY = SMTPRecipientsRefused({"alma@example.dk": (451, b"Proev igen")})
MINUTE = datetime.timedelta(minutes=1)


class Postbox(EmailBackend):
    """A mail server that can be out of order: `silent` takes no call, `refusals` are raised for letters to Alma."""

    silent = False
    refusals = []

    def open(self):
        """Take the call."""
        if Postbox.silent:
            raise ConnectionRefusedError("Ingen svarer")

    def send_messages(self, messages):
        """Take the letter, unless it is one that is refused."""
        if Postbox.refusals and messages[0].to == ["alma@example.dk"]:
            raise Postbox.refusals.pop(0)
        return super().send_messages(messages)


@pytest.fixture
def postbox(settings, monkeypatch):
    """The mail server of the test, in order."""
    settings.EMAIL_BACKEND = "tests.letters.test_actions.Postbox"
    monkeypatch.setattr(Postbox, "silent", False)
    monkeypatch.setattr(Postbox, "refusals", [])
    return Postbox


def invite(user, cluster, at):
    responsible = cluster.memberships.get(role=MembershipRole.MANAGER).user
    people.invite(
        cluster=cluster, email=user.email, name=user.name, role=MembershipRole.REPORTER, by=responsible, at=at
    )


def letters():
    """Who got what, as (first name, kinds, day) of every letter that went out."""
    return [
        (
            letter.user.email.split("@")[0],
            sorted(letter.told.values_list("kind", flat=True)),
            (letter.day.month, letter.day.day),
        )
        for letter in Letter.objects.exclude(sent_at=None).order_by("day", "user")
    ]


def sent(cast, collection, at):
    filing, _made = Submission.objects.get_or_create(round=collection, cluster=cast.alfa)
    if not filing.values.exists():
        builders.fill(filing, by=cast.alma)
    return submit(submission=filing, by=cast.alma, at=at, version=filing.version)


# What is told, and when


def test_a_whole_collection(cast, collection, post):
    """Asked at all times of every day: each letter on its day, each once, and nothing after the deadline."""
    start(round_=collection, cluster=cast.alfa)
    for days in range(60):
        for hour in (0, 7, 8, 11, 23):
            at = moment(1, 25, hour=hour) + datetime.timedelta(days=days)
            if at == moment(3, 10, hour=11):
                sent(cast, collection, at)
            if at == moment(3, 11, hour=11):
                filing = Submission.objects.get()
                accept(submission=filing, by=cast.rune, at=at, version=filing.version)
            post(at)
    assert letters() == [
        *((name, ["opened"], (2, 1)) for name in ("alma", "anton", "bodil")),
        *((name, ["reminder"], (2, 23)) for name in ("alma", "anton", "bodil")),
        *((name, ["reminder"], (3, 8)) for name in ("alma", "anton", "bodil")),
        *((name, ["accepted"], (3, 11)) for name in ("alma", "anton")),
        ("bodil", ["reminder"], (3, 12)),
    ]
    assert {letter.sent_at.astimezone(moment(1, 1).tzinfo).hour for letter in Letter.objects.all()} == {8, 11}


def test_the_calendar_s_letters_do_not_come_at_night(cast, collection, post):
    assert post(moment(2, 1, hour=7, minute=59)) == {}
    assert list(post(moment(2, 1, hour=8))) == ["alma", "anton", "bodil"]


def test_a_round_that_opens_on_a_day_off_is_told_on_the_first_day_at_work(cast, post):
    builders.open_small_round(
        year=2026, clusters=[cast.alfa], opens_on=datetime.date(2027, 1, 30), deadline_on=DEADLINE
    )
    assert [list(post(moment(*day))) for day in ((1, 30), (1, 31), (2, 1))] == [[], [], ["alma", "anton"]]


def test_a_decision_is_told_within_the_minute_at_any_hour(cast, collection, post):
    sent(cast, collection, moment(2, 12))
    filing = Submission.objects.get()
    at = moment(2, 15, hour=22, minute=30)
    return_for_correction(submission=filing, by=cast.rune, at=at, version=filing.version, reason="Se igen.")
    assert list(post(at)) == ["alma", "anton"]


def test_what_comes_later_the_same_day_waits_for_the_next_morning(cast, collection, post):
    post(moment(2, 1))
    sent(cast, collection, moment(2, 1, hour=10))
    filing = Submission.objects.get()
    accept(submission=filing, by=cast.rune, at=moment(2, 1, hour=11), version=filing.version)
    invite(cast.alma, cast.beta, moment(2, 1, hour=12))
    assert [post(moment(*when)) for when in ((2, 1, 11), (2, 1, 23), (2, 2, 0), (2, 2, 7))] == [{}] * 4
    post(moment(2, 2, hour=8))
    assert letters()[3:] == [
        ("alma", ["accepted", "invitation", "opened"], (2, 2)),
        ("anton", ["accepted"], (2, 2)),
    ]


def test_of_reminders_that_were_missed_only_the_latest_is_sent(cast, collection, post):
    """The worker was down from before the first reminder until the second one was due."""
    assert list(post(moment(3, 9))) == ["alma", "anton", "bodil"]
    assert set(Told.objects.values_list("kind", "key")) == {
        ("reminder", f"{collection.pk} {cluster.pk} 2027-03-15 5") for cluster in (cast.alfa, cast.beta)
    }
    assert post(moment(3, 10)) == {}


def test_nobody_is_reminded_after_the_deadline(cast, collection, post):
    assert list(post(moment(3, 15, hour=23))) == ["alma", "anton", "bodil"]
    Letter.objects.all().delete()
    assert post(moment(3, 16)) == {}


def test_a_reminder_that_falls_on_the_opening_is_left_out(cast, post):
    """A round so short that the mark of fourteen days lies before it: the opening names the deadline anyway."""
    builders.open_small_round(year=2026, clusters=[cast.alfa], opens_on=datetime.date(2027, 3, 2), deadline_on=DEADLINE)
    post(moment(3, 2))
    assert [kinds for _name, kinds, _day in letters()] == [["opened"], ["opened"]]


def test_a_deadline_that_was_moved_is_reminded_of_anew(cast, collection, post):
    assert len(post(moment(3, 8))) == 3
    later = DEADLINE + datetime.timedelta(days=8)
    open_round(
        year=2026, catalogue=collection.catalogue, opens_on=OPENS, deadline_on=later, clusters=[], at=moment(3, 8)
    )
    assert len(post(moment(3, 9))) == 3  # ten days before is after the mark of 14
    assert [len(post(moment(3, day))) for day in (15, 16)] == [0, 3]


def test_what_is_no_longer_so_is_not_told(cast, collection, post):
    sent(cast, collection, moment(2, 12))
    filing = Submission.objects.get()
    return_for_correction(submission=filing, by=cast.rune, at=moment(2, 15), version=filing.version, reason="Se igen.")
    sent_again = sent(cast, collection, moment(2, 15, hour=10))
    assert post(moment(2, 15, hour=11)) == {}
    accept(submission=sent_again, by=cast.rune, at=moment(2, 15, hour=12), version=sent_again.version)
    post(moment(2, 15, hour=13))
    assert [kinds for _name, kinds, _day in letters()] == [["accepted"], ["accepted"]]


def test_what_is_older_than_a_week_is_no_news(cast, collection, post):
    invite(cast.nikolaj, cast.alfa, moment(1, 10))
    assert post(moment(1, 17, minute=1)) == {}
    assert list(post(moment(1, 17))) == ["nikolaj"]  # negative control: exactly a week


@pytest.mark.parametrize("change", [{"is_active": False}, {"national_role": NationalRole.VIEWER}])
def test_guests_and_national_roles_get_none(change, cast, collection, post):
    User.objects.filter(email="anton@example.dk").update(**change)
    invite(cast.edith, cast.alfa, moment(2, 1))
    assert list(post(moment(2, 1))) == ["alma", "bodil"]


def test_who_is_invited_again_is_told_again(cast, post):
    invite(cast.nikolaj, cast.alfa, moment(1, 20))
    assert len(post(moment(1, 20))) == 1
    membership = Membership.objects.get(user=cast.nikolaj)
    people.invite_again(membership=membership, by=cast.alma, at=moment(1, 21))
    assert len(post(moment(1, 21))) == 1


# How it is sent


def test_a_letter_says_that_a_machine_wrote_it(cast, collection, post, settings):
    settings.SITE_URL = "https://tal.example.dk"
    letter = post(moment(2, 1))["alma"]
    row = Letter.objects.get(user=cast.alma)
    assert (letter.extra_headers, letter.from_email, letter.to) == (
        {"Auto-Submitted": "auto-generated", "Message-ID": f"<brev-{row.pk}-1801468800@tal.example.dk>"},
        settings.DEFAULT_FROM_EMAIL,
        ["alma@example.dk"],
    )
    assert "https://tal.example.dk/\n" in letter.body
    assert (row.subject, row.attempts, row.error, row.failed_at) == (letter.subject, 1, "", None)


def test_an_address_that_is_refused_is_asked_once_and_costs_the_others_nothing(cast, collection, postbox):
    postbox.refusals = [REFUSED]
    assert send_letters(at=moment(2, 1)) == Post(sent=2, failed=1)
    row = Letter.objects.get(user=cast.alma)
    assert (row.sent_at, row.failed_at is None, row.attempts, row.error) == (
        None,
        False,
        1,
        "550 5.1.1 Ukendt modtager",
    )
    assert [send_letters(at=moment(2, day)) for day in (1, 2, 3)] == [Post()] * 3


@pytest.mark.parametrize("error", [BUSY, SMTPServerDisconnected("Væk"), ValueError("Noget andet")])
def test_a_letter_that_was_not_taken_is_tried_three_times_with_growing_pauses(error, cast, collection, postbox):
    postbox.refusals = [error] * 9
    tried = [send_letters(at=moment(2, 1) + MINUTE * passed).failed for passed in range(180)]
    assert [minute for minute, failed in enumerate(tried) if failed] == [0, 6, 67]  # its pause is over a bit later
    row = Letter.objects.get(user=cast.alma)
    assert (row.attempts, row.sent_at, row.failed_at is None) == (3, None, False)
    assert row.error in ("451 Proev igen", "Væk", "Noget andet")
    assert len(mail.outbox) == 2


def test_a_letter_that_is_taken_at_the_second_try_is_the_same_letter(cast, collection, postbox):
    postbox.refusals = [BUSY]
    send_letters(at=moment(2, 1))
    before = Letter.objects.get(user=cast.alma)
    assert before.error == "451 Proev igen"
    assert send_letters(at=moment(2, 1, minute=10)) == Post(sent=1)
    after = Letter.objects.get(user=cast.alma)
    assert (after.pk, after.attempts, after.error) == (before.pk, 2, "")
    assert Letter.objects.count() == 3


def test_a_worker_that_was_killed_with_a_letter_in_its_hand_leaves_it_to_the_next(cast, collection, monkeypatch):
    """The letter is known of, and whether it went out is not: it is sent, once more, as the same letter."""

    def killed(*args, **outcome):
        raise KeyboardInterrupt

    monkeypatch.setattr("reporting.letters.actions._mark", killed)
    with pytest.raises(KeyboardInterrupt):
        send_letters(at=moment(2, 1))
    monkeypatch.undo()
    assert [send_letters(at=moment(2, 1, minute=minute)) for minute in (1, 2)] == [Post(sent=2), Post()]
    assert send_letters(at=moment(2, 1, minute=10)) == Post(sent=1)
    assert [letter.to[0] for letter in mail.outbox].count("alma@example.dk") == 2
    twins = [letter.extra_headers["Message-ID"] for letter in mail.outbox if letter.to == ["alma@example.dk"]]
    assert twins[0] == twins[1]


def test_a_letter_that_kills_every_worker_is_given_up(cast, collection):
    send_letters(at=moment(2, 1))
    Letter.objects.filter(user=cast.alma).update(attempts=3, sent_at=None)
    assert send_letters(at=moment(2, 1, hour=9, minute=30)) == Post()
    assert Letter.objects.get(user=cast.alma).failed_at is None
    send_letters(at=moment(2, 1, hour=11))
    assert Letter.objects.get(user=cast.alma).error == "Afsendelsen blev afbrudt hver gang."


def test_a_letter_tried_again_the_next_day_is_that_day_s_letter(cast, collection, postbox):
    postbox.refusals = [BUSY]
    send_letters(at=moment(2, 1, hour=23, minute=58))
    invite(cast.alma, cast.beta, moment(2, 1, hour=23, minute=59))
    assert send_letters(at=moment(2, 2, hour=8)) == Post(sent=1)
    assert send_letters(at=moment(2, 2, hour=9)) == Post()
    assert [entry for entry in letters() if entry[0] == "alma"] == [("alma", ["opened"], (2, 2))]
    assert send_letters(at=moment(2, 3, hour=9)).sent == 1


def test_a_letter_that_has_nothing_to_say_any_more_is_given_up(cast, collection, postbox):
    postbox.refusals = [BUSY]
    send_letters(at=moment(2, 1))
    sent(cast, collection, moment(2, 1, minute=1))
    send_letters(at=moment(2, 1, minute=20))
    assert Letter.objects.get(user=cast.alma).error == "Ikke længere aktuelt."
    assert "alma@example.dk" not in [letter.to[0] for letter in mail.outbox]


def test_an_outage_of_the_mail_server_costs_nobody_a_letter(cast, collection, postbox):
    postbox.silent = True
    for hour in range(8, 20):
        with pytest.raises(MailServerSilent, match="Ingen svarer"):
            send_letters(at=moment(2, 1, hour=hour))
    assert (Letter.objects.count(), Told.objects.count()) == (0, 0)
    postbox.silent = False
    assert send_letters(at=moment(2, 1, hour=20)) == Post(sent=3)


def test_when_there_is_nothing_to_tell_the_mail_server_is_not_asked(cast, postbox):
    postbox.silent = True
    assert send_letters(at=moment(2, 1)) == Post()


def test_looking_for_letters_takes_a_number_of_queries_that_does_not_grow(
    cast, collection, post, django_assert_num_queries
):
    post(moment(2, 1))
    with django_assert_num_queries(11):
        assert post(moment(2, 2)) == {}
    invite(cast.nikolaj, cast.alfa, moment(1, 1))
    builders.open_small_round(year=2027, clusters=[cast.alfa, cast.beta], opens_on=OPENS, deadline_on=DEADLINE)
    post(moment(2, 3))
    assert Letter.objects.count() == 7
    with django_assert_num_queries(11):
        assert post(moment(2, 4)) == {}
