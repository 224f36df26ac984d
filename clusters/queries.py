"""Reads about units and people."""

import re

_LETTERS = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "é": "e", "ü": "y"})


def danish_key(name):
    """Sort key for Danish names, the same on every database: æ, ø, å last and `aa` as å; case is ignored."""
    return re.sub("aa", "å", name.lower()).translate(_LETTERS)


def sorted_by_name(units):
    """Units in Danish alphabetical order."""
    return sorted(units, key=lambda unit: danish_key(unit.name))
