"""Log lines name nobody by an address, and quote no row of the database."""

import logging

import pytest

from config.logs import DiscreetFormatter, discreet


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("550 <ida.bæk+tal@enhed.example> unknown", "550 <[e-mail]> unknown"),
        ("Error\nDETAIL:  Key (email)=(Ida) already exists.\nCONTEXT: x", "Error\nDETAIL: [...]\nCONTEXT: x"),
        ("Letter 7 was not sent", "Letter 7 was not sent"),
    ],
)
def test_what_a_line_leaves_out(text, expected):
    assert discreet(text) == expected


def test_the_formatter_reads_the_whole_line_with_its_values():
    record = logging.LogRecord("x", logging.WARNING, "", 0, "not sent to %s", ("ida@enhed.example",), None)
    assert DiscreetFormatter("{message}", style="{").format(record) == "not sent to [e-mail]"


def test_the_house_s_own_handler_uses_it(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == "config.logs.DiscreetFormatter"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"line"}
