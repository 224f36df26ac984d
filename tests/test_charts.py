"""The ground of all charts: attributes only, words in the title, and others' numbers never larger than told."""

import re
import xml.etree.ElementTree as ElementTree

from reporting import charts


def rects(svg):
    return [float(rect.get("height")) for rect in ElementTree.fromstring(svg).findall(".//{*}rect")]


def test_columns_stand_on_zero_and_a_missing_year_is_a_dash():
    svg = charts.little_columns([50.0, None, 100.0], title="A & B")
    assert rects(svg) == [13, 26]
    assert svg.count("<path") == 1
    assert "A &amp; B" in svg


def test_nothing_but_zeros_is_drawn():
    assert len(rects(charts.little_columns([0.0, 0.0], title="x"))) == 2
    assert rects(charts.little_columns([], title="x")) == []


def test_a_spread_marks_quartiles_median_and_the_own_number():
    svg = charts.spread(10, 20, 30, 25, title="x")
    numbers = [float(number) for number in re.findall(r'cx="([\d.]+)"', svg)]
    assert 80 < numbers[0] < 120
    assert not re.search(r"\b(style|id|href|class)=", svg)


def test_a_number_far_beyond_stands_at_the_end_and_stretches_nothing():
    """The box is as large for a number three times the quartile as for one a thousand times."""
    boxes = [
        re.search(r'd="(M[\d.]+ 5H[\d.]+V15[^"]*)"', charts.spread(10, 20, 30, own, title="x"))[1]
        for own in (90, 30_000)
    ]
    assert boxes[0] == boxes[1]


def test_a_spread_of_zeros_is_drawn():
    ElementTree.fromstring(charts.spread(0, 0, 0, 0, title="x"))
