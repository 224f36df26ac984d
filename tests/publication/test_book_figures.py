"""Every number that the book prints in the development tables, read back out of the PDF of the demonstration."""

import datetime
import io
import re
import subprocess
from dataclasses import dataclass

import pytest
from pypdf import PdfReader

from reporting.consolidation.queries import latest_consolidation, national
from reporting.publication.actions import begin_report
from reporting.publication.contents import Book
from reporting.publication.queries import book_contents
from reporting.publication.typesetting import typeset
from reporting.rounds.models import Round
from tests.consolidation.test_golden import CHANGES_THAT_DIFFER, PRINTED, YEARS, danish

pytestmark = [pytest.mark.django_db, pytest.mark.press]
FAMILIES = {"IBM-Plex-Sans", "IBM-Plex-Serif", "Barlow-Condensed"}
NUMBER = r"(?:–|\u2212?\d{1,3}(?:\.\d{3})*(?:,\d+)?)"
CHANGE = rf"(?:–|(?:ca\.\s*)?{NUMBER}\s*%(?:-point)?)"
ROW = re.compile(rf"^(?P<label>.*?)\s+(?P<values>{NUMBER}(?:\s+{NUMBER}){{4}})\s+(?P<change>{CHANGE})\s*$")


def squeezed(text):
    """Without white space, which is the one thing that text extraction is free with."""
    return re.sub(r"\s+", "", text)


@dataclass(frozen=True)
class Printed:
    """The typeset book, what it was made from, and its text by page as it stands on paper."""

    book: Book
    figures: tuple
    pages: int
    warnings: tuple
    reader: PdfReader
    laid_out: list
    fonts: str

    @property
    def bookmarks(self):
        def walk(items):
            for item in items:
                if isinstance(item, list):
                    yield from walk(item)
                else:
                    yield squeezed(item.title), self.reader.get_destination_page_number(item) + 1

        return dict(walk(self.reader.outline))

    def chapter(self, code):
        """The pages of a chapter, up to the next one's."""
        starts = [
            (chapter.code, self.bookmarks[squeezed(chapter.title)])
            for chapter in self.book.chapters
            if chapter.in_contents
        ]
        codes = [name for name, _page in starts]
        first, after = starts[codes.index(code)][1], starts[codes.index(code) + 1][1]
        return self.laid_out[first - 1 : after - 1]


@pytest.fixture(scope="module")
def printed(demo, django_db_blocker, tmp_path_factory):
    """The book of 2018, typeset once for all tests here."""
    with django_db_blocker.unblock():
        round_ = Round.objects.select_related("catalogue").get(year=2018)
        figures = national(round_).figures
        book = book_contents(
            begin_report(round_=round_), latest_consolidation(round_), published_on=datetime.date(2019, 6, 14)
        )
        made = typeset(book)
    path = tmp_path_factory.mktemp("book") / "book.pdf"
    path.write_bytes(made.pdf)

    def told_by(*command):
        return subprocess.run([*command, str(path)], check=True, capture_output=True, text=True).stdout

    text = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    return Printed(
        book=book,
        figures=figures,
        pages=made.pages,
        warnings=made.warnings,
        reader=PdfReader(io.BytesIO(made.pdf)),
        laid_out=text.split("\f")[:-1],
        fonts=told_by("pdffonts"),
    )


@pytest.fixture(scope="module")
def rows(printed):
    """The lines of the development tables that end in five values and a change: label, values, change."""
    found = [ROW.match(line) for page in printed.chapter("development") for line in page.splitlines()]
    return [(squeezed(row["label"]), row["values"].split(), squeezed(row["change"])) for row in found if row]


def test_the_tables_print_five_values_and_a_change_for_each_of_the_78_rows_in_order(printed, rows):
    assert [(values, change) for _label, values, change in rows] == [
        ([value.text for value in figure.series], squeezed(figure.change_text)) for figure in printed.figures
    ]
    assert len(rows) == 78


def test_what_is_printed_is_the_printed_account_of_2018(rows):
    assert [values for _label, values, _change in rows] == [[danish(row[year]) for year in YEARS] for row in PRINTED]
    by_code = {row["code"]: change for row, (_label, _values, change) in zip(PRINTED, rows, strict=True)}
    assert {code: by_code[code] for code in CHANGES_THAT_DIFFER} == {
        code: squeezed(change) for code, change in CHANGES_THAT_DIFFER.items()
    }


