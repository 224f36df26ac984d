"""Run the background worker."""

import os
import socket

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reporting.publication.actions import fail_killed_build

BOOK_JOB = "reporting.publication.tasks.build_book"
# A job that had so many workers, all killed, most likely kills them (by its use of memory) and is not put back.
WORKERS_AT_MOST = 3


class Command(BaseCommand):
    """See `help`."""

    help = "Run background work (building the book). Jobs whose worker on this machine was killed are taken up again, by three workers at most."

    def add_arguments(self, parser):
        """One pass, for tests and cron."""
        parser.add_argument("--batch", action="store_true", help="do what is waiting and stop")

    def handle(self, *, batch, verbosity, **options):
        """Put orphaned jobs back or give them up, then work."""
        for job in DBTaskResult.objects.running():
            if job.worker_ids and _is_gone(job.worker_ids[-1]):
                self._take_up_or_give_up(job)
        call_command(
            "db_worker",
            batch=batch,
            worker_id=f"{_host()}:{os.getpid()}",
            interval=0.5,
            startup_delay=False,
            reload=False,
            verbosity=verbosity,
        )

    @transaction.atomic
    def _take_up_or_give_up(self, job):
        now = timezone.now()
        orphan = DBTaskResult.objects.filter(pk=job.pk, status=job.status, worker_ids=job.worker_ids)
        if len(job.worker_ids) < WORKERS_AT_MOST:
            self.stdout.write(f"Job {job.pk} tages op igen.")
            orphan.update(status="READY", started_at=None, run_after=now)
            return
        self.stdout.write(f"Job {job.pk} opgives: {len(job.worker_ids)} arbejdere er gået ned under det.")
        given_up = orphan.update(
            status="FAILED",
            finished_at=now,
            exception_class_path="builtins.RuntimeError",
            traceback=f"{len(job.worker_ids)} workers were killed while they ran this job.",
        )
        if given_up and job.task_path == BOOK_JOB:
            fail_killed_build(build_id=job.args_kwargs["args"][0], at=now)


def _is_gone(worker_id):
    """Whether the worker ran on this machine and its process is no more; other machines' are left alone."""
    host, _colon, pid = worker_id.rpartition(":")
    if host != _host() or not pid.isdecimal():
        return False
    if int(pid) == os.getpid():
        return True  # an earlier process had the number that is ours now, as in a restarted container
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _host():
    return socket.gethostname()[:40]
