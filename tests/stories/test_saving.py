"""What becomes of a story that is written, saved by several, handed in, moved and deleted."""

import pytest

from reporting.publication.actions import begin_report, choose_stories
from reporting.stories import actions
from reporting.stories.actions import StoryRefused, declare_ready, save_story, take_back, write_story
from reporting.stories.models import CaseStory, StoryComment, StoryPhoto, StoryState, StoryVersion
from reporting.stories.photos import develop
from reporting.stories.queries import authors_of, what_is_missing
from reporting.submissions.actions import FilingLocked, start, submit
from reporting.submissions.models import Status
from tests import builders
from tests.builders import AT, WHOLE_STORY


@pytest.fixture
def draft(cast, round_):
    """Alfa's filing, begun."""
    return start(round_=round_, cluster=cast.alfa)


@pytest.fixture
def story(draft, cast):
    """A story with all its words, by Alma."""
    return builders.tell(draft, by=cast.alma)


def save(story, by, based_on=1, **texts):
    return save_story(story=story, texts=texts, based_on=based_on, by=by, at=AT)


def words(story):
    story.refresh_from_db()
    return {name: getattr(story, name) for name in WHOLE_STORY}


def order(filing):
    return list(filing.stories.order_by("position").values_list("headline", "position"))


# Drafts.


def test_a_draft_may_have_gaps(draft, cast):
    story = write_story(submission=draft, texts={"headline": "Kun en overskrift"}, by=cast.anton, at=AT)
    assert (story.state, story.version, story.updated_by) == (StoryState.DRAFT, 1, cast.anton)
    assert what_is_missing(story) == ["Vælg en kategori.", "Skriv en indledning.", "Skriv en brødtekst."]


def test_there_are_three_places_and_no_fourth(draft, cast):
    for headline in ("En", "To", "Tre"):
        builders.tell(draft, headline=headline, by=cast.alma)
    with pytest.raises(StoryRefused, match="I har allerede tre cases"):
        builders.tell(draft, headline="Fire", by=cast.alma)
    assert order(draft) == [("En", 1), ("To", 2), ("Tre", 3)]


def test_a_save_changes_what_was_changed_and_counts(story, cast):
    before = story.submission.version
    saved = save(story, cast.anton, **WHOLE_STORY | {"lead": "En ny indledning."})
    assert (saved.is_changed, saved.clashes, saved.story.version) == (True, {}, 2)
    assert (saved.story.updated_by, words(story)) == (cast.anton, WHOLE_STORY | {"lead": "En ny indledning."})
    story.submission.refresh_from_db()
    assert story.submission.version == before + 2  # the story was begun, and changed


def test_the_same_save_again_is_the_same_save(story, cast):
    for _turn in range(2):
        save(story, cast.alma, lead="En ny indledning.")
    assert words(story)["lead"] == "En ny indledning."
    assert CaseStory.objects.get().version == 2
    assert StoryVersion.objects.count() == 2


def test_every_version_is_kept_with_who_and_what(story, cast):
    save(story, cast.anton, lead="Anden.")
    save(story, cast.alma, based_on=2, lead="Tredje.")
    kept = StoryVersion.objects.values_list("number", "lead", "by__name")
    assert list(kept) == [(1, WHOLE_STORY["lead"], "Alma"), (2, "Anden.", "Anton"), (3, "Tredje.", "Alma")]
    assert authors_of(story) == ["Alma", "Anton"]


# Two people.


def test_two_who_change_different_fields_do_not_stand_in_each_other_s_way(story, cast):
    save(story, cast.anton, **WHOLE_STORY | {"lead": "Antons indledning."})
    saved = save(story, cast.alma, **WHOLE_STORY | {"body": "Almas brødtekst."})
    assert saved.clashes == {}
    assert words(story) == WHOLE_STORY | {"lead": "Antons indledning.", "body": "Almas brødtekst."}


def test_of_two_who_change_one_field_the_later_gets_both_texts_and_nothing_is_written(story, cast):
    save(story, cast.anton, lead="Antons indledning.")
    saved = save(story, cast.alma, **WHOLE_STORY | {"lead": "Almas indledning.", "body": "Almas brødtekst."})
    assert (saved.is_changed, saved.clashes) == (False, {"lead": "Antons indledning."})
    assert words(story) == WHOLE_STORY | {"lead": "Antons indledning."}
    chosen = save(story, cast.alma, based_on=2, lead="Almas indledning.", body="Almas brødtekst.")
    assert (chosen.clashes, words(story)["lead"]) == ({}, "Almas indledning.")
    assert StoryVersion.objects.get(number=2).lead == "Antons indledning."


