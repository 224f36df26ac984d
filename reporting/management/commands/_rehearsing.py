"""The worker's second pair of hands: jobs of the rehearsal."""

import logging

from reporting.management.commands._walking import Walker
from reporting.rehearsal.actions import run_waiting_jobs

_logger = logging.getLogger(__name__)


class Understudy(Walker):
    """Does the copy's jobs beside the real ones; a job cut off is taken up again by the next worker."""

    name = "rehearsal"
    every = 2  # seconds

    def __init__(self, *, worker_id, every=None):
        super().__init__(every=every)
        self._worker_id = worker_id

    def go_round(self):
        """Do what waits now; what goes wrong is logged."""
        try:
            run_waiting_jobs(worker_id=self._worker_id)
        except Exception:
            _logger.exception("Jobs of the rehearsal could not be done.")
