"""How log lines are written: without addresses, and without the rows that PostgreSQL quotes in its errors."""

import logging
import re

_ADDRESS = re.compile(r"[\w.+'%-]+@[\w-]+(?:\.[\w-]+)+")
_QUOTED_ROW = re.compile(r"^(\s*DETAIL:).*$", re.MULTILINE)


def discreet(text) -> str:
    """The same without e-mail addresses and without quoted rows of the database."""
    return _ADDRESS.sub("[e-mail]", _QUOTED_ROW.sub(r"\1 [...]", text))


class DiscreetFormatter(logging.Formatter):
    """A formatter whose whole line, traceback included, names nobody by an address."""

    def format(self, record):
        """The line."""
        return discreet(super().format(record))
