"""The script of the section page reads numbers as the server does."""

import re

import pytest
from django.conf import settings

from reporting.numbers import GROUPING_SPACES, NumberKind, NumberRefused, parse_number

SCRIPT = (settings.BASE_DIR / "static" / "site" / "filing" / "numbers.js").read_text(encoding="utf-8")


def is_read(text):
    try:
        return parse_number(text, NumberKind(decimals=2)) is not None
    except NumberRefused:
        return False


@pytest.mark.parametrize(
    "text",
    ["0", "1.234", "1.234.567,5", "01", "1.23", "1,5", "1234567"]
    + [f"1{first}234{second}567" for first in GROUPING_SPACES for second in GROUPING_SPACES],
)
def test_the_script_takes_the_spellings_that_the_server_takes(text):
    spelling = re.search(r"SPELLING = /(.+)/;", SCRIPT)[1]
    assert bool(re.fullmatch(spelling, text)) == is_read(text)
