"""A story on its printed pages while it is being written: set outside the web process, within bounds."""

import logging
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from reporting.printing import PRESS_ROOM, PressRoomBusy, PrintingFailed, PrintingTookTooLong
from reporting.publication.queries import book_around_a_story, printed_story
from reporting.publication.spreads import Spread, set_spread
from reporting.stories.models import StoryCategory
from reporting.stories.queries import photo_of

MOST_SECONDS = 10
PATIENCE = 8  # seconds that a preview waits for its turn
SIGNS_TOLD = 20
A_LINE = 8  # words; lines move together, so fewer than that cannot be told apart
STEP = 5  # words are told in steps of so many where they are an estimate


@dataclass(frozen=True)
class Preview:
    """What the page shows: the pictures of the spread (none where it could not be set), and a sentence.

    `is_busy` says that it is worth asking again in a moment.
    """

    pages: tuple[str, ...]
    sentence: str
    is_good: bool
    is_busy: bool = False


# The newest request of each person for each story: while somebody types, older ones wait in vain.
_newest: dict[tuple, object] = {}


def preview_of(story, *, by, on) -> Preview:
    """Set the story with the texts that it has in memory; `on` is the day that the file names. Never raises."""
    asker, request = (by.pk, story.submission_id, story.pk), object()
    _newest[asker] = request
    try:
        spread = PRESS_ROOM.run(
            set_spread,
            *_job_of(story, on),
            timeout=MOST_SECONDS,
            patience=PATIENCE,
            is_wanted=lambda: _newest.get(asker) is request,
        )
    except PressRoomBusy:
        sentence = _("Der er mange om at se deres side lige nu. Prøv igen om lidt.")
        return Preview((), sentence, is_good=False, is_busy=True)
    except PrintingTookTooLong:
        return _without_pages(
            _(
                "Siden blev ikke færdig i tide. Prøv igen om lidt; sker det hver gang, så gør teksten enklere: færre lister, korte linjer og specialtegn."
            )
        )
    except PrintingFailed as failure:
        logging.getLogger(__name__).warning("A preview failed: %s", failure)
        return _without_pages(_("Siden kan ikke vises lige nu. Skriv videre, og prøv igen om lidt."))
    if spread.broken:
        return _without_pages(
            _(
                "Teksten kan ikke sættes, som den står. Se efter lister eller citater inden i hinanden og mange korte linjer."
            )
        )
    sentence = fill_sentence(spread)
    if spread.unknown:
        sentence += " " + _("Bogens skrift har ikke disse tegn: %(signs)s") % {"signs": spread.unknown[:SIGNS_TOLD]}
    return Preview(spread.pages, sentence, is_good=spread.room >= 0 and not spread.unknown)


def _without_pages(sentence):
    return Preview((), sentence, is_good=False)


def _job_of(story, on):
    """What the child needs to know, in Danish like the book; gaps are filled with what belongs there."""
    with override("da"):
        book = book_around_a_story(story.submission.round, on=on)
        label = story.get_category_display() if story.category else "Kategori"
        told = printed_story(story, _picture_of(story))
        filled = {
            "category": told.category or StoryCategory.MATCHMAKING.value,
            "category_label": str(label),
            "headline": told.headline or "Overskrift",
        }
    return book, replace(told, **filled), story.position


def _picture_of(story):
    photo = photo_of(story) if story.pk else None
    if photo is None:
        return b""
    try:
        with photo.web.open("rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def fill_sentence(spread: Spread) -> str:
    """How the text fills its spread, in words."""
    if -A_LINE < spread.room < 0:
        return _("Nogle få ord for mange til opslaget, også med den mindste skrift. Spar en linje eller to.")
    if spread.room < 0:
        return _("%(count)d ord for mange til opslaget, også med den mindste skrift.") % {"count": -spread.room}
    if spread.fit:
        return ngettext(
            "Teksten er sat med mindre skrift for at kunne være der. Med %(count)d ord færre får den bogens egen størrelse.",
            "Teksten er sat med mindre skrift for at kunne være der. Med %(count)d ord færre får den bogens egen størrelse.",
            spread.to_cut,
        ) % {"count": max(spread.to_cut, 1)}
    if spread.room < STEP:
        return _("Opslaget er fyldt helt ud.")
    return _("Plads til ca. %(count)d ord mere.") % {"count": spread.room // STEP * STEP}
