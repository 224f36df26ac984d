"""Units come on a year's list, go off it, close, and are carried on by others; each is undone while it may be."""

import pytest

from clusters.actions import register_cluster
from clusters.errors import UnitRefused
from clusters.models import Act, Cluster, LogEntry, Membership, MembershipRole, Succession
from reporting.rounds.actions import found, merge, take_off, take_up, undo_closing, undo_merger
from reporting.rounds.errors import YearRefused
from reporting.rounds.models import Round
from reporting.rounds.queries import unit_list
from reporting.submissions.actions import start
from tests.builders import AT

NEW = {"name": "Gamma Klynge", "short_name": "Gamma", "kind": "cluster"}


def roster(round_):
    return sorted(round_.roster.values_list("cluster__slug", flat=True))


@pytest.fixture
def did(cast):
    return {"by": cast.edith, "at": AT}


def test_a_new_unit_is_on_the_list_and_is_gone_again_when_it_was_a_mistake(prepared, did):
    gamma = found(round_=prepared, **NEW, **did)
    assert (gamma.slug, gamma.active_from, roster(prepared)) == ("gamma", 2020, ["alfa", "beta", "gamma"])
    take_off(round_=prepared, cluster=gamma, closes=False, **did)
    assert (roster(prepared), Cluster.objects.filter(slug="gamma").exists()) == (["alfa", "beta"], False)


def test_danish_letters_make_an_address_and_a_taken_one_gets_a_number(prepared, did):
    assert found(round_=prepared, name="Ærø Å", short_name="Ærø Å", kind="cluster", **did).slug == "aeroe-aa"
    assert found(round_=prepared, name="Alfa To", short_name="Alfa", kind="cluster", **did).slug == "alfa-2"


def test_a_name_that_is_taken_is_refused_whatever_its_case(prepared, did):
    with pytest.raises(UnitRefused, match="Der er allerede en enhed"):
        found(round_=prepared, name="alfa klynge", short_name="A", kind="cluster", **did)


def test_a_unit_closes_and_is_opened_again(cast, prepared, did):
    take_off(round_=prepared, cluster=cast.beta, closes=True, **did)
    cast.beta.refresh_from_db()
    assert (cast.beta.active_to, roster(prepared)) == (2019, ["alfa"])
    assert [(gone.cluster, gone.is_closed) for gone in unit_list(prepared).gone] == [(cast.beta, True)]
    undo_closing(round_=prepared, cluster=cast.beta, **did)
    cast.beta.refresh_from_db()
    assert (cast.beta.active_to, roster(prepared)) == (None, ["alfa", "beta"])


def test_a_unit_that_has_begun_to_file_stays(cast, prepared, did):
    start(round_=prepared, cluster=cast.beta)
    with pytest.raises(YearRefused, match="har begyndt"):
        take_off(round_=prepared, cluster=cast.beta, closes=True, **did)
    with pytest.raises(YearRefused, match="har begyndt"):
        merge(round_=prepared, predecessors=[cast.beta], successor=cast.alfa, **did)
    cast.beta.refresh_from_db()
    assert (cast.beta.active_to, roster(prepared)) == (None, ["alfa", "beta"])


def test_two_units_become_a_new_one_with_their_people_and_back(cast, prepared, did):
    gamma = merge(
        round_=prepared,
        predecessors=[cast.alfa, cast.beta],
        successor=None,
        new=NEW,
        users=[cast.alma, cast.bodil],
        **did,
    )
    rows = Succession.objects.order_by("predecessor__slug").values_list("predecessor__slug", "successor__slug", "year")
    assert list(rows) == [("alfa", "gamma", 2020), ("beta", "gamma", 2020)]
    assert roster(prepared) == ["gamma"]
    assert sorted(Cluster.objects.values_list("slug", "active_to")) == [("alfa", 2019), ("beta", 2019), ("gamma", None)]
    places = gamma.memberships.order_by("user__email").values_list("user__name", "role", "invited_at")
    assert list(places) == [("Alma", MembershipRole.MANAGER, None), ("Bodil", MembershipRole.MANAGER, None)]
    assert Membership.objects.filter(user=cast.alma, cluster=cast.alfa).exists()  # last year's filing is still theirs
    (row,) = unit_list(prepared).rows
    assert (row.merged_from, row.is_new, row.people) == ((cast.alfa, cast.beta), True, 2)
    undo_merger(round_=prepared, successor=gamma, **did)
    assert (Succession.objects.count(), roster(prepared)) == (0, ["alfa", "beta"])
    assert sorted(Cluster.objects.values_list("slug", "active_to")) == [("alfa", None), ("beta", None)]
    acts = LogEntry.objects.filter(act__in=(Act.UNITS_MERGED, Act.MERGER_UNDONE)).values_list("act", "subject")
    assert sorted(acts) == [("merger_undone", "gamma")] * 2 + [("units_merged", "gamma")] * 2


def test_one_unit_carries_the_other_on_and_keeps_its_own_people_when_that_is_undone(cast, prepared, did):
    merge(round_=prepared, predecessors=[cast.beta], successor=cast.alfa, users=[cast.bodil], **did)
    assert roster(prepared) == ["alfa"]
    assert sorted(cast.alfa.memberships.values_list("user__name", flat=True)) == ["Alma", "Anton", "Bodil"]
    undo_merger(round_=prepared, successor=cast.alfa, **did)
    assert roster(prepared) == ["alfa", "beta"]
    assert sorted(cast.alfa.memberships.values_list("user__name", flat=True)) == ["Alma", "Anton"]
    assert Cluster.objects.count() == 2


def test_a_unit_is_not_carried_on_twice(cast, round_, prepared, did):
    merge(round_=prepared, predecessors=[cast.beta], successor=cast.alfa, **did)
    with pytest.raises(UnitRefused, match="allerede ført videre"):
        merge(round_=prepared, predecessors=[cast.beta], successor=None, new=NEW, **did)
    assert (Succession.objects.count(), Cluster.objects.count()) == (1, 2)  # the new unit is rolled back, too


def test_nobody_carries_on_themselves(cast, prepared, did):
    with pytest.raises(YearRefused, match="både ophøre"):
        merge(round_=prepared, predecessors=[cast.alfa, cast.beta], successor=cast.alfa, **did)


def test_once_the_year_is_opened_nothing_is_undone_and_who_follows_is_invited(cast, prepared, did):
    Round.objects.filter(pk=prepared.pk).update(opened_at=AT)
    merge(round_=prepared, predecessors=[cast.beta], successor=cast.alfa, users=[cast.bodil], **did)
    assert cast.alfa.memberships.get(user=cast.bodil).invited_at == AT
    with pytest.raises(YearRefused, match="fortrydes"):
        undo_merger(round_=prepared, successor=cast.alfa, **did)
    with pytest.raises(YearRefused, match="fortrydes"):
        undo_closing(round_=prepared, cluster=cast.beta, **did)


def test_a_unit_that_exists_is_taken_up_once(prepared, did):
    gamma = register_cluster(slug="gamma", name="Gamma", short_name="Gamma", kind="cluster")
    assert [take_up(round_=prepared, cluster=gamma, **did) for _again in range(2)] == [True, False]
    assert LogEntry.objects.filter(act=Act.UNIT_TAKEN_UP, subject="gamma").count() == 1
