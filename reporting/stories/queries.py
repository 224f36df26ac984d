"""Reads that serve the pages of the case stories, the review and the book."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from reporting.stories.models import MOST_STORIES, CaseStory, StoryCategory, StoryPhoto


def stories_of(submission):
    """The filing's stories in the unit's order, with who wrote last."""
    return CaseStory.objects.filter(submission=submission).select_related("updated_by", "photo")


def story_or_404(submission, story_id) -> CaseStory:
    """One story of the filing; raises Http404 for any other."""
    return get_object_or_404(stories_of(submission).select_related("submission"), pk=story_id)


def photo_of(story) -> StoryPhoto | None:
    """The story's photo, None while there is none."""
    return StoryPhoto.objects.filter(story=story).first()


def authors_of(story):
    """Everybody who wrote in the story, in the order in which they came to it."""
    names = story.versions.order_by("number").values_list("by__name", "by__email")
    return list(dict.fromkeys(name or email for name, email in names))


def comments_on(story):
    """What was said about the story, the oldest first."""
    return story.comments.select_related("by")


def what_is_missing(story) -> list[str]:
    """What the story lacks to be ready for the editor, each as a sentence that says what to do."""
    sentences = {
        "category": _("Vælg en kategori."),
        "headline": _("Skriv en overskrift."),
        "lead": _("Skriv en indledning."),
        "body": _("Skriv en brødtekst."),
    }
    missing = [sentence for name, sentence in sentences.items() if not getattr(story, name)]
    if photo_of(story) is None:
        return missing
    if not story.alt:
        missing.append(_("Beskriv, hvad man ser på billedet."))
    if not story.credit:
        missing.append(_("Skriv, hvem der har taget billedet."))
    if not story.consent:
        missing.append(_("Bekræft, at de, der er på billedet, har sagt ja."))
    return missing


@dataclass(frozen=True)
class StoryRow:
    """One story in the list, with what it lacks and how many remarks it has."""

    story: CaseStory
    missing: list[str]
    comments: int

    @property
    def photo(self):
        """The photo, None while there is none."""
        return getattr(self.story, "photo", None)


@dataclass(frozen=True)
class Shelf:
    """A filing's stories and the places that are still free."""

    rows: tuple[StoryRow, ...]

    @property
    def free(self) -> range:
        """The numbers of the free places."""
        return range(len(self.rows) + 1, MOST_STORIES + 1)


def shelf_of(submission) -> Shelf:
    """The stories of a filing as its list shows them."""
    return Shelf(
        tuple(StoryRow(story, what_is_missing(story), story.comments.count()) for story in stories_of(submission))
    )


def categories():
    """The five categories as (code, name, what belongs there)."""
    examples = {
        StoryCategory.MATCHMAKING: _("I førte nogen sammen, og der kom noget ud af det."),
        StoryCategory.PROJECTS: _("Virksomheder og videninstitutioner løste en opgave sammen."),
        StoryCategory.COMPETENCE: _("Nogen lærte noget, som de bruger i dag."),
        StoryCategory.INTERNATIONAL: _("En virksomhed kom ud i verden, eller verden kom til jer."),
        StoryCategory.DISSEMINATION: _("Viden nåede ud til dem, der kunne bruge den."),
    }
    return [(code.value, code.label, examples[code]) for code in StoryCategory]
