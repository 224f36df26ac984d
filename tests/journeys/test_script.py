"""The section page's script, run in the browser."""

import re
from decimal import Decimal

import pytest
from django.conf import settings

from reporting.numbers import round_half_up

pytestmark = pytest.mark.browser

SCRIPT = (settings.BASE_DIR / "static" / "site" / "filing" / "numbers.js").read_text(encoding="utf-8")


def test_the_script_rounds_halves_as_the_server_does(chromium):
    numbers = ["-12.5", "12.5", "-0.5", "-99.25", "3.4", "-3.6"]
    line = re.search(r"const rounded = .+?;", SCRIPT)[0]
    page = chromium.new_page()
    rounded = page.evaluate(f"(() => {{ {line} return [{','.join(numbers)}].map(rounded) }})()")
    page.close()
    assert rounded == [int(round_half_up(Decimal(number))) for number in numbers]
    assert SCRIPT.count("Math.round(") == 1
