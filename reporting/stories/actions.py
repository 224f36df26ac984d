"""Every write to a case story: its texts, its photo, its place, and what is said about it.

A story is part of its filing: whatever is written takes the filing's row first, so nothing changes in a filing
that was sent. Only comments go on. Texts are saved by field: who changed the lead does not stand in the way of
who changed the body, and of two who changed the same field the later one is shown both.
"""

from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.models import Act
from reporting.stories.models import (
    IN_THE_HAND,
    MOST_STORIES,
    CaseStory,
    StoryComment,
    StoryPhoto,
    StoryState,
    StoryText,
    StoryVersion,
)
from reporting.stories.queries import what_is_missing
from reporting.submissions.actions import take_for_stories, touch

TEXTS = tuple(column.name for column in StoryText._meta.get_fields())


class StoryRefused(Exception):
    """It cannot be done; str() says why and what to do."""


@dataclass(frozen=True)
class StorySaved:
    """What became of a save: the story as it stands, and for each lost race the field and what stands in it."""

    story: CaseStory
    is_changed: bool = False
    became_draft: bool = False
    clashes: dict[str, object] = field(default_factory=dict)


@transaction.atomic
def write_story(*, submission, texts, by, at) -> CaseStory:
    """Begin a story in an open filing, at the first free place; raises StoryRefused when the unit has its three."""
    submission = take_for_stories(submission, at=at)
    told = CaseStory.objects.filter(submission=submission).count()
    if told >= MOST_STORIES:
        raise StoryRefused(_("I har allerede tre cases. Slet en af dem, hvis denne skal med i stedet."))
    story = CaseStory.objects.create(submission=submission, position=told + 1, updated_at=at, updated_by=by, **texts)
    _keep_version(story, by, at)
    touch(submission, at)
    _record(Act.STORY_ADDED, submission, by=by, at=at)
    return story


def _record(act, submission, *, by, at):
    record(act, by=by, at=at, cluster=submission.cluster, year=submission.round.year)


@transaction.atomic
def save_story(*, story, texts, based_on, by, at) -> StorySaved:
    """Save the fields of `texts` that the person changed since version `based_on`; the others stay as they stand.

    Where somebody else changed the same field meanwhile nothing at all is written: both texts come back as a clash.
    The same save again changes nothing. Raises FilingLocked when the filing is not with the unit any more.
    """
    submission = take_for_stories(story.submission, at=at)
    story = _held(story)
    before = _texts_in(story, based_on)
    mine = {name: text for name, text in texts.items() if name not in before or text != before[name]}
    clashes = {name: getattr(story, name) for name in mine if _clash(getattr(story, name), mine[name], before, name)}
    if clashes:
        return StorySaved(story, clashes=clashes)
    changed = {name: text for name, text in mine.items() if getattr(story, name) != text}
    if not changed:
        return StorySaved(story)
    for name, text in changed.items():
        setattr(story, name, text)
    became_draft = story.state == StoryState.READY and bool(what_is_missing(story))
    state = StoryState.DRAFT if became_draft else story.state
    written = CaseStory.objects.filter(pk=story.pk, version=story.version).update(
        **changed, state=state, version=F("version") + 1, updated_at=at, updated_by=by
    )
    if not written:  # the filing's row is taken, so nobody should have come in between
        raise StoryRefused(_("Casen blev ændret i samme øjeblik. Gem igen."))
    story.refresh_from_db()
    _keep_version(story, by, at)
    touch(submission, at)
    return StorySaved(story, is_changed=True, became_draft=became_draft)


def _clash(standing, mine, before, name):
    """Whether somebody else wrote something else into the field since the person saw it."""
    return standing != mine and (name not in before or standing != before[name])


def _texts_in(story, number):
    """The story's texts in one of its versions, empty when that is not known."""
    if number == story.version:
        return {name: getattr(story, name) for name in TEXTS}
    found = StoryVersion.objects.filter(story=story, number=number).values(*TEXTS).first()
    return found or {}


def _keep_version(story, by, at):
    texts = {name: getattr(story, name) for name in TEXTS}
    StoryVersion.objects.create(story=story, number=story.version, by=by, at=at, **texts)


@transaction.atomic
def declare_ready(*, story, based_on, by, at) -> CaseStory:
    """Hand the story to the editor as it was in version `based_on`; raises StoryRefused with all that is missing."""
    submission, story = _taken(story, at)
    if story.version != based_on:
        raise StoryRefused(_("Casen er ændret, siden siden blev hentet. Læs den igen, før den meldes klar."))
    missing = what_is_missing(story)
    if missing:
        raise StoryRefused(" ".join(missing))
    CaseStory.objects.filter(pk=story.pk).update(state=StoryState.READY)
    touch(submission, at)
    _record(Act.STORY_READY, submission, by=by, at=at)
    story.refresh_from_db()
    return story


@transaction.atomic
def take_back(*, story, by, at) -> CaseStory:
    """Make the story a draft again."""
    submission, story = _taken(story, at)
    CaseStory.objects.filter(pk=story.pk).update(state=StoryState.DRAFT)
    touch(submission, at)
    _record(Act.STORY_TAKEN_BACK, submission, by=by, at=at)
    story.refresh_from_db()
    return story


def _taken(story, at):
    return take_for_stories(story.submission, at=at), _held(story)


