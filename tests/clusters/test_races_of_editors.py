"""Two editors who act on each other at the same moment: somebody still edits."""

import pytest
from django.core.exceptions import PermissionDenied

from clusters.actions import change_national_role, close_account
from clusters.errors import AccessRefused
from clusters.models import NationalRole, User
from reporting.privacy.actions import erase
from tests.builders import AT
from tests.races import at_once, database_on_disk

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 15


@pytest.fixture(autouse=True)
def _on_disk(transactional_db, tmp_path):
    with database_on_disk(tmp_path):
        yield


def take_role(user, by):
    change_national_role(user=user, role=NationalRole.VIEWER, by=by, at=AT)


def close(user, by):
    close_account(user=user, by=by, at=AT)


def two_editors(cast):
    both = User.objects.filter(pk__in=[cast.edith.pk, cast.rune.pk])
    both.update(national_role=NationalRole.EDITOR, is_active=True, closed_at=None)
    return both.get(pk=cast.edith.pk), both.get(pk=cast.rune.pk)


@pytest.mark.parametrize(("first", "second"), [(take_role, take_role), (close, close), (take_role, close)])
@pytest.mark.parametrize("crossed", [True, False], ids=["each the other", "each themself"])
def test_one_editor_is_left_every_time(first, second, crossed, cast):
    for _turn in range(ROUNDS):
        edith, rune = two_editors(cast)
        outcomes = at_once(
            lambda edith=edith, rune=rune: first(rune if crossed else edith, edith),
            lambda edith=edith, rune=rune: second(edith if crossed else rune, rune),
        )
        refused = [type(outcome) for outcome in outcomes if outcome is not None]
        assert refused == [PermissionDenied if crossed else AccessRefused]
        assert User.objects.editors().count() == 1


def test_of_two_who_erase_each_other_one_is_left(cast):
    edith, rune = two_editors(cast)
    outcomes = at_once(
        lambda: erase(user=rune, by=edith, at=AT),
        lambda: erase(user=edith, by=rune, at=AT),
    )
    assert sum(isinstance(outcome, PermissionDenied) for outcome in outcomes) == 1
    assert User.objects.editors().count() == 1
