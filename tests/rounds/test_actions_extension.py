"""One unit's own deadline: given with a reason, shown everywhere, withdrawn again."""

import datetime

import pytest

from clusters.models import Act, LogEntry
from reporting.rounds.actions import extend, withdraw_extension
from reporting.rounds.errors import YearRefused
from reporting.rounds.models import RosterEntry, Round
from tests.builders import AT

LATER = datetime.date(2099, 4, 1)


@pytest.fixture
def entry(cast, round_):
    return round_.roster.select_related("round", "cluster").get(cluster=cast.alfa)


def test_an_extension_moves_deadline_and_lock_of_this_unit_alone(cast, round_, entry):
    Round.objects.update(locks_on=datetime.date(2099, 3, 20))
    extend(entry=entry, extended_to=LATER, reason="  Sygdom  i huset. ", by=cast.edith, at=AT)
    places = RosterEntry.objects.select_related("round").order_by("cluster__slug")
    assert [(place.deadline_on, place.locks_on) for place in places] == [
        (LATER, LATER),
        (datetime.date(2099, 3, 15), datetime.date(2099, 3, 20)),
    ]
    assert (places[0].extension_reason, places[0].extension_at) == ("Sygdom i huset.", AT)
    assert LogEntry.objects.get(act=Act.EXTENDED).text == "1. april 2099"  # the unit reads its log


def test_it_is_withdrawn_once(cast, entry):
    extend(entry=entry, extended_to=LATER, reason="Sygdom.", by=cast.edith, at=AT)
    for _again in range(2):
        withdraw_extension(entry=entry, by=cast.edith, at=AT)
    entry.refresh_from_db()
    assert (entry.extended_to, entry.extension_reason) == (None, "")
    assert LogEntry.objects.filter(act=Act.EXTENSION_WITHDRAWN).count() == 1


@pytest.mark.parametrize(
    ("day", "reason", "sentence"),
    [
        (datetime.date(2099, 3, 15), "Sygdom.", "efter den fælles frist, 15. marts 2099"),
        (LATER, "  ", "Skriv en grund"),
    ],
)
def test_a_day_that_is_no_extension_or_no_reason_is_refused(cast, entry, day, reason, sentence):
    with pytest.raises(YearRefused, match=sentence):
        extend(entry=entry, extended_to=day, reason=reason, by=cast.edith, at=AT)
    entry.refresh_from_db()
    assert entry.extended_to is None
