"""Run the background worker."""

import logging
import os
import socket

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reporting.letters.actions import MailServerSilent, send_letters
from reporting.management.commands._rehearsing import Understudy
from reporting.management.commands._walking import Walker
from reporting.privacy.actions import apply_erasures, daily
from reporting.publication.actions import fail_killed_build
from reporting.rehearsal.actions import in_the_copy
from reporting.rounds.models import Round
from reporting.submissions.actions import refresh_standings

BOOK_JOB = "reporting.publication.tasks.build_book"
# A job that had so many workers, all killed, most likely kills them (by its use of memory) and is not put back.
WORKERS_AT_MOST = 3
LETTERS_EVERY = 60  # seconds
LONGEST_SILENCE = 900  # seconds between two tries of a mail server that does not answer
STANDINGS_EVERY = 60  # seconds
STANDINGS_AT_ONCE = 80  # filings, some two seconds of work
TIDIED_EVERY = 600  # seconds
BREATH = 5  # seconds between two such rounds while there are more
LAST_LETTER = 25  # seconds that a letter under way is given when the worker ends
_logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """See `help`."""

    help = "Run background work: build books, and every minute send letters and compute how filings stand. Jobs whose worker on this machine was killed are taken up again, by three workers at most."

    def add_arguments(self, parser):
        """One pass, for tests and cron."""
        parser.add_argument("--batch", action="store_true", help="do what is waiting and stop")

    def handle(self, *, batch, verbosity, **options):
        """Put orphaned jobs back or give them up, then work."""
        self._look_after_orphans()
        try:
            with in_the_copy() as copy:
                if copy:
                    self._look_after_orphans()
        except DatabaseError:  # thrown away at this moment, or left out of the backup that was restored
            _logger.exception("The jobs of the rehearsal could not be read.")
        understudy = Understudy(worker_id=f"{_host()}:{os.getpid()}")
        walkers = [Postman(), Clerk(), Caretaker()]
        if batch:
            for walker in walkers:
                walker.go_round()
        else:
            walkers.append(understudy)
            for walker in walkers:
                walker.start()
        try:
            call_command(
                "db_worker",
                batch=batch,
                worker_id=f"{_host()}:{os.getpid()}",
                interval=0.5,
                startup_delay=False,
                reload=False,
                verbosity=verbosity,
            )
            if batch:
                understudy.go_round()  # after the real jobs, of which one may make the copy
        finally:
            for walker in walkers:
                walker.stop()

    def _look_after_orphans(self):
        for job in DBTaskResult.objects.running():
            if job.worker_ids and _is_gone(job.worker_ids[-1]):
                self._take_up_or_give_up(job)

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


class Postman(Walker):
    """Sends letters."""

    name = "letters"
    every = LETTERS_EVERY
    last = LAST_LETTER

    def go_round(self):
        """Send what is due now; what goes wrong is logged, and a mail server that is silent is asked less often."""
        try:
            send_letters(at=timezone.now())
        except MailServerSilent as silence:
            self._pause = min(2 * self._pause, LONGEST_SILENCE)
            _logger.warning("The mail server takes no letters: %s", silence)
            return
        except Exception:
            _logger.exception("Letters could not be sent.")
        self._pause = self._every


class Clerk(Walker):
    """Computes anew how filings stand that were changed, the latest round first."""

    name = "standings"
    every = STANDINGS_EVERY

    def go_round(self):
        """Compute some; what goes wrong is logged. While there are more the next are soon taken up."""
        self._pause = self._every
        try:
            for round_ in Round.objects.order_by("-year"):
                if refresh_standings(round_=round_, at=timezone.now(), limit=STANDINGS_AT_ONCE):
                    self._pause = min(self._every, BREATH)
                    return
        except Exception:
            _logger.exception("How filings stand could not be computed.")


class Caretaker(Walker):
    """Once a day warns and closes unused log-ins and deletes what is too old; whoever was erased is so in the copy too."""

    name = "caretaker"
    every = TIDIED_EVERY

    def go_round(self):
        """Do what is due; what goes wrong is logged and tried again."""
        try:
            daily(at=timezone.now())
            with in_the_copy() as copy:
                if copy:
                    apply_erasures(at=timezone.now())
        except Exception:
            _logger.exception("The tidying up failed.")


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
