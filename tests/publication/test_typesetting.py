"""The whole book as a file: every figure on its page, numbers that match, and no story can break it."""

import dataclasses
import io
import os
import re
import subprocess
import sys

import pytest
from pypdf import PdfReader

from reporting.publication import typesetting
from reporting.publication.contents import Country, Footnote
from reporting.publication.layouts import chapter_context
from reporting.publication.typesetting import LONGEST_STORY, report_fetcher, typeset
from tests.publication.sample_book import sample_book

pytestmark = pytest.mark.press

FAMILIES = {"IBM-Plex-Sans", "IBM-Plex-Serif", "Barlow-Condensed"}


def squeezed(text):
    """`text` without any white space, which is the one thing that text extraction is free with."""
    return re.sub(r"\s+", "", text)


def chapters(book, *codes):
    return tuple(chapter for chapter in book.chapters if chapter.code in codes)


def few(**changes):
    """A short book: cover, contents, opener and table pages, with two stories."""
    book = sample_book()
    kept = chapters(book, "cover", "contents", "cases", "back_cover")
    return dataclasses.replace(book, **({"chapters": kept, "stories": book.stories[:2]} | changes))


class Printed:
    """A typeset book with its reader, its texts and its bookmarks."""

    def __init__(self, book):
        self.book = book
        self.steps = []
        self.result = typeset(book, progress=lambda *step: self.steps.append(step))
        self.reader = PdfReader(io.BytesIO(self.result.pdf))
        self.texts = [page.extract_text() for page in self.reader.pages]

    def bookmarks(self):
        def walk(items):
            for item in items:
                if isinstance(item, list):
                    yield from walk(item)
                else:
                    yield item.title, self.reader.get_destination_page_number(item) + 1

        return list(walk(self.reader.outline))


@pytest.fixture(scope="module")
def whole():
    return Printed(sample_book())


def test_our_own_book_has_its_pages_and_no_warnings(whole):
    assert whole.result.warnings == ()
    assert whole.result.pages == len(whole.reader.pages) == 52


def test_every_row_of_the_tables_can_be_read_out_of_the_file(whole):
    tables = squeezed(" ".join(whole.texts))
    for block in whole.book.tables:
        for figure in block.figures:
            label = (figure.short_label if figure.heading else figure.label) + (" %" if figure.unit == "%" else "")
            row = " ".join([label, *(point.text for point in figure.series), figure.change_text])
            assert squeezed(row) in tables, figure.code


@pytest.fixture(scope="module")
def noted():
    """The tables with two notes on one row, and one on the last table."""
    notes = (
        Footnote("funding_state", "Alfa", "Bevillingen faldt <i>og</i> 10 < 20."),
        Footnote("funding_state", "Beta", "Et projekt begyndte."),
        Footnote("courses_developed", "Alfa", "Langt " + "ord" * 160),
    )
    return few(chapters=chapters(sample_book(), "cover", "development"), stories=(), footnotes=notes)


def test_footnotes_stand_below_their_table_with_the_numbers_of_their_rows(noted):
    printed = Printed(noted)
    assert printed.result.warnings == ()
    text = squeezed(" ".join(printed.texts))
    first, second, third = (
        text.index(squeezed(name))
        for name in ("Struktur og ressourcer", "Deltagelse og samarbejde", "Aktiviteter og udbytte")
    )
    below = text[first:second]
    assert below.endswith(squeezed("1Alfa: Bevillingen faldt <i>og</i> 10 < 20. 2Beta: Et projekt begyndte."))
    assert "Staten1,2" in below
    assert "Alfa" not in text[second:third]
    assert squeezed("3Alfa: Langt") in text[third:]
    destinations = {f"footnote-{number}" for number in (1, 2, 3)}
    assert destinations <= set(printed.reader.named_destinations)


def test_a_book_with_footnotes_is_the_same_every_time_and_another_one_than_without(noted):
    assert typeset(noted).pdf == typeset(noted).pdf
    assert typeset(noted).pdf != typeset(dataclasses.replace(noted, footnotes=())).pdf


def test_the_contents_show_the_pages_that_the_bookmarks_lead_to(whole):
    contents = squeezed(whole.texts[2])
    pages = dict(whole.bookmarks())
    for chapter in whole.book.chapters:
        if chapter.in_contents:
            assert squeezed(f"{pages[chapter.title]}{chapter.title}") in contents
    for story in whole.book.stories:
        assert squeezed(f"{pages[story.headline] - 1}{story.headline}") in contents


def test_every_link_inside_the_book_arrives(whole):
    names = set(whole.reader.named_destinations)
    links = [
        annotation.get_object()["/Dest"]
        for page in whole.reader.pages
        for annotation in page.get("/Annots", [])
        if "/Dest" in annotation.get_object()
    ]
    assert len(links) >= 18 + 2 * len(whole.book.stories)
    assert set(links) <= names


