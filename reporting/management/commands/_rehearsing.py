"""The worker's second pair of hands: jobs of the rehearsal, in a thread of its own."""

import logging
import threading

from django.db import connections

from reporting.rehearsal.actions import run_waiting_jobs

JOBS_EVERY = 2  # seconds
LAST_JOB = 10  # seconds that a job under way is given when the worker ends; it is taken up again by the next
_logger = logging.getLogger(__name__)


class Understudy:
    """Does the copy's jobs beside the real ones: neither waits for the other, and no error ends it."""

    def __init__(self, *, worker_id, every=JOBS_EVERY):
        self._worker_id = worker_id
        self._every = every
        self._told_to_stop = threading.Event()
        self._thread = threading.Thread(target=self._walk, name="rehearsal", daemon=True)

    def start(self):
        """Do what waits, and again and again from then on."""
        self._thread.start()

    def stop(self):
        """Finish the job at hand and end."""
        self._told_to_stop.set()
        if self._thread.is_alive():
            self._thread.join(LAST_JOB)

    def go_round(self):
        """Do what waits now; what goes wrong is logged."""
        try:
            run_waiting_jobs(worker_id=self._worker_id)
        except Exception:
            _logger.exception("Jobs of the rehearsal could not be done.")

    def _walk(self):
        while not self._told_to_stop.is_set():
            self.go_round()
            connections.close_all()
            self._told_to_stop.wait(self._every)
