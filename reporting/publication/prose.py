"""The book's prose: Markdown whose every number is a placeholder filled from the book's figures.

The stories are the units' own words: they are set by the same rules without placeholders.

A placeholder is `{code}` or `{code.form}`. Words of direction are forms too, so a sentence cannot say
»steget« about a figure that fell. What cannot be filled is printed as a visible mark, never left out.
"""

import re
from functools import cache

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from reporting.consolidation.queries import Figure
from reporting.numbers import NO_BREAK_SPACE
from reporting.publication.contents import Book

DEEPEST_NESTING = 12
PLAIN_UNITS = {"", "antal"}  # counted things: the sentence names them itself

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(?:\.([a-z]+))?\}")
_UNITS = r"(?:%|‰|procent(?:point)?\b|mio\.|mia\.|kr\.|årsværk\b|lande\b)"
_NUMBER_AND_UNIT = re.compile(rf"(?<=\d) (?={_UNITS})")
_LEADING_UNIT = re.compile(rf"^ (?={_UNITS})")
_SPLIT_UNIT = re.compile(r"\b(mio\.|mia\.) (?=kr\.)")
_ABOUT = re.compile(r"\b(ca\.) (?=\d)")

_TAGS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "blockquote",
    "span",
    "mark",
    "br",
    "hr",
    "code",
}
_ATTRIBUTES = {"span": {"class", "data-code"}, "mark": {"class"}, "a": {"href"}, "ol": {"start"}}


class _Unfilled(LookupError):
    """The book has no value for the placeholder."""


def render_prose(text: str, book: Book | None = None, *, heading_level: int = 2) -> SafeString:
    """Render Markdown blocks with the book's figures; the first heading gets `heading_level`, none is skipped.

    Without a book braces are text like any other.
    """
    env = {"book": book, "heading_level": heading_level}
    return _cleaned(_markdown().render(text, env))


def render_line(text: str, book: Book | None = None) -> SafeString:
    """Render one line of inline Markdown (a title, a lead, a pull quote), with the book's figures if it is given."""
    return _cleaned(_markdown().renderInline(" ".join(text.split()), {"book": book, "heading_level": 2}))


def unknown_placeholders(text: str, book: Book) -> list[str]:
    """The placeholders that the book cannot fill: unknown code or form, or a figure without that value."""
    unknown = []
    for match in _PLACEHOLDER.finditer(text):
        try:
            _filled(*match.groups(), book)
        except _Unfilled:
            unknown.append(_spelled(*match.groups()))
    return unknown


def why_unfilled(name: str, book: Book) -> str:
    """Why the book cannot fill the placeholder called `name`, as the end of a sentence."""
    code, _point, form = name.partition(".")
    figure = book.figures.get(code)
    if form in _OF_CHANGE and figure is not None and figure.current.is_break:
        return f"kan ikke skrives, for tallet er defineret på ny i {figure.current.year} (brud): skriv sætningen om"
    return "har ingen værdi"


def filled(code: str, form: str, book: Book) -> str | None:
    """What `{code.form}` stands for (`form` may be empty), None where the book cannot fill it."""
    try:
        return _filled(code, form or None, book)
    except _Unfilled:
        return None


def _spelled(code, form):
    return f"{code}.{form}" if form else code


def _filled(code, form, book):
    if form is None and code in book.facts:
        return book.facts[code]
    figure = book.figures.get(code)
    if figure is None or form not in _FORMS:
        raise _Unfilled(code)
    return _FORMS[form](figure)


def _value(figure: Figure):
    if figure.value is None:
        raise _Unfilled(figure.code)
    return figure.text


def _value_with_unit(figure):
    unit = "" if figure.unit in PLAIN_UNITS else NO_BREAK_SPACE + figure.unit.replace(" ", NO_BREAK_SPACE)
    return _value(figure) + unit


