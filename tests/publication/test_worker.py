"""The worker takes up what a killed worker on this machine left behind, and nothing else."""

import os
import socket
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reporting.publication.actions import begin_report, request_build
from reporting.publication.models import BookBuild, BuildState
from reporting.publication.tasks import build_book
from tests import builders


@pytest.fixture
def job(db):
    """A job that is being run, by whom the test says; it is about a build that does not exist, and so fails."""

    def run_by(*worker_ids, build_id=0):
        result = build_book.enqueue(build_id)
        DBTaskResult.objects.filter(pk=result.id).update(
            status="RUNNING", worker_ids=worker_ids, started_at=timezone.now()
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


@pytest.mark.django_db(transaction=True)
def test_a_job_that_killed_two_workers_is_tried_once_more(job):
    dead = _here(_dead_process())
    orphan = job(dead, dead)
    call_command("worker", batch=True, verbosity=0)
    orphan.refresh_from_db()
    assert (orphan.status, len(orphan.worker_ids)) == ("FAILED", 3)
    assert "DoesNotExist" in orphan.exception_class_path  # it was run: the build it names does not exist


@pytest.fixture
def asked(cast, round_):
    """A build of the book that is being built."""
    report = begin_report(round_=round_)
    build = request_build(report=report, by=cast.edith, at=timezone.now())
    BookBuild.objects.filter(pk=build.pk).update(state=BuildState.BUILDING)
    return build


@pytest.mark.django_db(transaction=True)
def test_a_job_that_killed_three_workers_is_given_up_with_its_build(job, asked, cast, round_, client, capsys):
    builders.filing_at("accepted", round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    dead = _here(_dead_process())
    orphan = job(dead, dead, dead, build_id=asked.pk)
    call_command("worker", batch=True, verbosity=0)
    orphan.refresh_from_db()
    asked.refresh_from_db()
    assert (orphan.status, orphan.worker_ids) == ("FAILED", [dead] * 3)
    assert orphan.finished_at
    assert orphan.task_result.errors[0].exception_class is RuntimeError
    assert asked.state == BuildState.FAILED
    assert capsys.readouterr().out == f"Job {orphan.pk} opgives: 3 arbejdere er gået ned under det.\n"
    client.force_login(cast.edith)
    page = client.get(reverse("book", args=[round_.year])).text
    assert "Bogen kunne ikke bygges: serveren gik ned hver gang, den prøvede. Kontakt driften." in page
    assert f'action="{reverse("build_book", args=[round_.year])}"' in page


@pytest.mark.django_db(transaction=True)
def test_giving_up_a_job_leaves_a_finished_build_alone(job, asked):
    dead = _here(_dead_process())
    BookBuild.objects.update(state=BuildState.FAILED, error="Opgivet.")
    job(dead, dead, dead, build_id=asked.pk)
    call_command("worker", batch=True, verbosity=0)
    asked.refresh_from_db()
    assert (asked.state, asked.error) == (BuildState.FAILED, "Opgivet.")