def test_every_row_stands_beside_its_own_label(printed, rows):
    """A long label runs over several lines; the values stand on its last."""
    for figure, (label, _values, _change) in zip(printed.figures, rows, strict=True):
        whole = squeezed(figure.short_label if figure.heading else figure.label)
        assert label, figure.code
        assert whole.endswith(label) or f"{whole}{squeezed(figure.unit)}".endswith(label), (figure.code, label)


def test_the_years_stand_above_each_table(printed):
    heads = [
        line
        for page in printed.chapter("development")
        for line in page.splitlines()
        if "Ændring" in line and "2014" in line
    ]
    assert heads
    for head in heads:
        assert head.split()[:6] == [*YEARS, "Ændring"]


def test_a_row_with_another_number_would_be_noticed(printed):
    """The control: the expression reads what is on the line, digit by digit."""
    line = "   Heraf virksomheder med under 50 ansatte     8.771      8.466   11.351   12.018   12.945        ca. −8 %"
    row = ROW.match(line)
    assert row["values"].split() == ["8.771", "8.466", "11.351", "12.018", "12.945"]
    assert row["change"] == "ca. −8 %"
    assert ROW.match(line.replace("12.945", "12945")) is None
    assert ROW.match("VIDEN & VÆKST PERFORMANCEREGNSKAB FOR 2018    46") is None


def test_no_sentence_was_left_without_its_figure(printed):
    text = "\n".join(printed.laid_out)
    assert re.findall(r"\{[^}\n]*\}?", text) == []
    assert "}" not in text
    assert printed.warnings == ()


def test_the_funding_chart_prints_the_shares_that_add_to_a_hundred(printed):
    assert [part.share for part in printed.book.funding] == [37, 18, 11, 12, 16, 2, 4]
    chapter = squeezed(" ".join(printed.chapter("funding")))
    for part in printed.book.funding:
        assert squeezed(part.share_text) in chapter
        assert part.amount_text in chapter


def test_the_countries_are_printed_with_the_most_collaborations_first(printed):
    assert [country.code for country in printed.book.countries[:6]] == ["DE", "ES", "SE", "NL", "NO", "FR"]
    chapter = squeezed(" ".join(printed.chapter("international")))
    for country in printed.book.countries[:6]:
        assert squeezed(country.name) in chapter
    assert "Tyskland,Spanien,Sverige" in chapter


def test_every_unit_is_named_in_the_book(printed):
    text = (
        squeezed(" ".join(page.extract_text() for page in printed.reader.pages)).replace("\u00ad", "").replace("-", "")
    )
    assert len(printed.book.units) == 38
    for unit in printed.book.units:
        assert squeezed(unit.name).replace("-", "") in text, unit.name


def test_only_our_font_families_are_used_and_all_are_embedded(printed):
    lines = printed.fonts.splitlines()[2:]
    names = {line.split()[0].partition("+")[2] for line in lines}
    assert {next((family for family in FAMILIES if name.startswith(family)), name) for name in names} == FAMILIES
    # name, type (two words), encoding, emb, sub, uni, object ID (two numbers)
    assert {tuple(line.split()[-5:-2]) for line in lines} == {("yes", "yes", "yes")}


def test_every_chapter_has_a_bookmark_and_the_contents_say_its_page(printed):
    listed = [chapter for chapter in printed.book.chapters if chapter.in_contents]
    assert {chapter.code for chapter in printed.book.chapters} - {chapter.code for chapter in listed} == {
        "cover", "colophon", "contents", "back_cover",
    }  # fmt: skip
    contents = squeezed(printed.laid_out[[chapter.code for chapter in printed.book.chapters].index("contents")])
    for chapter in listed:
        start = printed.bookmarks[squeezed(chapter.title)]
        assert f"{start}{squeezed(chapter.title)}" in contents
        assert squeezed(chapter.title) in squeezed(printed.reader.pages[start - 1].extract_text())


def test_the_file_is_tagged_danish_and_as_long_as_said(printed):
    root = printed.reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own boolean
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "da"
    assert printed.pages == len(printed.reader.pages) == len(printed.laid_out)


def test_every_page_that_shows_figures_says_that_the_units_are_made_up(printed):
    for page in printed.chapter("development"):
        assert "enhedernes tal er opdigtede" in page
