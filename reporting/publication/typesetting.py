"""From a Book to a PDF: chapters are set one by one, then joined into one tagged document.

A chapter of its own gives real progress, keeps a broken story from taking the book with it, and lets the
contents be set again with the page numbers found. Nothing is read but our fonts and style sheets.
"""

import gc
import hashlib
import logging
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.template.loader import get_template

from reporting.printing import PDF_VARIANT, STATIC, report_fetcher
from reporting.publication.contents import Book, Story
from reporting.publication.layouts import chapter_context, filler_context, story_context
from reporting.publication.prose import unknown_placeholders, why_unfilled

LONGEST_STORY = 12_000  # characters of Markdown; a spread takes about 3.000
MOST_LINES = 400  # of Markdown; thousands of headings would take minutes
FITS = (0, 1, 2)  # from the book's own size to the smallest: the first that keeps a chapter within its pages is taken
TEXT_TOP, TEXT_BOTTOM = 24, 244  # mm from the top of the page, see pages.css
BAND_MARGIN = 13  # mm from the end of the text to the first line of a band at least; 9 are the band's own
COLUMNS, COLUMN_STEP = 2, 89  # text columns, and mm from the left edge of one to that of the next
LINE = 5  # mm that columns grow by while the text does not fit them
TRIES = 8

# Pages that a layout is drawn for; a chapter that takes more is set tighter, then reported.
DRAWN_FOR = {
    "development": None,
    "methods": 2,
    "foreword": 2,
    "introduction": 2,
    "funding": 2,
    "international": 2,
    "cases": 2,
}
STORY_PAGES = 2
STARTS_LEFT = {"foreword", "introduction", "funding", "international", "cases", "story", "back_cover"}
KNOWS_PAGES = {"contents", "cases"}  # they print page numbers, so they are set again when all are known
UNKNOWN_PAGE = 88  # stands for a page number that is not known yet: as wide as most
ROUNDS = 4  # times that the book is placed at most; one does unless the contents come out longer than foreseen

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class TypesetBook:
    """The finished file; `warnings` are Danish sentences for the editor."""

    pdf: bytes
    pages: int
    warnings: tuple[str, ...]


@dataclass
class Part:
    """A chapter, story or filling page; `start` is its first page's number, `broken` why a story could not be set.

    `fit` says how tight it was set in the end, as one of FITS.
    """

    layout: str
    anchor: str
    label: str
    context: dict
    in_contents: bool = False
    start: int = UNKNOWN_PAGE
    document: object = None
    broken: str = ""
    fit: int = FITS[0]

    @property
    def length(self):
        """How many pages it takes."""
        return len(self.document.pages)


def typeset(book: Book, *, progress: Progress | None = None) -> TypesetBook:
    """Set the whole book; `progress(done, total, label)` is called before each part and before writing.

    The same book gives the same bytes. A story that cannot be set becomes a marked page and a warning.
    """
    with _collector_at_rest():
        return _typeset(book, progress)


def _typeset(book, progress):
    press = Press(book)
    parts = [*press.chapters_and_stories()]
    total = len(parts) + 2
    placed = _settled(press, parts, progress, total)
    _tell(progress, total - 1, total, "Skriver PDF-filen")
    pdf = press.write(placed)
    _tell(progress, total, total, "Færdig")
    return TypesetBook(pdf, sum(part.length for part in placed), tuple(dict.fromkeys(press.warnings)))


def _settled(press, parts, progress, total):
    """All parts and fillers in order, placed until printing the page numbers moves no page any more."""
    for round_ in range(ROUNDS):
        page, placed = 1, []
        for done, part in enumerate(parts):
            _tell(progress, total - 2 if round_ else done, total, part.label)
            if part.layout in STARTS_LEFT and page % 2 == 1:
                placed.append(press.filler(part, page))
                page += placed[-1].length
            if part.document is None or part.start != page:
                press.set(part, page)
            placed.append(part)
            page += part.length
        _tell(progress, total - 2, total, "Indholdsfortegnelse")
        lengths = [part.length for part in placed]
        press.print_page_numbers(placed)
        if [part.length for part in placed] == lengths:
            return placed
    press.warnings.append("Indholdsfortegnelsen faldt ikke på plads: dens sidetal kan være forkerte.")
    return placed


