"""The sealed copy: whether a thread works in it, and what keeps it sealed: its own database, files and no mail.

While `inside(copy)` lasts, the thread's `default` database is the copy's. What is read and written goes there by
whatever way it asks, because every way goes through that name. Nothing here knows what is being copied or why.
"""

import copy as python_copy
import os
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.module_loading import import_string

PREFIX = "proeve/"  # below this address the copy is shown
_SCHEMA = "rehearsal_"


@dataclass(frozen=True)
class Copy:
    """One copy: its number, which no other ever has, and the year that is rehearsed in it."""

    number: int
    year: int

    @property
    def folder(self) -> Path:
        """Where its files lie, and its database with SQLite."""
        return Path(settings.REHEARSAL_DIR) / str(self.number)

    @property
    def schema(self) -> str:
        """The name of its schema with PostgreSQL."""
        return f"{_SCHEMA}{self.number}"

    @property
    def database_file(self) -> Path:
        """Its database with SQLite."""
        return self.folder / "copy.sqlite3"


_here: ContextVar[Copy | None] = ContextVar("sealed_copy", default=None)


def current() -> Copy | None:
    """The copy that this thread works in; None in the real house."""
    return _here.get()


def connection_to(copy, *, real):
    """A new connection to the copy's database, not opened yet, with the settings of the `real` one.

    It is nobody's but the caller's: not of the pool, and not kept after it was closed.
    """
    wanted = python_copy.deepcopy({**real.settings_dict, "OPTIONS": {}})
    options = dict(real.settings_dict["OPTIONS"])
    options.pop("pool", None)
    if real.vendor == "sqlite":
        # Opened only where it is: a copy that was thrown away does not come back as an empty file.
        wanted["NAME"] = f"{copy.database_file.absolute().as_uri()}?mode=rw"
    else:
        # The copy's schema alone, so that no table of the real house is found by its bare name.
        options["options"] = f"{options.get('options', '')} -c search_path={copy.schema}".strip()
    wanted |= {"OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "ATOMIC_REQUESTS": False}
    return load_backend(wanted["ENGINE"]).DatabaseWrapper(wanted, DEFAULT_DB_ALIAS)


@contextmanager
def inside(copy):
    """Work in the copy: this thread's database, files and mail are the copy's until the block is left."""
    real = connections[DEFAULT_DB_ALIAS]
    sealed = connection_to(copy, real=real)
    token = _here.set(copy)
    connections[DEFAULT_DB_ALIAS] = sealed
    try:
        yield copy
    finally:
        connections[DEFAULT_DB_ALIAS] = real
        _here.reset(token)
        sealed.close()


@contextmanager
def addresses_below_prefix():
    """Let reverse() give addresses of the copy until the block is left."""
    real = get_script_prefix()
    set_script_prefix(f"{real}{PREFIX}")
    try:
        yield
    finally:
        set_script_prefix(real)


@contextmanager
def real_addresses():
    """Let reverse() give addresses of the real house until the block is left, also below the copy's prefix."""
    here = get_script_prefix()
    set_script_prefix(here.removesuffix(PREFIX))
    try:
        yield
    finally:
        set_script_prefix(here)


def real_address(name, *args) -> str:
    """The address of a page of the real house, wherever it is asked."""
    with real_addresses():
        return reverse(name, args=args)


class HouseStorage(FileSystemStorage):
    """Files of the house. In the copy they are written to and deleted from its own folder; what is not there is read
    from the real house.
    """

    @property
    def location(self):
        """The folder that names are relative to."""
        copy = current()
        return os.path.abspath(copy.folder / "media" if copy else self.base_location)

    def _open(self, name, mode="rb"):
        if self._is_read_from_outside(name) and mode == "rb":
            return self._outside._open(name, mode)
        return super()._open(name, mode)

    def exists(self, name):
        """Whether there is such a file, here or in the real house behind."""
        return super().exists(name) or self._is_read_from_outside(name)

    def size(self, name):
        """Bytes of the file that would be read."""
        return self._outside.size(name) if self._is_read_from_outside(name) else super().size(name)

    @property
    def _outside(self):
        return FileSystemStorage(location=self.base_location)

    def _is_read_from_outside(self, name):
        return current() is not None and not os.path.lexists(self.path(name)) and self._outside.exists(name)


class HouseMail(BaseEmailBackend):
    """Hands letters to MAIL_TRANSPORT. In the copy they go nowhere."""

    def __init__(self, fail_silently=False, **options):
        super().__init__(fail_silently=fail_silently)
        self._transport = import_string(settings.MAIL_TRANSPORT)(fail_silently=fail_silently, **options)

    def open(self):
        """Open the transport; in the copy there is nothing to open."""
        return None if current() else self._transport.open()

    def close(self):
        """Close the transport."""
        return self._transport.close()

    def send_messages(self, email_messages):
        """Send them; in the copy none is sent, and nobody is told that one was."""
        return 0 if current() else self._transport.send_messages(email_messages)