def _held(story):
    """The story as it stands, held to the end of the transaction; raises StoryRefused when it was deleted meanwhile."""
    held = CaseStory.objects.select_for_update(of=("self",)).select_related("updated_by").filter(pk=story.pk).first()
    if held is None:
        raise StoryRefused(_("Casen er slettet imens. Kopiér det, du har skrevet, og begynd en ny."))
    return held


@transaction.atomic
def move_up(*, story, by, at):
    """Let the story change places with the one before it; the first stays where it is."""
    submission, story = _taken(story, at)
    before = CaseStory.objects.filter(submission=submission, position=story.position - 1).first()
    if before is None or story.position - 1 == IN_THE_HAND:
        return
    for moved, place in ((story, IN_THE_HAND), (before, story.position), (story, before.position)):
        CaseStory.objects.filter(pk=moved.pk).update(position=place)
    touch(submission, at)


@transaction.atomic
def delete_story(*, story, by, at):
    """Take the story and its photo out of the filing for good; raises StoryRefused when the book tells it."""
    submission, story = _taken(story, at)
    photo = StoryPhoto.objects.filter(story=story).first()
    place = story.position
    try:
        with transaction.atomic():
            story.delete()
    except ProtectedError as error:
        raise StoryRefused(
            _("Casen er valgt til bogen og kan ikke slettes. Skriv til Cluster Excellence Denmark.")
        ) from error
    for later in CaseStory.objects.filter(submission=submission, position__gt=place).order_by("position"):
        CaseStory.objects.filter(pk=later.pk).update(position=later.position - 1)
    if photo:
        _drop_files(photo)
    touch(submission, at)
    _record(Act.STORY_DELETED, submission, by=by, at=at)


@transaction.atomic
def put_photo(*, story, developed, seen, focus, by, at) -> StoryPhoto:
    """Put a photo into the story in place of the one the person saw (`seen`: its number, None for none).

    Raises StoryRefused when somebody put in or took out a photo meanwhile.
    """
    submission, story = _taken(story, at)
    standing = _photo_as_seen(story, seen)
    if standing:
        _remove(standing)
    photo = StoryPhoto(story=story, uploaded_at=at, uploaded_by=by)
    _write_sizes(photo, developed, focus)
    touch(submission, at)
    return photo


@transaction.atomic
def cut_photo(*, story, developed, seen, focus, by, at) -> StoryPhoto:
    """Keep the story's photo and show another piece of it."""
    submission, story = _taken(story, at)
    photo = _photo_as_seen(story, seen)
    if photo is None:
        raise StoryRefused(_("Der er ikke noget billede at beskære. Vælg et, og upload det."))
    _drop_files(photo)
    _write_sizes(photo, developed, focus)
    touch(submission, at)
    return photo


@transaction.atomic
def remove_photo(*, story, seen, by, at):
    """Take the photo out of the story; its words stay."""
    submission, story = _taken(story, at)
    photo = _photo_as_seen(story, seen)
    if photo:
        _remove(photo)
        touch(submission, at)


def _photo_as_seen(story, seen):
    photo = StoryPhoto.objects.select_related("uploaded_by").filter(story=story).first()
    if photo and photo.pk != seen:
        raise StoryRefused(
            _("%(who)s har lagt et andet billede ind imens. Se det, og gentag, hvis dit skal bruges i stedet.")
            % {"who": photo.uploaded_by}
        )
    if seen and not photo:
        raise StoryRefused(_("Billedet er taget ud af casen imens. Upload det igen, hvis det skal bruges."))
    return photo


def _write_sizes(photo, developed, focus):
    photo.focus_x, photo.focus_y = focus
    photo.width, photo.height = developed.width, developed.height
    for size in ("original", "page", "web", "whole"):
        getattr(photo, size).save(f"{size}.jpg", ContentFile(getattr(developed, size)), save=False)
    photo.save()
    if what_is_missing(CaseStory.objects.get(pk=photo.story_id)):
        CaseStory.objects.filter(pk=photo.story_id).update(state=StoryState.DRAFT)


def _remove(photo):
    photo.delete()
    _drop_files(photo)


def _drop_files(photo):
    """Remove the files once the rows that named them are surely gone."""
    files = [(getattr(photo, size).storage, getattr(photo, size).name) for size in ("original", "page", "web", "whole")]

    def drop():
        for storage, name in files:
            storage.delete(name)

    transaction.on_commit(drop)


@transaction.atomic
def comment(*, story, text, by, at) -> StoryComment:
    """Say something about the story; also when its filing is locked, for a remark changes nothing in it."""
    return StoryComment.objects.create(story=story, text=text, by=by, at=at)


@transaction.atomic
def add_story(*, submission, category, headline, lead, body, quote="", credit="", alt="", by, at) -> CaseStory:
    """Put a whole story into an open filing, ready for the editor; the same headline again replaces the story."""
    texts = {"category": category, "headline": headline, "lead": lead, "body": body.strip()}
    texts |= {"quote": quote, "credit": credit, "alt": alt}
    story = CaseStory.objects.filter(submission=submission, headline=headline).first()
    if story is None:
        story = write_story(submission=submission, texts=texts, by=by, at=at)
    else:
        story = save_story(story=story, texts=texts, based_on=story.version, by=by, at=at).story
    return declare_ready(story=story, based_on=story.version, by=by, at=at)
