"""The preview of a story that is being written: the real press room, its bounds, and its sentences."""

import datetime
import time

import pytest

from reporting.printing import PRESS_ROOM, PressRoom, PressRoomBusy, PrintingFailed, PrintingTookTooLong
from reporting.publication import previews
from reporting.publication.previews import fill_sentence, preview_of
from reporting.publication.spreads import Spread
from reporting.stories.models import CaseStory, StoryPhoto
from reporting.submissions.actions import start
from tests import builders
from tests.builders import WHOLE_STORY

ADDRESS = "/indberetning/2019/alfa/cases/side/"
ON = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """What is tested is the page; how long it may take on a busy machine is tested by itself."""
    monkeypatch.setattr(previews, "MOST_SECONDS", 60)
    monkeypatch.setattr(previews, "PATIENCE", 60)


@pytest.fixture
def draft(cast, round_):
    """Alfa's filing, begun."""
    return start(round_=round_, cluster=cast.alfa)


def test_a_text_that_nobody_saved_is_shown_on_its_pages(draft, as_):
    alma = as_("alma")
    answer = alma.post(ADDRESS, WHOLE_STORY)
    assert answer.status_code == 200
    assert answer.text.count('<img src="data:image/png;base64,') == 2
    assert "Plads til ca. " in answer.text
    assert "<title>" in answer.text  # without the script: a page of its own
    inside = alma.post(ADDRESS, WHOLE_STORY, headers={"X-Requested-With": "fetch"})
    assert "<title>" not in inside.text
    assert inside.text.count("<img ") == 2
    assert CaseStory.objects.count() == 0


def test_the_photo_that_is_saved_reaches_the_page(draft, as_, cast):
    story = builders.put_photo(builders.tell(draft, by=cast.alma), by=cast.alma)
    answer = as_("rune").post(ADDRESS, {**WHOLE_STORY, "story": story.pk})
    assert 'src="data:image/jpeg;base64,' in answer.text
    StoryPhoto.objects.get().web.delete(save=False)  # a lost file gives the illustration, not an error
    assert 'src="data:image/jpeg;base64,' not in as_("rune").post(ADDRESS, {**WHOLE_STORY, "story": story.pk}).text


def test_a_story_without_a_word_has_a_page_too(draft, cast):
    preview = preview_of(CaseStory(submission=draft), by=cast.alma, on=ON)
    assert (len(preview.pages), preview.is_good) == (2, True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"body": "a" * 9001}, "brødtekst: "),
        ({"headline": "a" * 91}, "overskrift: "),
        ({"lead": "a" * 501}, "indledning: "),
        ({"category": "sladder"}, "kategori: "),
        ({"body": "a\x00b"}, "brødtekst: "),
        ({"story": "x"}, ""),
    ],
)
def test_what_is_out_of_bounds_is_said_and_never_set(changes, words, draft, as_, monkeypatch):
    monkeypatch.setattr(previews, "PRESS_ROOM", None)
    answer = as_("alma").post(ADDRESS, {**WHOLE_STORY, **changes})
    assert answer.status_code == 200
    assert words in answer.text.lower()
    assert "data:image" not in answer.text


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (PressRoomBusy("x"), "Der er mange om at se deres side"),
        (PrintingTookTooLong("x"), "Siden blev ikke færdig i tide."),
        (PrintingFailed("x"), "Siden kan ikke vises lige nu."),
    ],
)
def test_a_press_that_fails_gives_a_sentence(failure, words, draft, cast, monkeypatch):
    class Broken:
        def run(self, *args, **options):
            raise failure

    monkeypatch.setattr(previews, "PRESS_ROOM", Broken())
    preview = preview_of(CaseStory(submission=draft, **WHOLE_STORY), by=cast.alma, on=ON)
    assert (preview.pages, preview.is_good, preview.is_busy) == ((), False, isinstance(failure, PressRoomBusy))
    assert preview.sentence.startswith(words)


def test_a_request_that_a_newer_one_of_the_same_person_overtook_is_not_set(draft, cast, monkeypatch):
    """While one is set, two more wait: of those the older is let go when its turn comes."""
    done = []

    class Press:
        def run(self, job, book, told, number, *, is_wanted, **options):
            if told.headline == "Den første":  # meanwhile the person types on, and somebody else too
                preview_of(CaseStory(submission=draft, headline="Den anden"), by=cast.alma, on=ON)
                preview_of(CaseStory(submission=draft, headline="Antons"), by=cast.anton, on=ON)
            if not is_wanted():
                raise PressRoomBusy("x")
            done.append(told.headline)
            return spread(room=9)

    monkeypatch.setattr(previews, "PRESS_ROOM", Press())
    first = preview_of(CaseStory(submission=draft, headline="Den første"), by=cast.alma, on=ON)
    assert (done, first.is_busy) == (["Den anden", "Antons"], True)


def test_a_page_that_hangs_is_given_up_and_the_next_one_is_set(draft):
    room = PressRoom()
    try:
        with pytest.raises(PrintingTookTooLong):
            room.run(time.sleep, 600, timeout=1)
        assert room.run(abs, -1, timeout=30) == 1
    finally:
        room.close()


def test_what_is_not_wanted_any_more_is_not_begun():
    room = PressRoom()
    with pytest.raises(PressRoomBusy):
        room.run(abs, -1, timeout=1, is_wanted=lambda: False)
    assert room._process is None


def test_who_has_patience_waits_only_so_long():
    room = PressRoom()
    room._lock.acquire()
    with pytest.raises(PressRoomBusy):
        room.run(abs, -1, timeout=1, patience=0.05)
    room._lock.release()
    room.close()


def spread(**fields):
    return Spread(**({"pages": (), "pdf": b"", "fit": 0, "room": 0} | fields))


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (spread(room=33), "Plads til ca. 30 ord mere."),
        (spread(room=4), "Opslaget er fyldt helt ud."),
        (
            spread(room=-1),
            "Nogle få ord for mange til opslaget, også med den mindste skrift. Spar en linje eller to.",
        ),
        (spread(room=-41), "41 ord for mange til opslaget, også med den mindste skrift."),
        (
            spread(fit=1, to_cut=17),
            "Teksten er sat med mindre skrift for at kunne være der. Med 17 ord færre får den bogens egen størrelse.",
        ),
    ],
)
def test_how_the_text_fills_its_spread_is_said_in_words(made, sentence):
    assert fill_sentence(made) == sentence


def test_the_press_room_is_left_as_it_was():
    """The last of this file: no child outlives the tests."""
    PRESS_ROOM.close()
    assert PRESS_ROOM._process is None
