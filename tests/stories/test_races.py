"""Two who write in one story at the same moment: no text goes in silence."""

import threading

import pytest

from reporting.stories.actions import StoryRefused, save_story
from reporting.stories.models import CaseStory, StoryVersion
from reporting.submissions.actions import start
from tests import builders
from tests.builders import AT
from tests.races import PATIENCE, at_once, database_on_disk

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = 30


@pytest.fixture(autouse=True)
def _on_disk(transactional_db, tmp_path):
    with database_on_disk(tmp_path):
        yield


def test_of_two_who_save_the_same_field_exactly_one_wins_and_the_other_is_shown_both(cast, round_):
    story = builders.tell(start(round_=round_, cluster=cast.alfa), by=cast.alma)

    def save(text, by, version):
        return lambda: save_story(story=story, texts={"lead": text}, based_on=version, by=by, at=AT)

    for version in range(1, TURNS + 1):
        hers, his = f"Almas {version}", f"Antons {version}"
        outcomes = at_once(save(hers, cast.alma, version), save(his, cast.anton, version))
        won = [text for text, outcome in zip((hers, his), outcomes, strict=True) if outcome.is_changed]
        shown = [outcome.clashes["lead"] for outcome in outcomes if outcome.clashes]
        assert (len(won), shown) == (1, won)
        assert CaseStory.objects.values_list("lead", "version").get() == (won[0], version + 1)
    assert list(StoryVersion.objects.values_list("number", flat=True)) == list(range(1, TURNS + 2))


def test_two_who_save_different_fields_are_both_kept_every_time(cast, round_):
    story = builders.tell(start(round_=round_, cluster=cast.alfa), by=cast.alma)

    def save(version, by, **texts):
        return lambda: save_story(story=story, texts=texts, based_on=version, by=by, at=AT)

    for turn in range(TURNS):
        version = CaseStory.objects.get().version
        outcomes = at_once(
            save(version, cast.alma, lead=f"Indledning {turn}"), save(version, cast.anton, body=f"Brød {turn}")
        )
        assert [outcome.is_changed for outcome in outcomes] == [True, True]
        assert CaseStory.objects.values_list("lead", "body").get() == (f"Indledning {turn}", f"Brød {turn}")


def test_a_naive_save_loses_a_text_in_the_same_race(cast, round_):
    """Negative control: reading, looking at the version and then saving lets both win, and one text is gone."""
    builders.tell(start(round_=round_, cluster=cast.alfa), by=cast.alma)
    both_have_read = threading.Barrier(2)

    def naive(text):
        def act():
            story = CaseStory.objects.get()
            both_have_read.wait(timeout=PATIENCE)
            if story.version != 1:
                return False
            story.lead, story.version = text, 2
            story.save()
            return True

        return act

    assert at_once(naive("Almas"), naive("Antons")) == [True, True]
    assert CaseStory.objects.values_list("lead", "version").get() in [("Almas", 2), ("Antons", 2)]


def test_three_places_are_three_also_when_two_begin_the_last_at_once(cast, round_):
    filing = start(round_=round_, cluster=cast.alfa)
    for turn in range(TURNS // 3):
        CaseStory.objects.all().delete()
        for headline in ("En", "To"):
            builders.tell(filing, headline=headline, by=cast.alma)
        outcomes = at_once(
            lambda: builders.tell(filing, headline="Almas", by=cast.alma),
            lambda: builders.tell(filing, headline="Antons", by=cast.anton),
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CaseStory", "StoryRefused"], turn
        assert any(isinstance(outcome, StoryRefused) for outcome in outcomes)
        assert list(CaseStory.objects.values_list("position", flat=True)) == [1, 2, 3]