def test_the_same_text_from_two_is_no_clash(story, cast):
    save(story, cast.anton, lead="Den samme.")
    assert save(story, cast.alma, lead="Den samme.").clashes == {}


@pytest.mark.parametrize("unknown", [0, 99])
def test_a_save_that_does_not_say_what_it_saw_overwrites_nothing(unknown, story, cast):
    saved = save(story, cast.alma, based_on=unknown, lead="Blindt.", headline=WHOLE_STORY["headline"])
    assert saved.clashes == {"lead": WHOLE_STORY["lead"]}
    assert words(story) == WHOLE_STORY


# Ready.


def test_a_whole_story_can_be_declared_ready_and_taken_back(story, cast):
    assert declare_ready(story=story, based_on=1, by=cast.alma, at=AT).state == StoryState.READY
    assert take_back(story=story, by=cast.alma, at=AT).state == StoryState.DRAFT


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        ("category", "Vælg en kategori."),
        ("headline", "Skriv en overskrift."),
        ("lead", "Skriv en indledning."),
        ("body", "Skriv en brødtekst."),
    ],
)
def test_what_is_missing_is_said_and_refuses(gap, sentence, draft, cast):
    story = builders.tell(draft, by=cast.alma, **{gap: ""})
    with pytest.raises(StoryRefused) as refused:
        declare_ready(story=story, based_on=1, by=cast.alma, at=AT)
    assert str(refused.value) == sentence
    assert CaseStory.objects.get().state == StoryState.DRAFT


def test_a_photo_wants_its_words_and_the_consent_of_those_on_it(story, cast):
    developed = develop(builders.upload(builders.photo_bytes()))
    actions.put_photo(story=story, developed=developed, seen=None, focus=(50, 50), by=cast.alma, at=AT)
    assert what_is_missing(story) == [
        "Beskriv, hvad man ser på billedet.",
        "Skriv, hvem der har taget billedet.",
        "Bekræft, at de, der er på billedet, har sagt ja.",
    ]
    save(story, cast.alma, alt="To svejsere.", credit="Foto: Anna", consent=True)
    assert what_is_missing(CaseStory.objects.get()) == []


def test_a_story_that_changed_meanwhile_is_not_declared_ready_unread(story, cast):
    save(story, cast.anton, lead="En ny indledning.")
    with pytest.raises(StoryRefused, match="er ændret, siden siden blev hentet"):
        declare_ready(story=story, based_on=1, by=cast.alma, at=AT)


def test_a_ready_story_that_loses_something_is_a_draft_again(story, cast):
    declare_ready(story=story, based_on=1, by=cast.alma, at=AT)
    kept = save(story, cast.alma, lead="En ny indledning.")
    assert (kept.became_draft, kept.story.state) == (False, StoryState.READY)
    lost = save(story, cast.alma, based_on=2, lead="")
    assert (lost.became_draft, lost.story.state) == (True, StoryState.DRAFT)


def test_a_photo_without_words_makes_a_ready_story_a_draft_again(story, cast):
    declare_ready(story=story, based_on=1, by=cast.alma, at=AT)
    developed = develop(builders.upload(builders.photo_bytes()))
    actions.put_photo(story=story, developed=developed, seen=None, focus=(50, 50), by=cast.alma, at=AT)
    assert CaseStory.objects.get().state == StoryState.DRAFT


# Places.


def test_a_story_moves_up_and_the_first_stays(draft, cast):
    _first, second, third = (builders.tell(draft, headline=name, by=cast.alma) for name in ("En", "To", "Tre"))
    actions.move_up(story=third, by=cast.alma, at=AT)
    assert order(draft) == [("En", 1), ("Tre", 2), ("To", 3)]
    actions.move_up(story=third, by=cast.alma, at=AT)
    actions.move_up(story=third, by=cast.alma, at=AT)
    assert order(draft) == [("Tre", 1), ("En", 2), ("To", 3)]


