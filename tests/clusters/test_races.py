"""Two who change the people of one unit at the same moment: somebody is always responsible."""

import threading

import pytest
from django.core.exceptions import PermissionDenied

from clusters.actions import change_role, give_access, invite, remove_access
from clusters.errors import AccessRefused
from clusters.models import Membership, MembershipRole, User
from tests.builders import AT
from tests.races import PATIENCE, at_once, database_on_disk

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 30
REPORTER, MANAGER = MembershipRole.REPORTER, MembershipRole.MANAGER


@pytest.fixture(autouse=True)
def _on_disk(transactional_db, tmp_path):
    with database_on_disk(tmp_path):
        yield


def places(cast):
    """Alma's and Anton's place in Alfa, both responsible."""
    return [give_access(user=user, cluster=cast.alfa, role=MANAGER) for user in (cast.alma, cast.anton)]


def responsible(cast):
    return Membership.objects.filter(cluster=cast.alfa, role=MANAGER).count()


@pytest.mark.parametrize("crossed", [True, False], ids=["each the other", "each themself"])
def test_of_two_who_give_up_responsibility_one_keeps_it_every_time(crossed, cast):
    for _turn in range(ROUNDS):
        hers, his = places(cast)
        first, second = (his, hers) if crossed else (hers, his)
        outcomes = at_once(
            lambda first=first: change_role(membership=first, role=REPORTER, by=cast.alma, at=AT),
            lambda second=second: change_role(membership=second, role=REPORTER, by=cast.anton, at=AT),
        )
        refused = [type(outcome) for outcome in outcomes if outcome is not None]
        assert (refused, responsible(cast)) == ([PermissionDenied if crossed else AccessRefused], 1)


def test_of_two_who_take_each_other_out_one_stays(cast):
    for _turn in range(ROUNDS):
        hers, his = places(cast)
        outcomes = at_once(
            lambda his=his: remove_access(membership=his, by=cast.alma, at=AT),
            lambda hers=hers: remove_access(membership=hers, by=cast.anton, at=AT),
        )
        assert ([type(outcome) for outcome in outcomes if outcome is not None], responsible(cast)) == (
            [PermissionDenied],
            1,
        )


def test_a_naive_change_leaves_nobody_responsible_in_the_same_race(cast):
    """Negative control: looking whether there is another one and then writing lets both go."""
    both_have_looked = threading.Barrier(2)

    def naive(place):
        def act():
            others = Membership.objects.filter(cluster=cast.alfa, role=MANAGER).exclude(pk=place.pk).exists()
            both_have_looked.wait(timeout=PATIENCE)
            return others and Membership.objects.filter(pk=place.pk).update(role=REPORTER)

        return act

    assert at_once(*(naive(place) for place in places(cast))) == [1, 1]
    assert responsible(cast) == 0


def test_of_two_who_invite_the_same_person_one_is_told_and_there_is_one_person(cast):
    places(cast)
    for turn in range(ROUNDS):
        email = f"ny{turn}@example.dk"
        outcomes = at_once(
            *(
                lambda by=by, email=email: invite(
                    cluster=cast.alfa, email=email, name="Ny", role=REPORTER, by=by, at=AT
                )
                for by in (cast.alma, cast.anton)
            )
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AccessRefused", "Membership"]
        assert User.objects.filter(email=email).count() == 1


def test_of_two_units_that_invite_the_same_new_person_both_have_them(cast):
    for turn in range(ROUNDS):
        email = f"fælles{turn}@example.dk".replace("æ", "ae")
        outcomes = at_once(
            lambda email=email: invite(cluster=cast.alfa, email=email, name="Ny", role=REPORTER, by=cast.alma, at=AT),
            lambda email=email: invite(cluster=cast.beta, email=email, name="Ny", role=REPORTER, by=cast.bodil, at=AT),
        )
        assert [outcome.user.email for outcome in outcomes] == [email, email]
        assert sorted(User.objects.get(email=email).memberships.values_list("cluster__slug", flat=True)) == [
            "alfa",
            "beta",
        ]
