"""Letters of the small house, at any moment of its calendar."""

import datetime

import pytest
from django.core import mail

from reporting.letters.actions import send_letters
from tests import builders

OPENS = datetime.date(2027, 2, 1)  # a Monday
DEADLINE = datetime.date(2027, 3, 15)  # a Monday; the reminders are due on 23 February, 8 and 12 March


def moment(month, day, hour=9, minute=0):
    """A moment of 2027 by the clock in Copenhagen, in winter time."""
    return datetime.datetime(2027, month, day, hour, minute, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))


@pytest.fixture
def collection(cast):
    """The round of 2026, of Alfa and Beta, that opens on the first of February."""
    return builders.open_small_round(year=2026, clusters=[cast.alfa, cast.beta], opens_on=OPENS, deadline_on=DEADLINE)


@pytest.fixture
def post():
    """Send what is due at a moment; gives the letters that went out, as (first name of the receiver, text)."""

    def send(at):
        before = len(mail.outbox)
        send_letters(at=at)
        return {letter.to[0].split("@")[0]: letter for letter in mail.outbox[before:]}

    return send