def test_stories_are_spreads_picture_left_text_right(whole):
    pages = dict(whole.bookmarks())
    assert all(pages[story.headline] % 2 == 1 for story in whole.book.stories)


def test_the_running_foot_stands_on_every_inner_page_with_the_demonstration_mark(whole):
    for number, text in enumerate(whole.texts[1:-1], start=2):
        assert "VIDEN & VÆKST PERFORMANCEREGNSKAB FOR 2018" in text
        assert "Demonstration: enhedernes tal er opdigtede" in text
        assert str(number) in text
    assert "Demonstration: enhedernes tal er opdigtede" in whole.texts[0]


def test_the_file_is_tagged_danish_titled_dated_and_has_only_our_fonts(whole):
    catalog = whole.reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "da"
    assert "pdfuaid" in whole.reader.xmp_metadata.stream.get_data().decode()
    assert whole.reader.metadata.title.startswith("Viden & Vækst")
    assert whole.reader.metadata.creation_date.date() == whole.book.published_on
    fonts = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in whole.reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {next((family for family in FAMILIES if family in font), font) for font in fonts} == FAMILIES


def test_progress_counts_every_chapter_and_story_and_ends(whole):
    done = [step[0] for step in whole.steps]
    total = len(whole.book.chapters) + len(whole.book.stories) + 2
    assert done == list(range(total + 1))
    assert {step[1] for step in whole.steps} == {total}
    assert whole.steps[-2][2] == "Skriver PDF-filen"


def many(count):
    """A book whose contents and list of stories take more pages than they are drawn for."""
    book = sample_book()
    stories = [
        dataclasses.replace(book.stories[number % 10], headline=f"Historie nummer {number:02}", body="Kort.", quote="")
        for number in range(1, count + 1)
    ]
    kept = chapters(book, "cover", "colophon", "contents", "foreword", "cases", "back_cover")
    return dataclasses.replace(book, chapters=kept, stories=tuple(stories))


def assert_pages_are_right(printed):
    """Every number in the contents is that of the page a bookmark leads to; spreads begin on left pages."""
    assert printed.result.pages == len(printed.reader.pages)
    pages = dict(printed.bookmarks())
    after = pages["Forord"]
    contents = squeezed(" ".join(printed.texts[pages["Indhold"] - 1 : after - 1]))
    cases = squeezed(" ".join(printed.texts[pages["Cases"] : pages[printed.book.stories[0].headline] - 1]))
    assert after % 2 == 0
    assert squeezed(f"{after}Forord") in contents
    for story in printed.book.stories:
        page = pages[story.headline] - 1
        assert page % 2 == 0
        assert squeezed(f"{page}{story.headline}") in contents
        assert squeezed(f"{story.headline}{story.unit_name}{page}") in cases


def test_contents_that_take_a_second_page_show_the_right_pages():
    printed = Printed(many(34))
    assert dict(printed.bookmarks())["Forord"] > 4
    assert_pages_are_right(printed)


def test_parts_that_move_when_the_page_numbers_are_printed_are_placed_again(monkeypatch):
    at_once = typeset(many(2))
    first, second = many(2).stories
    monkeypatch.setattr(typesetting, "UNKNOWN_PAGE", "8 " * 150)  # the contents foreseen are far too long
    printed = Printed(many(2))
    assert_pages_are_right(printed)
    assert printed.result.pages == at_once.pages
    assert printed.result.warnings == at_once.warnings
    done = [step[0] for step in printed.steps]
    assert done == sorted(done)
    endless = dataclasses.replace(first, body="ord " * LONGEST_STORY)
    broken = Printed(dataclasses.replace(many(2), stories=(endless, second)))
    assert sum("ord ord ord" in text for text in broken.texts) == 0
    assert sum("Kunne ikke sættes".upper() in text.upper() for text in broken.texts) == 1


def test_contents_that_do_not_come_to_rest_are_reported(monkeypatch):
    monkeypatch.setattr(typesetting, "UNKNOWN_PAGE", "8 " * 150)
    monkeypatch.setattr(typesetting, "ROUNDS", 1)
    assert any("faldt ikke på plads" in warning for warning in typeset(many(2)).warnings)


def test_braces_in_a_story_stay_as_they_were_written():
    book = sample_book()
    words = {name: f"{name} {{companies}} {{nonsense}}" for name in ("headline", "lead", "body", "quote")}
    printed = Printed(few(stories=(dataclasses.replace(book.stories[0], **words),)))
    text = squeezed(" ".join(printed.texts))
    for written in words.values():
        assert squeezed(written) in text
    assert "18.058" not in text


