"""One story set alone on its two pages: as pictures, and with how many words too many it has or could still have.

It goes through the same typesetting as the book. What calls this is a child process (reporting.printing), because
a page of hostile text may take for ever.
"""

import atexit
import base64
import io
import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import cycle, islice

from django.utils.html import escape
from django.utils.safestring import mark_safe
from PIL import Image

from reporting.publication.contents import Book, Story
from reporting.publication.layouts import story_context
from reporting.publication.typesetting import FITS, STORY_PAGES, Press, open_type_case

FIRST_PAGE = 2  # a left page
PAGE_WIDTH = 800  # pixels of a page's picture
COLOURS = 64  # of a page without a photo
ROOMY = 480  # words that a whole spread takes at most, and some more
LEAST_FILLER = 40
FILLER = (  # words of the usual length
    "virksomheder og forskere mødes når nye ideer skal prøves af sammen og klyngens medarbejdere kender dem der kan "
    "hjælpe videre med viden udstyr eller penge"
)
_UNKNOWN = re.compile(r'unsupported by fonts: "(.+)" \(')
HYPHEN = "\u2010"  # what the typesetting puts where it parts a word


@dataclass(frozen=True)
class Spread:
    """The set spread: its pages as `data:` addresses of PNG or JPEG files, its PDF, and how the text fills it.

    `room` is how many words more there is room for, negative for words too many; `fit` is how tight it was set (see
    FITS); `to_cut` is how many words less the book's own size would take. `unknown` are signs that the book's type
    does not have, `broken` says why the story could not be set.
    """

    pages: tuple[str, ...] = field(repr=False)
    pdf: bytes = field(repr=False)
    fit: int
    room: int
    to_cut: int = 0
    unknown: str = ""
    broken: str = ""


@cache
def _type_case():
    return open_type_case()


atexit.register(_type_case.cache_clear)  # fonts are given back while there still is something to give them to


def set_spread(book: Book, story: Story, number: int, width: int = PAGE_WIDTH) -> Spread:
    """Set `story` as the book does; `number` chooses the illustration of a story without a photo."""
    press = Press(replace(book, stories=(story,)), _type_case())
    part = press.story(story, number)
    press.set(part, FIRST_PAGE)
    with _unknown_signs() as unknown:
        pdf = press.write([part])
    pages = _pictures(pdf, width, has_photo=bool(story.picture))
    if part.broken:
        return Spread(pages, pdf, part.fit, 0, broken=part.broken)
    roomy = _room(press, part, story, number, FITS[0])
    if part.length > STORY_PAGES:
        room = min(_room(press, part, story, number, FITS[-1]), -1)
    else:
        room = max(roomy, 0) if part.fit == FITS[0] else 0
    return Spread(pages, pdf, part.fit, room, to_cut=max(-roomy, 0), unknown="".join(dict.fromkeys(unknown)))


@contextmanager
def _unknown_signs():
    """The signs that WeasyPrint complains about while drawing, which would flood the log: one line for each."""
    signs = []
    handler = logging.Handler()
    handler.emit = lambda record: signs.extend(_UNKNOWN.findall(record.getMessage()))
    log = logging.getLogger("weasyprint")
    log.addHandler(handler)
    log.propagate, propagated = False, log.propagate
    try:
        yield signs
    finally:
        log.removeHandler(handler)
        log.propagate = propagated


def _room(press, part, story, number, fit):
    """How many words more the spread holds at this size; negative: how many stand beyond it.

    The story is set with words of the usual length behind it, and those that fall off the spread are counted. The
    credit stands first for once, so that it takes its room whatever falls off.
    """
    own = len(story.body.split())
    filler = list(islice(cycle(FILLER.split()), max(LEAST_FILLER, ROOMY - own)))
    extra = mark_safe(f"<p>{escape(' '.join(filler))}</p>")  # words of our own
    measured = press.story(story, number)
    measured.start = part.start
    measured.context |= story_context(story, press.book, number) | {"filler": extra}
    return len(filler) - _words_beyond(press.render("story", measured, fit))


def _words_beyond(document):
    """The words that a layout has after the spread; one that is parted between lines counts once."""
    words = 0
    for page in document.pages[STORY_PAGES:]:
        for line in _lines(page._page_box):
            pieces = "".join(getattr(box, "text", "") for box in line.descendants())
            words += len(pieces.split()) - pieces.rstrip().endswith(HYPHEN)
    return words


def _lines(page_box):
    """The lines of the page's text, without those of its margins."""
    from weasyprint.formatting_structure import boxes

    for child in page_box.children:
        if not isinstance(child, boxes.MarginBox):
            yield from (box for box in child.descendants() if isinstance(box, boxes.LineBox))


def _pictures(pdf, width, *, has_photo):
    """The spread's pages as `data:` addresses; a photo as JPEG, which is a tenth of the size."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for index in range(min(STORY_PAGES, len(document))):
        page = document[index]
        image = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
        written, kind = io.BytesIO(), "JPEG" if has_photo and index == 0 else "PNG"
        if kind == "PNG":
            image = image.quantize(COLOURS, dither=Image.Dither.NONE)  # flat colours: a third of the size
        image.save(written, kind)
        pages.append(f"data:image/{kind.lower()};base64,{base64.b64encode(written.getvalue()).decode()}")
    document.close()
    return tuple(pages)
