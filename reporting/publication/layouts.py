"""What each layout of the book shows beside its prose: charts, signs and lists, made from the Book.

Templates under templates/report/ hold the words and the order; nothing is counted or rounded there.
"""

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe

from clusters.queries import danish_key
from reporting.consolidation.queries import Break, Figure, YearValue, cells_of, lettered
from reporting.numbers import NO_BREAK_SPACE
from reporting.publication import charts, signs
from reporting.publication.contents import Book, ChapterText, Story
from reporting.publication.prose import render_line, render_prose

CATEGORIES = ("matchmaking", "projects", "competence", "international", "dissemination")
PARTNERS = (
    "Virksomheder",
    "Viden-|institutioner",
    "Offentlige|aktører",
    "Innovations- og|erhvervsfremme",
    "Finansielle|aktører",
    "Branche-|organisationer",
)
COLLABORATION_COLOURS = ("#1d4e9e", "#7f9fd0", "#f2a900")
DARK = "#084651"
LONGEST_LAST_WORD = 12


@dataclass(frozen=True)
class Row:
    """One line of a development table: a block's title, a group heading, or a figure with its label."""

    kind: str  # "block" | "group" | "figure"
    label: str
    unit: str = ""
    figure: Figure | None = None
    level: int = 0
    line: SafeString = SafeString("")
    coverage: str = ""  # "35 af 38" where not all accepted units gave a number
    marks: tuple[tuple[int, str], ...] = ()  # its footnotes: number to go to and text, "3" or "3–7"
    cells: tuple[tuple[YearValue, tuple[str, ...]], ...] = ()  # its years, with the letters of the breaks before them


@dataclass(frozen=True)
class Note:
    """A footnote below a table, with its number in the book."""

    number: int
    unit_name: str
    text: str


@dataclass(frozen=True)
class Table:
    """One printed table: its title, its rows in order, and the notes on them and on where they break."""

    title: str
    rows: list[Row]
    notes: tuple[Note, ...] = ()
    breaks: tuple[tuple[str, Break], ...] = ()


class Values:
    """The figures for templates, `v.companies.text`; a code that is not there prints a mark and is reported."""

    def __init__(self, book: Book):
        self._book = book
        self.missing: list[str] = []

    def __getitem__(self, code):
        figure = self._book.figures.get(code)
        if figure is not None and figure.value is not None:
            return figure
        self.missing.append(code)
        mark = mark_safe(f'<mark class="missing">{{{code}}}</mark>')  # a code from our own template
        return {"text": mark, "change_text": mark}


def chapter_context(chapter: ChapterText, book: Book) -> dict:
    """Everything that the chapter's template shows."""
    context = {
        "book": book,
        "chapter": chapter,
        "v": Values(book),
        "title": render_line(chapter.title, book),
        "lead": _kept_together(render_line(chapter.lead, book)),
        "body": render_prose(chapter.body, book),
        "pulls": [render_line(pull, book) for pull in chapter.pulls],
        "notes": [render_line(note, book) for note in chapter.notes],
        "category": chapter.layout if chapter.layout in CATEGORIES else "",
    }
    context.update(_LAYOUTS.get(chapter.layout, lambda book: {})(book))
    if context["category"]:
        colour = signs.colour_of(chapter.layout)
        context["sign"] = signs.sign(chapter.layout, signs.PAPER, ground=colour, title=chapter.title)
    return context


def story_context(story: Story, book: Book, number: int) -> dict:
    """Everything that a story's spread shows; its Markdown holds no figures of the book."""
    return {
        "book": book,
        "story": story,
        "number": number,
        "category": story.category,
        "headline": _kept_together(render_line(story.headline)),
        "lead": _kept_together(render_line(story.lead)),
        "body": render_prose(story.body, heading_level=3),
        "quote": render_line(story.quote),
        "photo": story.picture_address,
        "picture": ""
        if story.picture
        else signs.illustration(
            story.category,
            f"{story.unit_name}\n{story.headline}",
            title=f"Abstrakt illustration i farverne for {story.category_label}",
            variant=number,
        ),
        "sign": signs.sign(story.category, signs.colour_of(story.category), title=story.category_label),
    }


def _kept_together(line):
    """`line` with its last two words bound, so that none of them stands alone on the last line.

    A last word in markup is left as it is: WeasyPrint breaks lines badly where a no-break space meets a tag.
    """
    start, space, last = line.rpartition(" ")
    if not space or start.endswith(">") or "<" in last or ">" in last or len(last) > LONGEST_LAST_WORD:
        return line
    return mark_safe(f"{start}{NO_BREAK_SPACE}{last}")  # only a space was exchanged


def filler_context(book: Book, pull: str, page: int) -> dict:
    """A page that would be empty before a spread: the book's pattern, with a sentence where there is one."""
    pattern = _pattern(8, str(page), ground=signs.ACCENT, inks=(DARK, "#2f8f9d", signs.SUN))
    return {"book": book, "pattern": pattern, "pull": render_line(pull, book) if pull else ""}


