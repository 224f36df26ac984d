"""The book of a catalogue that asks for less than the one of 2018: its sentences then have no figure, and say so."""

import datetime

from reporting.consolidation.actions import consolidate
from reporting.publication.actions import begin_report
from reporting.publication.queries import book_contents
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
