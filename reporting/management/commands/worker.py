"""Run the background worker."""

import os
import socket

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


class Command(BaseCommand):
    """See `help`."""

    help = "Run background work (building the book). Jobs whose worker on this machine was killed are taken up again."

    def add_arguments(self, parser):
        """One pass, for tests and cron."""
        parser.add_argument("--batch", action="store_true", help="do what is waiting and stop")

    def handle(self, *, batch, verbosity, **options):
        """Put orphaned jobs back, then work."""
        for job in DBTaskResult.objects.running():
            if job.worker_ids and _is_gone(job.worker_ids[-1]):
                self.stdout.write(f"Job {job.pk} tages op igen.")
                DBTaskResult.objects.filter(pk=job.pk, status=job.status, worker_ids=job.worker_ids).update(
                    status="READY", started_at=None, run_after=timezone.now()
                )
        call_command(
            "db_worker",
            batch=batch,
            worker_id=f"{_host()}:{os.getpid()}",
            interval=0.5,
            startup_delay=False,
            reload=False,
            verbosity=verbosity,
        )


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
