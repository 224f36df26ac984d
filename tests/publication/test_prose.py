"""Prose says what the figures say, in Danish typography, and hides nothing that is missing."""

import dataclasses
from decimal import Decimal

import pytest

from reporting.consolidation.figures import Change
from reporting.publication.prose import render_line, render_prose, unknown_placeholders
from tests.publication.sample_book import sample_book


@pytest.fixture(scope="module")
def book():
    return sample_book()


def with_change(book, value, *, points=False, approximate=False):
    """The book as it would be if `companies` had changed by `value`."""
    change = None if value is None else Change(Decimal(value), points, approximate)
    figure = dataclasses.replace(book.figures["companies"], change=change)
    return dataclasses.replace(book, figures=book.figures | {"companies": figure})


def plain(html):
    """The text of `html` without tags."""
    import re

    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{companies}", "18.058"),
        ("{companies.before}", "16.545"),
        ("{companies.change}", "9\u00a0%"),
        ("{fees_share_of_clusters.change}", "2\u00a0procentpoint"),
        ("{fte_mean.change}", "ca.\u00a019\u00a0%"),
        ("{funding_total.unit}", "494,37\u00a0mio.\u00a0kr."),
        ("{companies.unit}", "18.058"),
        ("{year}", "2018"),
    ],
)
def test_a_placeholder_prints_the_figure(book, text, printed):
    assert plain(render_line(text, book)) == printed


@pytest.mark.parametrize(
    ("change", "rose", "risen", "movement", "more"),
    [
        ("9", "steg", "steget", "en stigning på 9\u00a0%", "flere"),
        ("-8", "faldt", "faldet", "et fald på 8\u00a0%", "færre"),
        ("0", "var uændret", "uændret", "på niveau med året før", "lige så mange"),
    ],
)
def test_words_of_direction_follow_the_figure(book, change, rose, risen, movement, more):
    changed = with_change(book, change)
    line = plain(render_line("{companies.rose}|{companies.risen}|{companies.movement}|{companies.more}", changed))
    assert line == "|".join((rose, risen, movement, more))


def test_an_approximate_change_says_so_also_as_movement(book):
    changed = with_change(book, "-8", approximate=True)
    assert plain(render_line("{companies.movement}", changed)) == "et fald på ca.\u00a08\u00a0%"


@pytest.mark.parametrize(
    "text", ["{nothing}", "{companies.colour}", "{clusters.change}", "{clusters.rose}", "{fees_ministries.change}"]
)
def test_what_cannot_be_filled_is_marked_not_left_out(book, text):
    assert render_line(text, book) == f'<mark class="missing">{text}</mark>'
    assert unknown_placeholders(text, book) == [text.strip("{}")]


def test_a_figure_carries_its_code(book):
    assert render_line("{companies}", book) == '<span class="figure" data-code="companies">18.058</span>'


@pytest.mark.parametrize("text", ["Vi var {companies} i alt", "{nonsense}", "*{fte_mean.unit}*"])
def test_without_a_book_braces_are_text(text):
    assert plain(render_line(text)) == plain(render_prose(text)) == text.strip("*")
    assert "mark" not in render_line(text)


def test_numbers_keep_to_their_units(book):
    line = plain(
        render_line("I alt {funding_total} mio. kr. og {fees_share_of_clusters} %, ca. 9 % af 3 mio. kr.", book)
    )
    assert line == "I alt 494,37\u00a0mio.\u00a0kr. og 61\u00a0%, ca.\u00a09\u00a0% af 3\u00a0mio.\u00a0kr."


def test_quotation_marks_are_danish(book):
    assert plain(render_line('Ordet "klynge" og "{companies}"', book)) == "Ordet »klynge« og »18.058«"


def test_headings_start_below_the_title_and_skip_no_level(book):
    html = render_prose("# A\n\n#### B\n\n# C", book)
    assert [part[:2] for part in html.split("<h")[1:]] == ["2>", "3>", "2>"]
    assert render_prose("### Guld", book, heading_level=3) == "<h3>Guld</h3>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](file:///etc/passwd)",
        "[x](javascript:alert(1))",
        "[x](file:///etc/passwd)",
        "<a href='data:text/html,x'>x</a>",
        "`<b>`",
        "    <iframe src='http://example.org'>",
    ],
)
def test_prose_carries_no_markup_of_its_own(book, text):
    html = render_prose(text, book)
    for forbidden in ("<script", "<img", "<iframe", "<b>", 'href="javascript', 'href="file', 'href="data'):
        assert forbidden not in html


def test_deep_nesting_is_bounded(book):
    assert render_prose(">" * 5000 + " dybt", book).count("<blockquote") <= 12


def test_every_placeholder_of_our_own_prose_is_known(book):
    for chapter in book.chapters:
        for text in (chapter.title, chapter.lead, chapter.body, *chapter.pulls, *chapter.notes):
            assert unknown_placeholders(text, book) == []
