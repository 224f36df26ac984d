"""Two workers at the same moment send one letter between them, the first time and when it is tried again."""

import threading

import pytest
from django.core import mail

from reporting.letters import actions
from reporting.letters.actions import Post, send_letters
from reporting.letters.models import Letter, Told
from tests.letters.conftest import moment
from tests.races import PATIENCE, at_once, database_on_disk

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20


@pytest.fixture(autouse=True)
def _on_disk(transactional_db, tmp_path):
    with database_on_disk(tmp_path):
        yield


def everybody():
    """Who got letters, in order; the box is empty afterwards."""
    names = sorted(letter.to[0].split("@")[0] for letter in mail.outbox)
    mail.outbox.clear()
    return names


def workers(count, at):
    return at_once(*[lambda: send_letters(at=at)] * count)


def test_three_workers_at_once_send_one_letter_to_each_person(cast, collection):
    for _round in range(ROUNDS):
        posts = workers(3, moment(2, 1))
        assert everybody() == ["alma", "anton", "bodil"]
        assert (sum(post.sent for post in posts), sum(post.failed for post in posts)) == (3, 0)
        assert (Letter.objects.exclude(sent_at=None).count(), Told.objects.count()) == (3, 3)
        Letter.objects.all().delete()


def test_two_workers_who_do_not_claim_the_letter_first_both_send_it(cast, collection, monkeypatch):
    """Negative control: both look, see that nobody was told, and send."""
    both_have_looked = threading.Barrier(2)

    def naive(facts, at):
        both_have_looked.wait(timeout=PATIENCE)
        return Letter(user=facts[0].user, claimed_at=at, tried_at=at)

    monkeypatch.setattr(actions, "_claim", naive)
    assert workers(2, moment(2, 1)) == [Post(sent=3)] * 2
    assert everybody() == ["alma", "alma", "anton", "anton", "bodil", "bodil"]


def test_two_workers_at_once_try_a_letter_again_once(cast, collection):
    send_letters(at=moment(2, 1))
    everybody()
    for _round in range(ROUNDS):
        Letter.objects.update(sent_at=None, attempts=1, tried_at=moment(2, 1))
        posts = workers(2, moment(2, 1, minute=10))
        assert everybody() == ["alma", "anton", "bodil"]
        assert sum(post.sent for post in posts) == 3
        assert set(Letter.objects.values_list("attempts", flat=True)) == {2}
