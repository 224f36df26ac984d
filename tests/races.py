"""What tests of races need: people who act at the same moment, on a database as the house runs it."""

import sqlite3
import threading
from contextlib import contextmanager

from django.db import connection

PATIENCE = 30  # seconds


def at_once(*acts):
    """Run each act in a thread of its own, all let go at the same moment; give what each returned or raised."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            connection.ensure_connection()
            gate.wait(timeout=PATIENCE)
            outcomes[place] = act()
        except Exception as error:  # the test judges it
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@contextmanager
def database_on_disk(folder):
    """Let the tests' SQLite lie in a file for a while, as the house's does; PostgreSQL is as it is.

    In memory all connections share one cache, where who meets a lock fails at once and does not wait.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    path = folder / "race.sqlite3"
    copy = sqlite3.connect(path)
    in_memory.backup(copy)
    copy.close()
    connection.connection = None
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.connection = in_memory
