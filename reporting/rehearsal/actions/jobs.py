"""Background work of the copy: its own queue, taken by the same worker, inside the copy."""

from contextlib import contextmanager

from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from reporting import sealing
from reporting.rehearsal.actions.life import throw_away_remains, throw_away_when_old
from reporting.rehearsal.models import Rehearsal
from reporting.rehearsal.queries import program_mark


@contextmanager
def in_the_copy():
    """Work inside the copy that can be entered; gives None, and stays outside, where there is none."""
    rehearsal = Rehearsal.objects.ready().filter(program=program_mark()).first()
    if rehearsal is None:
        yield None
        return
    with sealing.inside(rehearsal.copy) as copy:
        yield copy


def run_waiting_jobs(*, worker_id):
    """Run what waits in the copy's queue; a copy that is too old, and what is left of others, is removed."""
    throw_away_when_old(at=timezone.now())
    throw_away_remains()
    with in_the_copy() as copy:
        if copy is None or not DBTaskResult.objects.ready().exists():
            return
        Worker(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        ).run()
