"""A break in the printed book: the line, the letter, the note, the parted charts, and no percentage across it."""

import dataclasses

import pytest
from django.utils.html import strip_tags

from reporting.consolidation.figures import BROKEN, Break
from reporting.publication import charts
from reporting.publication.prose import render_prose, unknown_placeholders, why_unfilled
from reporting.publication.typesetting import typeset
from tests.publication.sample_book import sample_book
from tests.publication.test_typesetting import Printed, chapters, squeezed

NOTE = "tallene før stregen kan ikke sammenlignes med tallene efter."
COMPANIES = Break(
    2018,
    label_da="Deltagende virksomheder",
    before_da="Hver virksomhed tælles én gang.",
    after_da="Kun virksomheder med <b>CVR-nummer</b> & dansk adresse.",
)
STATE = Break(
    2016,
    label_da="Staten",
    before_da="Tilskud fra staten.",
    after_da="Tilskud og lån fra staten, " + "også udlæg, " * 20,
)


def with_breaks(book, **breaks):
    """The book with breaks at its rows, given as code=(Break, …)."""
    figures = {
        code: broken(figure, breaks[code]) if code in breaks else figure for code, figure in book.figures.items()
    }
    tables = tuple(
        dataclasses.replace(block, figures=tuple(figures[figure.code] for figure in block.figures))
        for block in book.tables
    )
    return dataclasses.replace(book, figures=figures, tables=tables)


def broken(figure, breaks):
    at = {entry.year for entry in breaks}
    return dataclasses.replace(
        figure,
        breaks=breaks,
        series=tuple(dataclasses.replace(value, is_break=value.year in at) for value in figure.series),
        change=None if figure.current.year in at else figure.change,
    )


@pytest.fixture(scope="module")
def book():
    """Companies and their mean are defined anew in the reference year, the state's funding and the sum two years before."""
    whole = sample_book()
    return with_breaks(
        dataclasses.replace(
            whole, chapters=chapters(whole, "cover", "companies", "funding", "development"), stories=()
        ),
        companies=(COMPANIES,),
        companies_mean=(COMPANIES,),
        funding_state=(STATE,),
        funding_total=(STATE,),
    )


@pytest.fixture(scope="module")
def printed(book):
    return Printed(book)


@pytest.mark.press
def test_the_table_says_break_for_the_change_and_the_note_gives_both_definitions(printed, book):
    text = squeezed(" ".join(printed.texts))
    for code in ("companies", "companies_mean"):
        *before, now = [point.text for point in book.figures[code].series]
        assert squeezed(" ".join([*before, "a" + now, BROKEN])) in text, code
    assert (
        squeezed(
            f"aDeltagende virksomheder: ny definition fra 2018; {NOTE} Før: {COMPANIES.before} Nu: {COMPANIES.after}"
        )
        in text
    )
    assert {"break-1-a", "break-2-a"} <= set(printed.reader.named_destinations)


@pytest.mark.press
def test_an_earlier_break_leaves_the_change_and_marks_its_year(printed, book):
    text = squeezed(" ".join(printed.texts))
    values = [point.text for point in book.figures["funding_total"].series]
    values[2] = "a" + values[2]
    assert squeezed(" ".join([*values, book.figures["funding_total"].change_text])) in text
    assert squeezed("aStaten: ny definition fra 2016;") in text


@pytest.mark.press
def test_nothing_is_missing_in_print_and_the_sentence_says_it_in_words(printed):
    assert printed.result.warnings == ()
    assert squeezed("Det er tallet efter en ny definition.") in squeezed(" ".join(printed.texts))


@pytest.mark.press
def test_the_same_book_has_the_same_bytes_and_another_one_without_the_break(book):
    short = dataclasses.replace(book, chapters=chapters(book, "cover", "development"))
    assert typeset(short).pdf == typeset(short).pdf


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Antallet {companies.rose} i forhold til året før.", "Antallet er defineret på ny i forhold til året før."),
        ("Antallet er {companies.risen} siden {previous_year}.", "Antallet er defineret på ny siden 2017."),
        ("Det er {companies.movement}.", "Det er tallet efter en ny definition."),
    ],
)
def test_sentences_of_direction_go_on_in_words(text, said, book):
    assert strip_tags(render_prose(text, book)).strip() == said
    assert unknown_placeholders(text, book) == []


@pytest.mark.parametrize("form", ["change", "more"])
def test_a_percentage_is_refused_with_the_reason(form, book):
    name = f"companies.{form}"
    assert unknown_placeholders(f"{{{name}}}", book) == [name]
    assert f'<mark class="missing">{{{name}}}</mark>' in render_prose(f"{{{name}}}", book)
    assert why_unfilled(name, book) == (
        "kan ikke skrives, for tallet er defineret på ny i 2018 (brud): skriv sætningen om"
    )
    assert why_unfilled("companies_none.change", book) == "har ingen værdi"


def test_the_little_line_is_parted_at_the_break(book):
    whole = sample_book().figures["funding_state"]
    parted = charts.sparkline(book.figures["funding_state"])
    assert (charts.sparkline(whole).count("stroke-dasharray"), parted.count("stroke-dasharray")) == (0, 1)
    assert charts.sparkline(whole).count('stroke-width="0.900"') + 1 == parted.count('stroke-width="0.900"') == 2
    assert "brud i serien; 2016:" in parted


def test_a_break_at_the_last_year_leaves_its_dot_alone(book):
    parted = charts.sparkline(book.figures["companies"])
    assert (parted.count("<circle"), parted.count('stroke-width="0.900"')) == (1, 1)


def test_the_columns_have_a_dashed_line_with_the_word(book):
    chart = charts.columns(book.figures["companies"])
    assert (chart.count("stroke-dasharray"), chart.count(">brud</text>")) == (1, 1)
    assert charts.columns(sample_book().figures["companies"]).count("stroke-dasharray") == 0