def test_hosted_networks_stand_in_danish_order():
    book = sample_book()
    names = ("Ålenet", "Ønet", "Ærønet", "Zoonet", "aarnet")
    units = (dataclasses.replace(book.units[0], hosted_networks=names),)
    context = chapter_context(*chapters(book, "what_is_a_network"), dataclasses.replace(book, units=units))
    assert [name for name, _host in context["hosted"]] == ["Zoonet", "Ærønet", "Ønet", "Ålenet", "aarnet"]


def test_the_ranking_shows_all_countries_of_the_book():
    book = sample_book(countries=(*sample_book().countries, Country("CN", "Kina", 19)))
    context = chapter_context(*chapters(book, "international"), book)
    assert all(country.name in context["ranking"] for country in book.countries)


def test_a_book_that_lacks_units_says_so_on_every_page():
    printed = Printed(few(is_demo=False, accepted=31))
    assert all("Foreløbig: 31 af 38" in text for text in printed.texts[:-1])
    assert not any("Demonstration" in text for text in printed.texts)


def test_a_missing_figure_and_an_unknown_placeholder_are_printed_and_reported():
    book = sample_book()
    funding = dataclasses.replace(*chapters(book, "funding"), body="Tallet er {nothing}.")
    figures = {code: figure for code, figure in book.figures.items() if code != "funding_per_fte"}
    printed = Printed(dataclasses.replace(book, chapters=(funding,), stories=(), figures=figures))
    assert any("{nothing}" in text for text in printed.texts)
    assert any("{funding_per_fte}" in text for text in printed.texts)
    assert "Kapitlet »Finansiering«: {nothing} har ingen værdi." in printed.result.warnings
    assert "Kapitlet »Finansiering«: {funding_per_fte} har ingen værdi." in printed.result.warnings


def test_a_story_that_cannot_be_set_costs_one_page_and_a_warning():
    first, second = sample_book().stories[:2]
    endless = dataclasses.replace(first, headline="Den endeløse", body="ord " * LONGEST_STORY)
    printed = Printed(few(stories=(endless, second)))
    assert any("Den endeløse" in text and "Kunne ikke sættes".upper() in text.upper() for text in printed.texts)
    assert any(second.headline in text for text in printed.texts[4:])
    assert any("Den endeløse" in warning for warning in printed.result.warnings)


@pytest.mark.parametrize(
    "body",
    [
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css"><img src="file:///etc/passwd">',
        "![billede](http://127.0.0.1:9/x.png)\n\n<style>@page{size:1mm}</style>",
        "<table>" + "<tr><td colspan=100000>x</td></tr>" * 200 + "</table>",
        ">" * 4000 + "dybt",
        "[vedhæft](file:///etc/passwd)\n\n<a rel=attachment href=file:///etc/passwd>x</a>",
        "",
    ],
)
def test_hostile_stories_read_nothing_and_leave_the_book_whole(body):
    first, second = sample_book().stories[:2]
    printed = Printed(few(stories=(dataclasses.replace(first, body=body), second)))
    text = " ".join(printed.texts)
    assert "root:" not in text
    assert "/EmbeddedFiles" not in str(printed.reader.trailer["/Root"])
    assert squeezed(second.headline) in squeezed(text)
    assert printed.result.pages <= 14


def test_the_fetcher_opens_fonts_and_style_sheets_and_nothing_else(settings, tmp_path):
    fetcher = report_fetcher()
    static = (settings.BASE_DIR / "static").as_uri()
    assert fetcher.fetch(f"{static}/report/book.css").read()
    for url in (
        "http://127.0.0.1:9/x",
        "https://example.org/x",
        "ftp://example.org/x",
        "data:text/plain,x",
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        f"{static}/report/../../manage.py",
        f"{static}/report/%2e%2e/%2e%2e/config/settings.py",
        f"{static}/site/site.css",
    ):
        with pytest.raises(ValueError, match="only|Only"):
            fetcher.fetch(url)


def test_the_same_book_gives_the_same_bytes_in_any_process(settings):
    script = (
        "import django, hashlib; django.setup()\n"
        "from tests.publication.test_typesetting import few\n"
        "from reporting.publication.typesetting import typeset\n"
        "print(hashlib.sha256(typeset(few()).pdf).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=settings.BASE_DIR,
            env=os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, locale, zone in (("1", "C.UTF-8", "UTC"), ("2", "C", "Asia/Tokyo"))
    }
    assert len(digests) == 1


def test_the_fetcher_gives_the_pictures_in_memory_and_still_opens_nothing_else(settings, tmp_path):
    fetcher = report_fetcher({"picture:one": b"jpeg"})
    assert fetcher.fetch("picture:one").read() == b"jpeg"
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(b"secret")
    for url in ("picture:two", "picture:one/../two", secret.as_uri(), "http://127.0.0.1:9/x.jpg", "data:,x"):
        with pytest.raises(ValueError):
            fetcher.fetch(url)
