"""Of two editors at the same row one is first and the other is told; without what a form is based on she would not be."""

import pytest

from reporting.catalogue.actions import RowMoved, change_row, copy_catalogue, move_row
from reporting.catalogue.content import content_of, fingerprint_of
from reporting.catalogue.models import Catalogue, Indicator
from reporting.catalogue.queries import based_on, order_mark, rows_of, siblings_of
from tests.builders import AT
from tests.races import at_once, database_on_disk

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


@pytest.fixture(autouse=True)
def _on_disk(transactional_db, tmp_path):
    with database_on_disk(tmp_path):
        yield


def row(catalogue, code="fte"):
    """One question as it stands."""
    return rows_of(catalogue, "indicator").get(code=code)


def renames(catalogue, label, by, seen):
    """Somebody saves a question's text."""
    given = {"catalogue": catalogue, "table": "indicator", "code": "fte", "by": by, "at": AT}
    return lambda: change_row(fields={"label_da": label}, based_on=seen, **given)


def test_of_two_who_change_the_same_question_exactly_one_wins(catalogue, cast):
    for number in range(ROUNDS):
        hers, his = f"Hendes {number}", f"Hans {number}"
        seen = based_on(row(catalogue))
        outcomes = at_once(renames(catalogue, hers, cast.edith, seen), renames(catalogue, his, cast.rune, seen))
        told = [outcome for outcome in outcomes if isinstance(outcome, RowMoved)]
        (won,) = [outcome.label_da for outcome in outcomes if isinstance(outcome, Indicator)]
        assert (len(told), told[0].standing.label_da, row(catalogue).label_da) == (1, won, won)
    kept = Catalogue.objects.get(pk=catalogue.pk)
    assert kept.fingerprint == fingerprint_of(content_of(kept))


def test_without_what_they_saw_the_later_overwrites_the_earlier_in_silence(catalogue, cast):
    """Negative control: each looks when she saves, and nobody is told."""

    def blind(label, by):
        return lambda: renames(catalogue, label, by, based_on(row(catalogue)))()

    outcomes = [blind("Hendes", cast.edith)(), blind("Hans", cast.rune)()]
    assert [outcome.label_da for outcome in outcomes] == ["Hendes", "Hans"]
    assert row(catalogue).label_da == "Hans"


def test_of_two_who_move_in_the_same_list_exactly_one_wins_and_nothing_is_lost(catalogue, cast):
    def moves(code, to, order, by):
        given = {"catalogue": catalogue, "table": "indicator", "code": code, "by": by, "at": AT}
        return lambda: move_row(to=to, order=order, **given)

    first = [other.code for other in siblings_of(row(catalogue, "funding_state"))]
    for _number in range(ROUNDS):
        order = order_mark(siblings_of(row(catalogue, "funding_state")))
        codes = [other.code for other in siblings_of(row(catalogue, "funding_state"))]
        outcomes = at_once(
            moves(codes[0], 1, order, cast.edith),
            moves(codes[-1], 0, order, cast.rune),
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Indicator", "RowMoved"]
        rows = list(siblings_of(row(catalogue, "funding_state")))
        assert sorted(other.code for other in rows) == sorted(first)
        assert [other.position for other in rows] == list(range(1, len(rows) + 1))


def test_two_who_copy_at_once_get_one_catalogue(cast, round_):
    def copies(by):
        return lambda: copy_catalogue(catalogue=round_.catalogue, year=2030, by=by, at=AT)

    outcomes = at_once(copies(cast.edith), copies(cast.rune))
    assert len({outcome.pk for outcome in outcomes}) == 1
    assert Catalogue.objects.filter(year=2030).count() == 1