def development_tables(book: Book) -> list[Table]:
    """The printed tables in order; blocks of one table stand under one head, footnotes are numbered through."""
    tables: dict[str, list[Row]] = {}
    for block in book.tables:
        rows = tables.setdefault(block.table, [])
        unit = _common_unit(block.figures)
        rows.append(Row("block", block.title, unit=unit))
        heading = ""
        for figure in block.figures:
            if figure.heading and figure.heading != heading:
                rows.append(Row("group", figure.heading, level=figure.level))
            heading = figure.heading
            rows.append(
                Row(
                    "figure",
                    (figure.short_label or figure.label) if figure.heading else figure.label,
                    unit="" if figure.unit in {unit, "antal", "lande", "årsværk"} else figure.unit,
                    figure=figure,
                    level=figure.level + bool(figure.heading),
                    line=charts.sparkline(figure),
                    coverage=f"{figure.contributors} af {book.accepted}" if figure.contributors < book.accepted else "",
                )
            )
    noted, before = [], 0
    for title, rows in tables.items():
        noted.append(_with_notes(title, rows, book.footnotes, before))
        before += len(noted[-1].notes)
    return noted


def _with_notes(title, rows, footnotes, before):
    """The table with its notes, numbered from `before` on; what a unit says in the same words twice is one note."""
    numbers, marked = {}, []
    letters = lettered(row.figure for row in rows if row.figure)
    for row in rows:
        said = [(note.unit_name, note.text) for note in footnotes if row.figure and note.code == row.figure.code]
        for words in said:
            numbers.setdefault(words, before + len(numbers) + 1)
        cells = cells_of(row.figure, letters) if row.figure else ()
        marked.append(replace(row, marks=_marks(sorted({numbers[words] for words in said})), cells=cells))
    return Table(
        title,
        marked,
        tuple(Note(number, *words) for words, number in numbers.items()),
        tuple((letter, entry) for entry, letter in letters.items()),
    )


def _marks(numbers):
    """Numbers as printed behind a row's label: from three in a row on only the first and the last."""
    runs = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return tuple(
        mark
        for run in runs
        for mark in ([(run[0], f"{run[0]}–{run[-1]}")] if len(run) > 2 else [(number, str(number)) for number in run])
    )


def _common_unit(figures):
    """The unit that most rows share, to be said once; counted things need none."""
    units = [figure.unit for figure in figures]
    common = max(dict.fromkeys(units), key=units.count, default="")
    return "" if common in {"antal", "lande", "årsværk", "%"} or units.count(common) < 2 else common


def _pattern(rows, seed, *, ground, inks):
    return signs.growth(7, rows, ground=ground, inks=inks, title="Mønster af cirkler, der vokser", seed=seed)


def _cover(book):
    return {"pattern": _pattern(6, "cover", ground=DARK, inks=(signs.ACCENT, "#2f8f9d", signs.SUN))}


def _colophon(book):
    return {"pattern": _pattern(4, "colophon", ground="#e3f0f2", inks=("#cfe3e6", "#8fc3ca", signs.SUN))}


def _back_cover(book):
    return {"pattern": _pattern(3, "back", ground=DARK, inks=(signs.ACCENT, "#2f8f9d", signs.SUN))}


def _clusters(book):
    return {"units": [unit for unit in book.units if unit.kind == "cluster"]}


def _networks(book):
    hosted = [(name, unit.name) for unit in book.units for name in unit.hosted_networks]
    return {
        "networks": [unit for unit in book.units if unit.kind == "network"],
        "hosted": sorted(hosted, key=lambda pair: danish_key(pair[0])),
    }


def _certification(book):
    return {"levels": [(level, [u for u in book.units if u.level == level]) for level in ("gold", "silver", "bronze")]}


def _series(code):
    def context(book):
        figure = book.figures.get(code)
        return {"chart": charts.columns(figure) if figure else ""}

    return context


def _partners(book):
    return {
        "chart": charts.hub("Klynger og|innovations-|netværk", PARTNERS, title="Samarbejdspartnere omkring klyngerne")
    }


def _funding(book):
    total = book.figures.get("funding_total")
    return {
        "chart": charts.donut(book.funding, title="Den samlede finansiering fordelt på kilder"),
        "series": charts.columns(total) if total else "",
    }


def _services(book):
    return {
        "signs": {
            code: signs.sign(code, signs.PAPER, ground=signs.colour_of(code), title="Kategoriens tegn")
            for code in CATEGORIES
        }
    }


def _international(book):
    return {
        "ranking": charts.ranked_bars(
            book.countries, title="Flest internationale samarbejder", colour=signs.colour_of("international")
        ),
        "parts": charts.parted_bar(
            book.collaborations, title="Internationale samarbejder efter type", colours=COLLABORATION_COLOURS
        ),
    }


def _cases(book):
    return {
        "pattern": _pattern(4, "cases", ground=signs.ACCENT, inks=(DARK, "#2f8f9d", signs.SUN)),
        "cases": [
            (
                story,
                render_line(story.headline),
                signs.sign(
                    story.category, signs.PAPER, ground=signs.colour_of(story.category), title=story.category_label
                ),
            )
            for story in book.stories
        ],
    }


_LAYOUTS = {
    "cover": _cover,
    "colophon": _colophon,
    "back_cover": _back_cover,
    "what_is_a_cluster": _clusters,
    "what_is_a_network": _networks,
    "certification": _certification,
    "secretariats": _series("fte_mean"),
    "companies": _series("companies"),
    "partners": _partners,
    "funding": _funding,
    "services": _services,
    "international": _international,
    "cases": _cases,
    "development": lambda book: {"tables": development_tables(book)},
}
