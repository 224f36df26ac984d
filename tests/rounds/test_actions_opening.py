"""Opening a prepared year: who is told, what stands still, and what stands in the way."""

import datetime

import pytest

from clusters.actions import create_user, enrol, register_cluster
from clusters.models import Act, LogEntry, Membership, MembershipRole
from reporting.catalogue.models import Section
from reporting.rounds.actions import open_prepared, take_up
from reporting.rounds.errors import YearRefused
from reporting.rounds.models import Round
from reporting.rounds.queries import latest_round, opening_of
from tests.builders import AT

SOON = {"opens_on": datetime.date(2026, 11, 20), "deadline_on": datetime.date(2027, 2, 1)}


@pytest.fixture
def ready(prepared):
    Round.objects.filter(pk=prepared.pk).update(**SOON)
    prepared.refresh_from_db()
    return prepared


def opened(cast, round_):
    return open_prepared(round_=round_, seen=opening_of(round_).mark, by=cast.edith, at=AT)


def test_opening_freezes_the_catalogue_and_units_know(cast, ready):
    assert opened(cast, ready).opened_at == AT
    assert latest_round() == ready
    ready.catalogue.refresh_from_db()
    assert ready.catalogue.frozen_at == AT
    assert LogEntry.objects.get(act=Act.ROUND_OPENED, year=2020).by == cast.edith


def test_who_was_never_invited_and_never_logged_in_is_invited(cast, ready):
    enrolled = enrol(
        cluster=cast.beta,
        email="Ny@Beta.example",
        name="Ny",
        role=MembershipRole.REPORTER,
        is_told=False,
        by=cast.edith,
        at=AT,
    )
    assert enrolled.invited_at is None
    cast.bodil.last_login = AT
    cast.bodil.save()
    opening = opening_of(ready)
    assert [(unit.cluster.slug, len(unit.people), unit.invited) for unit in opening.units] == [
        ("alfa", 2, 2),
        ("beta", 2, 1),
    ]
    assert (opening.people, opening.newcomers) == (4, 3)
    opened(cast, ready)
    invited = Membership.objects.filter(invited_at=AT, invited_by=cast.edith)
    assert sorted(invited.values_list("user__email", flat=True)) == [
        "alma@example.dk",
        "anton@example.dk",
        "ny@beta.example",
    ]


def test_units_without_people_and_without_a_manager_are_named(cast, ready):
    gamma = register_cluster(slug="gamma", name="Gamma", short_name="Gamma", kind="cluster")
    take_up(round_=ready, cluster=gamma, by=cast.edith, at=AT)
    Membership.objects.filter(user=cast.bodil).update(role=MembershipRole.REPORTER)
    opening = opening_of(ready)
    assert ([str(unit) for unit in opening.without_people], [str(unit) for unit in opening.without_manager]) == (
        ["Gamma"],
        ["Beta Netværk"],
    )


def test_what_changed_after_the_preview_is_looked_at_again(cast, ready):
    seen = opening_of(ready).mark
    person = create_user(email="ny@beta.example", name="Ny")
    Membership.objects.create(user=person, cluster=cast.beta, role=MembershipRole.REPORTER)
    with pytest.raises(YearRefused, match="ændret, siden du så siden"):
        open_prepared(round_=ready, seen=seen, by=cast.edith, at=AT)
    assert opened(cast, ready).opened_at == AT


def test_it_is_opened_once(cast, ready):
    seen = opening_of(ready).mark
    opened(cast, ready)
    with pytest.raises(YearRefused, match="allerede åbnet"):
        open_prepared(round_=ready, seen=seen, by=cast.edith, at=AT)
    assert LogEntry.objects.filter(act=Act.ROUND_OPENED, year=2020).count() == 1


@pytest.mark.parametrize("lacks", ["units", "questions", "time"])
def test_a_year_that_lacks_something_is_not_opened(cast, ready, lacks):
    if lacks == "units":
        ready.roster.all().delete()
    elif lacks == "questions":
        Section.objects.filter(catalogue=ready.catalogue).delete()
    else:
        Round.objects.filter(pk=ready.pk).update(
            opens_on=datetime.date(2026, 1, 1), deadline_on=datetime.date(2026, 11, 22)
        )
        ready.refresh_from_db()
    with pytest.raises(YearRefused):
        opened(cast, ready)
    assert Round.objects.get(pk=ready.pk).opened_at is None
