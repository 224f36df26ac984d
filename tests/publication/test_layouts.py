"""Footnotes below the tables: whose, in which order, with which numbers."""

import dataclasses
import datetime

import pytest
from django.template.loader import get_template

from reporting.consolidation.actions import consolidate
from reporting.publication.actions import begin_report
from reporting.publication.contents import Footnote
from reporting.publication.layouts import chapter_context, development_tables
from reporting.publication.queries import book_contents
from reporting.review.actions import accept, reopen, set_footnote
from reporting.submissions.actions import explain, start, submit
from reporting.submissions.models import Explanation, Submission
from tests import builders
from tests.builders import AT
from tests.publication.sample_book import sample_book

TEXT = "10 < 20 & {companies} <b>fed</b>"


def noted(*notes):
    """The published book with footnotes, given as (row, unit, text)."""
    return dataclasses.replace(sample_book(), footnotes=tuple(Footnote(*note) for note in notes))


def marks(book):
    """By row, the numbers that are printed behind its label."""
    return {
        row.figure.code: [text for _number, text in row.marks]
        for table in development_tables(book)
        for row in table.rows
        if row.marks
    }


def below(book):
    """By table, its notes as (number, unit, text)."""
    return [[(note.number, note.unit_name, note.text) for note in table.notes] for table in development_tables(book)]


def page_of(book):
    """The development chapter as it is handed to the press."""
    (chapter,) = [chapter for chapter in book.chapters if chapter.layout == "development"]
    place = {"anchor": "a", "start": 1, "side": "left", "fit": 0, "height": ""}
    return get_template("report/development.html").render(chapter_context(chapter, book) | place)


def test_notes_are_numbered_through_the_tables_in_the_order_of_the_rows():
    book = noted(
        ("funding_state", "Alfa", "Ny bevilling."),
        ("funding_eu", "Beta", "Projektet sluttede."),
        ("companies", "Alfa", "Nye medlemmer."),
    )
    assert marks(book) == {"funding_state": ["1"], "funding_eu": ["2"], "companies": ["3"]}
    assert below(book) == [
        [(1, "Alfa", "Ny bevilling."), (2, "Beta", "Projektet sluttede.")],
        [(3, "Alfa", "Nye medlemmer.")],
        [],
    ]


def test_what_a_unit_says_twice_below_one_table_is_one_note():
    book = noted(
        ("funding_state", "Alfa", "Fusion."),
        ("funding_eu", "Alfa", "Fusion."),
        ("funding_eu", "Beta", "Fusion."),
        ("companies", "Alfa", "Fusion."),
    )
    assert marks(book) == {"funding_state": ["1"], "funding_eu": ["1", "2"], "companies": ["3"]}
    assert [len(notes) for notes in below(book)] == [2, 1, 0]


def test_many_notes_on_one_row_are_a_range():
    book = noted(*[("funding_state", f"Enhed {number}", "Fordi.") for number in range(5)])
    assert marks(book) == {"funding_state": ["1–5"]}
    assert 'href="#footnote-1">1–5</a>' in page_of(book)


def test_a_note_is_text_and_nothing_else():
    page = page_of(noted(("funding_state", "A & B", TEXT)))
    assert (
        '<p id="footnote-1"><sup>1</sup><b>A &amp; B:</b> 10 &lt; 20 &amp; {companies} &lt;b&gt;fed&lt;/b&gt;</p>'
        in page
    )


def test_a_book_without_notes_has_nothing_of_them():
    assert [word for word in ("footnote", "mark") if f'class="{word}' in page_of(sample_book())] == []


# From the editor's choice to the book


@pytest.fixture
def filed(cast, round_):
    """Both units' filings, sent with explanations of two small amounts each, and accepted."""
    for unit, by in ((cast.beta, cast.bodil), (cast.alfa, cast.alma)):
        filing = start(round_=round_, cluster=unit)
        amounts = {"funding_state": 500, "funding_companies": 900, "fees_companies": 0, "fte": 4}
        builders.fill(filing, by=by, answers={**builders.GOOD_ANSWERS, **amounts})
        for subject in ("funding_companies", "funding_state"):
            explain(
                submission=filing,
                rule="small_amount",
                subject=subject,
                text=f"{unit.short_name}: {subject}",
                by=by,
                at=AT,
            )
        filing.refresh_from_db()
        sent = submit(submission=filing, by=by, at=AT, version=filing.version)
        accept(submission=sent, by=cast.rune, at=AT, version=sent.version)
    return round_


def choose(cast, *chosen):
    for slug, subject in chosen:
        filing = Submission.objects.get(cluster__slug=slug)
        set_footnote(submission=filing, rule="small_amount", subject=subject, on=True, by=cast.edith, at=builders.AT)


def footnotes(round_, consolidation):
    book = book_contents(begin_report(round_=round_), consolidation, published_on=datetime.date(2020, 6, 14))
    return [(note.code, note.unit_name, note.text) for note in book.footnotes]


def test_the_book_has_what_the_editor_chose_in_the_order_of_rows_and_units(cast, filed):
    consolidation = consolidate(round_=filed, by=cast.edith, at=AT)
    assert footnotes(filed, consolidation) == []
    choose(cast, ("beta", "funding_state"), ("alfa", "funding_companies"), ("alfa", "funding_state"))
    assert footnotes(filed, consolidation) == [
        ("funding_state", "Alfa", "Alfa: funding_state"),
        ("funding_state", "Beta", "Beta: funding_state"),
        ("funding_companies", "Alfa", "Alfa: funding_companies"),
    ]
    assert consolidate(round_=filed, by=cast.edith, at=AT) == consolidation  # the figures are the same


def test_a_filing_that_was_opened_again_is_not_quoted(cast, filed):
    choose(cast, ("alfa", "funding_state"), ("beta", "funding_state"))
    consolidation = consolidate(round_=filed, by=cast.edith, at=AT)
    alfa = Submission.objects.get(cluster=cast.alfa)
    reopen(submission=alfa, by=cast.edith, at=AT, version=alfa.version, reason="En fejl.")
    assert footnotes(filed, consolidation) == [("funding_state", "Beta", "Beta: funding_state")]


def test_a_filing_that_was_accepted_anew_is_quoted_in_the_consolidation_that_counts_it(cast, filed):
    choose(cast, ("alfa", "funding_state"))
    before = consolidate(round_=filed, by=cast.edith, at=AT)
    alfa = Submission.objects.get(cluster=cast.alfa)
    alfa = reopen(submission=alfa, by=cast.edith, at=AT, version=alfa.version, reason="En fejl.")
    alfa = submit(submission=alfa, by=cast.alma, at=AT, version=alfa.version)
    accept(submission=alfa, by=cast.rune, at=AT, version=alfa.version)
    assert footnotes(filed, before) == []
    assert len(footnotes(filed, consolidate(round_=filed, by=cast.edith, at=AT))) == 1


def test_an_explanation_of_a_number_that_is_only_part_of_rows_has_no_place(cast, filed):
    """FTE is printed in no row of its own in the small catalogue."""
    Explanation.objects.filter(subject="funding_state").update(subject="fte", is_footnote=True)
    assert footnotes(filed, consolidate(round_=filed, by=cast.edith, at=AT)) == []