def _before(figure):
    if len(figure.series) < 2 or figure.before.value is None:
        raise _Unfilled(figure.code)
    return figure.before.text


def _change(figure):
    if figure.change is None:
        raise _Unfilled(figure.code)
    return figure.change.magnitude.replace("%-point", "procentpoint")


def _by_direction(up, down, level, broken=None):
    """A form that says `up`, `down` or `level` after the printed change; `%s` takes its magnitude.

    Across a break in the series there is no change: then it says `broken`, or is refused where no word fits.
    """

    def form(figure):
        if broken and figure.is_change_across_a_break:
            return broken
        magnitude = _change(figure)
        value = figure.change.value
        text = up if value > 0 else down if value < 0 else level
        return text.replace("%s", magnitude)

    return form


_FORMS = {
    None: _value,
    "unit": _value_with_unit,
    "before": _before,
    "change": _change,
    "rose": _by_direction("steg", "faldt", "var uændret", "er defineret på ny"),
    "risen": _by_direction("steget", "faldet", "uændret", "defineret på ny"),
    "movement": _by_direction(
        "en stigning på %s", "et fald på %s", "på niveau med året før", "tallet efter en ny definition"
    ),
    "more": _by_direction("flere", "færre", "lige så mange"),
}
_OF_CHANGE = {"change", "rose", "risen", "movement", "more"}


@cache
def _markdown():
    markdown = MarkdownIt(
        "commonmark", {"html": False, "maxNesting": DEEPEST_NESTING, "typographer": True, "quotes": "»«›‹"}
    )
    markdown.disable(["image", "html_block", "html_inline", "code"])
    markdown.enable("smartquotes")
    markdown.inline.ruler.before("escape", "placeholder", _read_placeholder)
    markdown.core.ruler.push("typography", _set_typography)
    markdown.core.ruler.push("headings", _set_headings)
    markdown.add_render_rule("placeholder", _write_placeholder)
    return markdown


def _read_placeholder(state, silent):
    match = _PLACEHOLDER.match(state.src, state.pos) if state.env["book"] else None
    if match is None:
        return False
    if not silent:
        token = state.push("placeholder", "", 0)
        token.meta = {"code": match[1], "form": match[2]}
        # What quotation marks and spaces beside it adapt to.
        token.content = filled(match[1], match[2], state.env["book"]) or match[0]
    state.pos = match.end()
    return True


def _write_placeholder(self, tokens, index, options, env):
    code, form = tokens[index].meta["code"], tokens[index].meta["form"]
    text = filled(code, form, env["book"])
    if text is None:
        return f'<mark class="missing">{{{_spelled(code, form)}}}</mark>'
    return f'<span class="figure" data-code="{code}">{escape(text)}</span>'


def _set_typography(state):
    """No line may part a number from its unit."""
    for block in state.tokens:
        before = None
        for token in block.children or ():
            if token.type == "text":
                text = _NUMBER_AND_UNIT.sub(NO_BREAK_SPACE, token.content)
                if before == "placeholder":
                    text = _LEADING_UNIT.sub(NO_BREAK_SPACE, text)
                text = _SPLIT_UNIT.sub(rf"\1{NO_BREAK_SPACE}", text)
                token.content = _ABOUT.sub(rf"\1{NO_BREAK_SPACE}", text)
            before = token.type


def _set_headings(state):
    """Headings follow on from the one above the prose and never skip a level."""
    top = state.env.get("heading_level", 2)
    opened = [token for token in state.tokens if token.type == "heading_open"]
    ranks = {level: rank for rank, level in enumerate(sorted({int(token.tag[1]) for token in opened}))}
    last = top - 1
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open":
            last = min(top + ranks[int(token.tag[1])], last + 1, 5)
            token.tag = state.tokens[index + 2].tag = f"h{last}"


def _cleaned(html):
    cleaned = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None
    )
    return mark_safe(cleaned.replace("&nbsp;", NO_BREAK_SPACE).strip())
