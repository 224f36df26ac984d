"""One story set alone on its two real pages: what stands there, its photo, and how many words too many."""

import base64
import dataclasses
import io
import re

import pytest
from PIL import Image
from pypdf import PdfReader

from reporting.printing import PressRoom, PrintingTookTooLong
from reporting.publication.spreads import set_spread
from reporting.stories.models import CaseStory
from reporting.stories.photos import develop
from tests import builders
from tests.publication.sample_book import sample_book

BOOK = dataclasses.replace(sample_book(), chapters=(), stories=())
STORY = sample_book().stories[0]
PHOTO = develop(builders.upload(builders.photo_bytes())).web
WORD = "ordet"


def story(words=None, **changes):
    """The first story of the sample, or one of so many words in paragraphs of thirty."""
    if words is not None:
        paragraphs = [" ".join([WORD] * len(range(at, min(at + 30, words)))) for at in range(0, words, 30)]
        changes["body"] = "\n\n".join(paragraphs)
    return dataclasses.replace(STORY, **changes)


def texts(spread):
    return [page.extract_text() for page in PdfReader(io.BytesIO(spread.pdf)).pages]


def squeezed(text):
    return re.sub(r"[\s\u2010\u00ad-]+", "", text)


def picture(address):
    kind, _comma, data = address.partition(",")
    return kind, Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")


def test_the_spread_is_two_pages_with_the_story_s_words():
    spread = set_spread(BOOK, STORY, 1)
    left, right = texts(spread)
    assert squeezed(STORY.quote) in squeezed(left)
    for part in (STORY.headline, STORY.lead, STORY.body.strip().splitlines()[0], STORY.credit, STORY.unit_name):
        assert squeezed(part) in squeezed(right)
    assert [picture(page)[1].size for page in spread.pages] == [(800, 1029), (800, 1029)]
    assert spread.broken == ""


@pytest.mark.press
def test_the_photo_fills_the_left_page_with_its_description():
    with_photo = story(picture=PHOTO, alt="Et rødt og et blåt felt.")
    spread = set_spread(BOOK, with_photo, 1)
    kind, left = picture(spread.pages[0])
    assert kind.startswith("data:image/jpeg")
    for place, colour in (((40, 400), (200, 30, 30)), ((760, 400), (30, 30, 200)), ((700, 10), (250, 250, 250))):
        assert all(abs(a - b) < 20 for a, b in zip(left.getpixel(place), colour, strict=True)), place
    structure = str(PdfReader(io.BytesIO(spread.pdf)).trailer["/Root"]["/StructTreeRoot"].get_object())
    assert structure
    assert "Et rødt og et blåt felt." in alternatives(spread.pdf)
    assert all("Abstrakt illustration" not in text for text in alternatives(spread.pdf))


def alternatives(pdf):
    """The words that stand for pictures in the file's structure."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    return found


@pytest.mark.press
def test_the_same_story_gives_the_same_bytes():
    one, two = (set_spread(BOOK, story(picture=PHOTO), 1) for _turn in range(2))
    assert (one.pdf, one.pages) == (two.pdf, two.pages)


@pytest.mark.press
def test_one_word_more_never_makes_more_room():
    """From an empty page to far too much, also across the sizes of type: the room only shrinks."""
    rooms = []
    for words in (0, 60, 120, 240, 330, 360, 390, 400, 410, 430, 460, 500, 560, 700):
        spread = set_spread(BOOK, story(words), 1)
        rooms.append((words, spread.room, spread.to_cut))
    for (_words, room, to_cut), (_more, less_room, more_to_cut) in zip(rooms, rooms[1:], strict=False):
        assert less_room <= room
        assert more_to_cut >= to_cut
    assert rooms[0][1] > 300
    assert rooms[-1][1] < -100


@pytest.mark.press
def test_the_words_too_many_are_those_that_have_to_go():
    """Take away as many words as it says, and the story fits; take away far fewer, and it does not."""
    over = set_spread(BOOK, story(620), 1)
    assert over.room < 0
    assert set_spread(BOOK, story(620 + over.room - 25), 1).room >= 0  # three lines stay together
    assert set_spread(BOOK, story(620 + over.room + 25), 1).room < 0


@pytest.mark.press
def test_the_room_that_is_told_is_there():
    spread = set_spread(BOOK, story(300), 1)
    more = " ".join([WORD] * (spread.room - 15))  # two lines less
    filled = set_spread(BOOK, story(body=f"{story(300).body}\n\n{more}"), 1)
    assert (spread.fit, filled.fit) == (0, 0)
    assert 0 <= filled.room <= 30


def test_a_story_that_cannot_be_set_says_so():
    spread = set_spread(BOOK, story(body="ord " * 20_000), 1)
    assert spread.broken.startswith("teksten er på")


HOSTILE = {
    "quotes in quotes": ">" * 4000 + " dybt",
    "lists in lists": "\n".join("  " * depth + "- punkt" for depth in range(400)),
    "brackets": "[" * 8000,
    "stars": "*a " * 3000,
    "emphasis": "**" * 4000 + "a",
    "links": "[a](" * 2000,
    "one long word": "a" * 9000,
    "backticks": "`" * 8999,
    "entities": "&#x10FFFF;" * 800,
    "html": '<img src="file:///etc/passwd"><link rel="stylesheet" href="http://127.0.0.1:9/x.css">' * 90,
    "directions": "\u202e\u2066" * 2000 + "tekst",
    "combining": "a" + "\u0301" * 8000,
    "emoji": "👩‍👩‍👧‍👦" * 500,
    "empty": "",
    "headings": "# a\n" * 2000,
    "rules": "---\n\n" * 1500,
}


@pytest.fixture(scope="module")
def room():
    """A press room of the tests' own."""
    room = PressRoom()
    yield room
    room.close()


@pytest.mark.press
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_gives_two_pages_or_a_sentence_within_its_time(kind, room):
    body = HOSTILE[kind][: CaseStory._meta.get_field("body").max_length]
    try:
        spread = room.run(set_spread, BOOK, story(body=body), 1, timeout=30)
    except PrintingTookTooLong:
        return  # given up, and the next one gets a new process
    assert spread.broken or len(spread.pages) == 2
    assert not any("root:" in text for text in texts(spread))


def test_signs_that_the_type_lacks_are_told_once_each():
    assert set_spread(BOOK, story(body="Tak 👍 og 👍 igen"), 1).unknown == "👍"
    assert set_spread(BOOK, STORY, 1).unknown == ""


def test_thousands_of_lines_are_not_set():
    assert "linjer" in set_spread(BOOK, story(body="# a\n" * 500), 1).broken