@contextmanager
def _collector_at_rest():
    """Layout makes millions of small objects that live to the end; looking for cycles costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect()


def _tell(progress, done, total, label):
    if progress is not None:
        progress(done, total, label)


def open_type_case():
    """The book's fonts and style sheets, which several runs of one process may share."""
    from weasyprint import CSS  # costs a second to import, so only who prints pays
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = STATIC / "report" / "book.css"
    return fonts, [CSS(filename=str(sheet), font_config=fonts, url_fetcher=report_fetcher())]


class Press:
    """One run: the shared fonts and style sheets, and the warnings that it collects."""

    def __init__(self, book, type_case=None):
        self.book = book
        self.warnings = []
        self._fonts, self._styles = type_case or open_type_case()
        self._fetcher = report_fetcher(
            {story.picture_address: story.picture for story in book.stories if story.picture}
        )
        self._images = {}

    def chapters_and_stories(self):
        """The book's parts, not laid out yet; those that list others know them from the start, so their length is right."""
        parts = [*self._parts()]
        entries = [part for part in parts if part.in_contents or part.layout == "story"]
        for part in parts:
            if part.layout in KNOWS_PAGES:
                part.context["entries"] = entries
        return parts

    def _parts(self):
        for chapter in self.book.chapters:
            for text in (chapter.title, chapter.lead, chapter.body, *chapter.pulls, *chapter.notes):
                for name in unknown_placeholders(text, self.book):
                    self.warnings.append(f"Kapitlet »{chapter.title}«: {{{name}}} {why_unfilled(name, self.book)}.")
            context = chapter_context(chapter, self.book)
            yield Part(chapter.layout, chapter.code, chapter.title, context, chapter.in_contents, UNKNOWN_PAGE)
            if chapter.layout == "cases":
                for number, story in enumerate(self.book.stories, start=1):
                    yield self.story(story, number)

    @staticmethod
    def story(story, number):
        """One story's part, not laid out yet; `number` is its place among the book's stories."""
        return Part("story", f"case-{number}", story.headline, {"story": story, "number": number})

    def filler(self, part, page):
        """A page of pattern before a spread that has to begin on a left page."""
        pulls = part.context.get("chapter").pulls if "chapter" in part.context else ()
        filler = Part("filler", f"page-{page}", "", filler_context(self.book, pulls[0] if pulls else "", page))
        self.set(filler, page)
        return filler

    def set(self, part, page):
        """Lay the part out from `page` on, as roomy as its pages allow."""
        part.start = page
        if part.layout == "story":
            self._set_story(part)
        else:
            self._fit(part, DRAWN_FOR.get(part.layout, 1))
        values = part.context.get("v")
        for code in values.missing if values else ():
            self.warnings.append(f"Kapitlet »{part.label}«: {{{code}}} har ingen værdi.")

    def print_page_numbers(self, placed):
        """Set the parts again that print page numbers, now that all numbers are known."""
        for part in placed:
            if part.layout in KNOWS_PAGES:
                self._fit(part, DRAWN_FOR.get(part.layout, 1))

    def write(self, placed):
        """Join all pages into one file whose identifier follows from what is printed."""
        pages = [page for part in placed for page in part.document.pages]
        identifier = hashlib.sha256(f"{self.book.fingerprint}\n{self.book.published_on}".encode()).hexdigest()[:32]
        joined = placed[0].document.copy(pages)
        return joined.write_pdf(pdf_variant=PDF_VARIANT, pdf_identifier=identifier.encode())

    def _set_story(self, part):
        story: Story = part.context["story"]
        try:
            if not part.broken:
                if len(story.body) > LONGEST_STORY:
                    raise ValueError(f"teksten er på {len(story.body)} tegn; højst {LONGEST_STORY} kan sættes")
                if len(story.body.splitlines()) > MOST_LINES:
                    raise ValueError(f"teksten er på over {MOST_LINES} linjer; så mange kan ikke sættes")
                part.context |= story_context(story, self.book, part.context["number"])
                self._fit(part, STORY_PAGES)
        except Exception as error:  # one story must never cost the book
            logging.getLogger(__name__).exception("A story could not be set.")
            self.warnings.append(f"Historien »{story.headline}« kunne ikke sættes: {error}")
            plain = replace(story, headline=story.headline[:200], lead="", body="", quote="")
            part.broken = str(error)[:300] or type(error).__name__
            part.context |= {"book": self.book, "story": plain, "reason": part.broken}
        if part.broken:
            part.document = self.render("story_broken", part, fit=1)

    def _fit(self, part, wanted):
        warning = f"»{part.label}« fylder mere end sin plads, også med den mindste skrift. Forkort teksten."
        self.warnings = [told for told in self.warnings if told != warning]  # the last layout is what is printed
        for fit in FITS:
            part.fit = fit
            if self._balanced(part, fit) and (wanted is None or part.length <= wanted):
                return
        self.warnings.append(warning)

    def _balanced(self, part, fit):
        """Lay the part out with columns of one height; False if its text reaches the band at the page's foot.

        WeasyPrint balances columns in steps of a pixel, each a whole layout. Filling them one after the
        other first tells how long the text is, so two or three layouts do.
        """
        part.document = self.render(part.layout, part, fit)
        marks = self._marks(part)
        if "text" not in marks:
            return True
        (page, left, top), (end_page, end_left, end_top) = marks["text"], marks["text-end"]
        if end_page > page:
            return False
        full_columns = round((end_left - left) / COLUMN_STEP)
        even = (full_columns * (TEXT_BOTTOM - top) + end_top - top) / COLUMNS
        after_page, _, after = marks["after"]
        column_end = TEXT_TOP if after_page > page else TEXT_BOTTOM if full_columns else end_top
        bottom = marks["band"][2] - BAND_MARGIN if "band" in marks else TEXT_BOTTOM + 1
        if top + even + after - column_end > bottom:
            return False  # the notes below the columns counted in
        height = even + LINE
        for _ in range(TRIES):
            part.document = self.render(part.layout, part, fit, height=f"{height:.2f}")
            marks = self._marks(part)
            if marks["text-end"][1] - left < COLUMNS * COLUMN_STEP - 1:
                break
            height += LINE
        return marks["after"][0] == page and marks["after"][2] <= bottom

    @staticmethod
    def _marks(part):
        """Where the part's marked places are: page index and millimetres from the left and the top."""
        prefix, millimetres = f"{part.anchor}-", 25.4 / 96
        return {
            name.removeprefix(prefix): (index, place[0] * millimetres, place[1] * millimetres)
            for index, page in enumerate(part.document.pages)
            for name, place in page.anchors.items()
            if name.startswith(prefix)
        }

    def render(self, template, part, fit, height=""):
        """Lay out a template of the book with what the part shows; `fit` and `height` as typesetting chose them."""
        from weasyprint import HTML

        side = "left" if part.start % 2 == 0 else "right"
        place = {"anchor": part.anchor, "start": part.start, "side": side, "fit": fit, "height": height}
        html = get_template(f"report/{template}.html").render(part.context | place)
        with _collected_complaints(self.warnings):
            return HTML(string=html, base_url=f"{STATIC.as_uri()}/report/", url_fetcher=self._fetcher).render(
                font_config=self._fonts, stylesheets=self._styles, pdf_variant=PDF_VARIANT, cache=self._images
            )


class _collected_complaints:  # reads as a statement
    """What WeasyPrint complains about while laying out, such as an address refused, becomes a warning."""

    def __init__(self, warnings):
        self._warnings = warnings

    def __enter__(self):
        self._handler = logging.Handler(level=logging.WARNING)
        self._handler.emit = lambda record: self._warnings.append(f"Satsen melder: {record.getMessage()}")
        logging.getLogger("weasyprint").addHandler(self._handler)

    def __exit__(self, *failure):
        logging.getLogger("weasyprint").removeHandler(self._handler)
