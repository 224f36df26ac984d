"""The worker sends letters beside its jobs, and no trouble with the mail ends it."""

import threading
import time

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from clusters.models import Membership, MembershipRole
from reporting.letters.actions import MailServerSilent
from reporting.management.commands import worker
from reporting.management.commands.worker import Postman
from tests.races import PATIENCE, database_on_disk


@pytest.fixture
def invited(cast):
    """Nikolaj was invited just now."""
    return Membership.objects.create(
        user=cast.nikolaj, cluster=cast.alfa, role=MembershipRole.REPORTER, invited_at=timezone.now()
    )


def wait_until(happened):
    """Wait for something that a thread does; False when it does not come."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.01)
    return False


def threads():
    return [thread for thread in threading.enumerate() if thread.name == "letters"]


@pytest.mark.django_db(transaction=True)
def test_letters_go_out_while_the_worker_runs_and_the_thread_ends_with_it(transactional_db, tmp_path, request):
    with database_on_disk(tmp_path):
        request.getfixturevalue("invited")
        postman = Postman(every=0.01)
        postman.start()
        assert wait_until(lambda: len(mail.outbox) == 1)
        postman.stop()
        assert threads() == []
    assert mail.outbox[0].to == ["nikolaj@example.dk"]


@pytest.mark.django_db(transaction=True)
def test_an_error_is_logged_and_the_next_round_is_walked(transactional_db, tmp_path, request, monkeypatch, caplog):
    with database_on_disk(tmp_path):
        request.getfixturevalue("invited")
        rounds = []
        real = worker.send_letters

        def trouble(*, at):
            rounds.append(at)
            if len(rounds) < 3:
                raise RuntimeError("Noget gik galt")
            return real(at=at)

        monkeypatch.setattr(worker, "send_letters", trouble)
        postman = Postman(every=0.01)
        postman.start()
        assert wait_until(lambda: len(mail.outbox) == 1)
        postman.stop()
    assert caplog.text.count("RuntimeError: Noget gik galt") == 2


def test_a_silent_mail_server_is_asked_less_and_less_often(monkeypatch, caplog):
    pauses = []
    answers = iter([*[MailServerSilent("Ingen svarer")] * 6, None])

    def answer(*, at):
        pauses.append(postman._pause)
        if silence := next(answers):
            raise silence

    monkeypatch.setattr(worker, "send_letters", answer)
    postman = Postman()
    for _round in range(7):
        postman.go_round()
    assert [*pauses, postman._pause] == [60, 120, 240, 480, 900, 900, 900, 60]
    assert caplog.text.count("The mail server takes no letters: Ingen svarer") == 6
    assert "Traceback" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_one_pass_sends_what_is_due_too(invited):
    call_command("worker", batch=True, verbosity=0)
    assert [letter.to for letter in mail.outbox] == [["nikolaj@example.dk"]]
    assert threads() == []
    assert connection.is_usable()
