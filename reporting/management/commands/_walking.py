"""What the worker does beside its jobs, each in a thread of its own."""

import threading

from django.db import connections


class Walker:
    """Does something beside the jobs again and again, in a thread of its own: neither waits, and no error ends it."""

    name = ""
    every = 60  # seconds
    last = 10  # seconds that what is under way is given when the worker ends

    def __init__(self, *, every=None):
        self._every = self.every if every is None else every
        self._pause = self._every
        self._told_to_stop = threading.Event()
        self._thread = threading.Thread(target=self._walk, name=self.name, daemon=True)

    def start(self):
        """Do what is due, and again and again from then on."""
        self._thread.start()

    def stop(self):
        """Finish what is at hand and end."""
        self._told_to_stop.set()
        if self._thread.is_alive():
            self._thread.join(self.last)

    def go_round(self):
        """Do what is due now."""
        raise NotImplementedError

    def _walk(self):
        while not self._told_to_stop.is_set():
            self.go_round()
            connections.close_all()
            self._told_to_stop.wait(self._pause)
