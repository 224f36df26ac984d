"""Charts say their data in words, clash with nothing, and draw what they are given."""

import dataclasses
import re
import xml.etree.ElementTree as ElementTree
from decimal import Decimal

import pytest

from reporting.publication import charts, signs
from reporting.publication.contents import Country, Slice
from reporting.publication.layouts import CATEGORIES, COLLABORATION_COLOURS, PARTNERS
from tests.publication.sample_book import sample_book, sample_figures

BOOK = sample_book()
FIGURES = sample_figures()
ALL = {
    "donut": charts.donut(BOOK.funding, title="Kilder"),
    "hub": charts.hub("Klynger", PARTNERS, title="Partnere"),
    "bars": charts.ranked_bars(BOOK.countries, title="Lande", colour="#1d4e9e"),
    "parts": charts.parted_bar(BOOK.collaborations, title="Typer", colours=COLLABORATION_COLOURS),
    "columns": charts.columns(FIGURES["companies"]),
    "sparkline": charts.sparkline(FIGURES["companies"]),
    "illustration": signs.illustration("projects", "x", title="Mønster & farve"),
} | {code: signs.sign(code, "#ffffff", title=code, ground="#000000") for code in CATEGORIES}


def title_of(svg):
    return ElementTree.fromstring(svg).find("{*}title").text


@pytest.mark.parametrize("name", ALL)
def test_a_drawing_is_well_formed_and_carries_attributes_only(name):
    ElementTree.fromstring(ALL[name])
    assert title_of(ALL[name])
    assert not re.search(r"\b(style|id|href|class)=", ALL[name])


def test_the_donut_says_amounts_and_shares():
    said = title_of(ALL["donut"])
    assert "Staten 185,57 mio. kr., 37\u00a0%" in said
    assert "Andre 18,31 mio. kr., 4\u00a0%" in said


def test_one_slice_that_is_everything_is_still_drawn_and_none_is_an_empty_ring():
    whole = Slice("a", "Alt", Decimal(5), "5,00", "mio. kr.", 100)
    assert charts.donut([whole], title="x").count("<path") == 1
    assert charts.donut([dataclasses.replace(whole, amount=Decimal(0))], title="x").count("<path") == 0
    assert "<circle" in charts.donut([], title="x")


def test_bars_start_at_zero_and_names_are_escaped():
    svg = charts.ranked_bars([Country("XX", "A & <B>", 50), Country("YY", "C", 25)], title="x", colour="#000000")
    widths = [float(rect.get("width")) for rect in ElementTree.fromstring(svg).findall(".//{*}rect")]
    assert widths[0] == 2 * widths[1]
    assert "A &amp; &lt;B&gt;" in svg


def test_a_sparkline_leaves_out_years_without_a_value():
    figure = FIGURES["funding_regions"]
    assert [point.value is None for point in figure.series] == [True, True, True, False, False]
    svg = charts.sparkline(figure)
    assert title_of(svg) == "Udvikling: 2014: –; 2015: –; 2016: –; 2017: 74,19; 2018: 87,65"
    assert svg.count("L") == 1


def test_illustrations_are_the_same_for_the_same_story_and_differ_between_stories():
    one = signs.illustration("matchmaking", "DAMRC", title="x")
    assert one == signs.illustration("matchmaking", "DAMRC", title="x")
    assert one != signs.illustration("matchmaking", "Biopeople", title="x")
    assert signs.illustration("unknown", "x", title="x")


def test_the_legend_has_the_colours_of_the_ring(settings):
    css = (settings.BASE_DIR / "static" / "report" / "chapters.css").read_text(encoding="utf-8")
    assert re.findall(r"\.c\d \{ background: (#\w+); \}", css) == charts.palette(9)
    tokens = (settings.BASE_DIR / "static" / "report" / "tokens.css").read_text(encoding="utf-8")
    for code, colour in signs.COLOURS.items():
        assert f"--{code}: {colour};" in tokens
