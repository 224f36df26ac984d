"""The desk's drawings say in words what they show, and draw nothing outside their frame."""

import re

import pytest

from reporting.review.charts import EARLIEST, LATEST, coverage_bar, development_chart
from reporting.review.queries import Development

THIS = Development(2019, ((-20, 1), (-3, 6), (2, 9)), 10)
BEFORE = Development(2018, ((-90, 2), (-1, 20), (70, 38)), 38)


def test_the_bar_is_as_wide_as_the_roster():
    bar = coverage_bar(
        {"accepted": 1, "submitted": 2, "returned": 0, "draft": 0, "missing": 1}, title="3 af 4 har indsendt."
    )
    assert re.findall(r'<rect x="([\d.]+)"', bar) == ["0", "160", "480"]
    assert "<title>3 af 4 har indsendt.</title>" in bar
    assert "<rect" not in coverage_bar(
        dict.fromkeys(("accepted", "submitted", "returned", "draft", "missing"), 0), title=""
    )


def test_the_development_says_how_many_had_sent_at_the_same_time_a_year_before():
    chart = development_chart([THIS, BEFORE], today=-2)
    assert "<title>6 af 10 har sendt mindst én gang. Året før var det 2 af 38 på samme tid.</title>" in chart
    assert ">2019<" in chart
    assert ">2018<" in chart


@pytest.mark.parametrize("today", [-400, EARLIEST, -2, 0, 3, LATEST, 4000])
@pytest.mark.parametrize(
    "rows", [[THIS, BEFORE], [THIS], [Development(2019, (), 0)], [Development(2019, (), 5), BEFORE]]
)
def test_nothing_is_drawn_outside(rows, today):
    chart = development_chart(rows, today=today)
    _zero, _zero, width, height = map(int, re.search(r'viewBox="(\d+) (\d+) (\d+) (\d+)"', chart).groups())
    for path in re.findall(r' d="([^"]+)"', chart):
        for command, first, second in re.findall(r"([MHV])(-?[\d.]+)(?: (-?[\d.]+))?", path):
            for number, limit in ((first, height if command == "V" else width), (second or "0", height)):
                assert 0 <= float(number) <= limit
