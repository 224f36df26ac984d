"""The book of a catalogue that asks for less than the one of 2018: its sentences then have no figure, and say so."""

import datetime

from reporting.consolidation.actions import consolidate
from reporting.publication.actions import begin_report, choose_stories
from reporting.publication.queries import book_contents
from reporting.review.actions import accept
from reporting.stories.models import CaseStory, StoryPhoto
from reporting.submissions.actions import submit
from reporting.submissions.models import Status
from tests import builders


def test_a_source_of_funding_that_nobody_was_asked_about_is_left_out(cast, round_):
    builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    kept = consolidate(round_=round_, by=cast.edith, at=builders.AT)
    book = book_contents(begin_report(round_=round_), kept, published_on=datetime.date(2020, 6, 14))
    assert {part.code: part.share for part in book.funding} == {"funding_state": 57, "funding_companies": 43}
    assert {name: text for name, text in book.facts.items() if name.startswith("share_")} == {
        "share_state": "57\u00a0%",
        "share_companies": "43\u00a0%",
        "share_collab_cluster": "100\u00a0%",
    }


def test_a_story_s_photo_is_printed_when_those_on_it_have_said_yes(cast, round_):
    filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    story = builders.put_photo(builders.tell(filing, by=cast.alma), by=cast.alma)
    filing.refresh_from_db()
    sent = submit(submission=filing, by=cast.alma, at=builders.AT, version=filing.version)
    accept(submission=sent, by=cast.rune, at=builders.AT, version=sent.version)
    report = begin_report(round_=round_)
    choose_stories(report=report, stories=[story], by=cast.edith, at=builders.AT)
    kept = consolidate(round_=round_, by=cast.edith, at=builders.AT)

    def printed():
        return book_contents(report, kept, published_on=datetime.date(2020, 6, 14)).stories[0]

    photo = StoryPhoto.objects.get()
    assert printed().picture == photo.page.read()
    assert (printed().alt, printed().credit) == ("Et rødt og et blåt felt.", "Foto: Anna Jensen")
    CaseStory.objects.update(consent=False)
    assert printed().picture == b""
    CaseStory.objects.update(consent=True)
    photo.page.delete(save=False)
    assert printed().picture == b""
