"""The worker takes up what a killed worker on this machine left behind, and nothing else."""

import os
import socket
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reporting.publication.tasks import build_book


@pytest.fixture
def job(db):
    """A job that is being run, by whom the test says; it is about a build that does not exist, and so fails."""

    def run_by(worker_id):
        result = build_book.enqueue(0)
        DBTaskResult.objects.filter(pk=result.id).update(
            status="RUNNING", worker_ids=[worker_id], started_at=timezone.now()
        )
        return DBTaskResult.objects.get(pk=result.id)

    return run_by


def _dead_process():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    return gone.pid


def _here(pid):
    return f"{socket.gethostname()[:40]}:{pid}"


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_dead_worker_is_taken_up_again(job):
    orphan = job(_here(_dead_process()))
    call_command("worker", batch=True, verbosity=0)
    orphan.refresh_from_db()
    assert orphan.status == "FAILED"  # it was run: the build it names does not exist
    assert orphan.worker_ids[-1] == _here(os.getpid())


@pytest.mark.parametrize("whose", ["another machine's", "a living one's", "a stranger's"])
@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_worker_that_may_be_alive_is_left_alone(job, whose):
    worker_id = {
        "another machine's": f"anden-maskine:{_dead_process()}",
        "a living one's": _here(os.getppid()),
        "a stranger's": "uden nummer",
    }[whose]
    running = job(worker_id)
    call_command("worker", batch=True, verbosity=0)
    running.refresh_from_db()
    assert (running.status, running.worker_ids) == ("RUNNING", [worker_id])