def test_the_others_close_up_when_a_story_is_deleted(draft, cast):
    first, _second, _third = (builders.tell(draft, headline=name, by=cast.alma) for name in ("En", "To", "Tre"))
    actions.delete_story(story=first, by=cast.alma, at=AT)
    assert order(draft) == [("To", 1), ("Tre", 2)]
    builders.tell(draft, headline="Fire", by=cast.alma)
    assert order(draft) == [("To", 1), ("Tre", 2), ("Fire", 3)]


def test_a_story_that_the_book_tells_is_not_deleted(round_, story, cast):
    builders.put_photo(story, by=cast.alma)
    choose_stories(report=begin_report(round_=round_), stories=[story], by=cast.edith, at=builders.AT)
    with pytest.raises(StoryRefused, match="valgt til bogen"):
        actions.delete_story(story=story, by=cast.alma, at=AT)
    assert StoryPhoto.objects.get().page.storage.exists(StoryPhoto.objects.get().page.name)


# Photos.


def files(settings):
    return sorted(path.name for path in settings.MEDIA_ROOT.rglob("*.jpg"))


def put(story, by, seen):
    developed = develop(builders.upload(builders.photo_bytes()))
    return actions.put_photo(story=story, developed=developed, seen=seen, focus=(50, 50), by=by, at=AT)


FOUR = ["original.jpg", "page.jpg", "web.jpg", "whole.jpg"]


def test_another_photo_leaves_no_file_of_the_old_one(story, cast, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = put(story, cast.alma, None)
        second = put(story, cast.alma, first.pk)
    assert files(settings) == FOUR
    with django_capture_on_commit_callbacks(execute=True):
        cut = recut_at(story, second, 0, cast)
    assert files(settings) == FOUR
    assert (cut.pk, cut.focus_x) == (second.pk, 0)
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_story(story=story, by=cast.alma, at=AT)
    assert files(settings) == []


def recut_at(story, photo, where, cast):
    developed = develop(builders.upload(builders.photo_bytes()), focus=(where, 50))
    return actions.cut_photo(story=story, developed=developed, seen=photo.pk, focus=(where, 50), by=cast.alma, at=AT)


def test_who_did_not_see_the_newest_photo_does_not_replace_it(story, cast):
    first = put(story, cast.anton, None)
    with pytest.raises(StoryRefused, match="Anton har lagt et andet billede ind imens"):
        put(story, cast.alma, None)
    with pytest.raises(StoryRefused, match="Anton har lagt et andet billede ind imens"):
        actions.remove_photo(story=story, seen=first.pk + 1, by=cast.alma, at=AT)
    actions.remove_photo(story=story, seen=first.pk, by=cast.alma, at=AT)
    with pytest.raises(StoryRefused, match="taget ud af casen imens"):
        recut_at(story, first, 0, cast)
    assert StoryPhoto.objects.count() == 0


# Locked.


def test_what_was_sent_lies_fast_but_for_remarks(cast, round_):
    filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    story = builders.tell(filing, by=cast.alma)
    builders.put_photo(story, by=cast.alma)
    filing.refresh_from_db()
    submit(submission=filing, by=cast.alma, at=AT, version=filing.version)
    photo = StoryPhoto.objects.get()
    developed = develop(builders.upload(builders.photo_bytes()))
    for act in (
        lambda: save(story, cast.alma, based_on=2, lead="Nyt."),
        lambda: declare_ready(story=story, based_on=2, by=cast.alma, at=AT),
        lambda: take_back(story=story, by=cast.alma, at=AT),
        lambda: builders.tell(filing, by=cast.alma),
        lambda: actions.move_up(story=story, by=cast.alma, at=AT),
        lambda: actions.delete_story(story=story, by=cast.alma, at=AT),
        lambda: actions.remove_photo(story=story, seen=photo.pk, by=cast.alma, at=AT),
        lambda: actions.put_photo(story=story, developed=developed, seen=photo.pk, focus=(50, 50), by=cast.alma, at=AT),
    ):
        with pytest.raises(FilingLocked):
            act()
    actions.comment(story=story, text="Tak for den.", by=cast.rune, at=AT)
    assert list(StoryComment.objects.values_list("text", "by__name")) == [("Tak for den.", "Rune")]


def test_the_same_headline_again_replaces_the_story_of_a_file(draft, cast):
    for lead in ("Først.", "Så."):
        actions.add_story(submission=draft, **WHOLE_STORY | {"lead": lead}, by=cast.alma, at=AT)
    told = CaseStory.objects.get()
    assert (told.lead, told.state, told.version) == ("Så.", StoryState.READY, 2)
