"""What became of the letters, for those who look after the units."""

import pytest

from reporting.letters.actions import send_letters
from reporting.letters.models import Letter
from reporting.letters.queries import last_letters
from tests.letters.conftest import moment


@pytest.fixture
def opened(cast, collection):
    """The round's opening was told to all three."""
    send_letters(at=moment(2, 1))


def told(letters):
    return (letters.kind, letters.sent_to, letters.failed, letters.under_way)


def test_the_last_letters_of_every_unit_in_one_query(opened, cast, collection, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = last_letters(collection)
    assert {unit: told(letters) for unit, letters in found.items()} == {
        cast.alfa.pk: ("Runden er åben", 2, (), 0),
        cast.beta.pk: ("Runden er åben", 1, (), 0),
    }
    assert last_letters(collection, cluster=cast.beta).keys() == {cast.beta.pk}


def test_only_the_latest_thing_counts(opened, cast, collection):
    send_letters(at=moment(2, 23))
    assert told(last_letters(collection)[cast.alfa.pk]) == ("Påmindelse", 2, (), 0)


def test_letters_that_failed_and_letters_on_their_way_are_told_apart(opened, cast, collection):
    Letter.objects.filter(user=cast.alma).update(sent_at=None, failed_at=moment(2, 1))
    Letter.objects.filter(user=cast.anton).update(sent_at=None)
    assert told(last_letters(collection)[cast.alfa.pk]) == ("Runden er åben", 0, ("alma@example.dk",), 1)


def test_nothing_was_told_in_a_round_without_letters(collection):
    assert last_letters(collection) == {}
