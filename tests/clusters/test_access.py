"""Who works for a unit: invited, given another role, taken out; somebody is always responsible."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from clusters.actions import change_role, give_access, invite, invite_again, make_guest, remove_access
from clusters.errors import AccessRefused
from clusters.models import Membership, MembershipRole, User
from clusters.queries import national_people, people_of
from tests.builders import AT

LATER = AT + datetime.timedelta(minutes=11)
REPORTER, MANAGER = MembershipRole.REPORTER, MembershipRole.MANAGER


def place_of(user, cluster):
    return Membership.objects.get(user=user, cluster=cluster)


def roles(cluster):
    return dict(Membership.objects.filter(cluster=cluster).values_list("user__name", "role"))


def invited(cast, **changes):
    wanted = {
        "cluster": cast.alfa,
        "email": "Ny@Example.dk ",
        "name": " Ny  Person ",
        "role": REPORTER,
        "by": cast.alma,
    }
    return invite(**wanted | changes, at=AT)


def test_an_invitation_makes_a_person_who_is_told_by_letter_later(cast):
    place = invited(cast)
    assert (place.user.email, place.user.name, place.user.has_usable_password()) == (
        "ny@example.dk",
        "Ny Person",
        False,
    )
    assert (place.role, place.invited_at, place.invited_by) == (REPORTER, AT, cast.alma)
    assert list(EmailAddress.objects.filter(user=place.user).values_list("email", "verified", "primary")) == [
        ("ny@example.dk", True, True)
    ]
    assert mail.outbox == []


def test_who_has_a_log_in_keeps_name_and_password_and_gets_one_more_unit(cast):
    password = cast.bodil.password
    invited(cast, email="BODIL@example.dk", name="En anden", role=MANAGER)
    cast.bodil.refresh_from_db()
    assert (cast.bodil.name, cast.bodil.password, User.objects.count()) == ("Bodil", password, 7)
    assert sorted(cast.bodil.memberships.values_list("cluster__slug", "role")) == [
        ("alfa", "manager"),
        ("beta", "manager"),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "Anton@example.dk"}, "anton@example.dk har allerede adgang: Anton, indberetter."),
        ({"email": "alma@"}, "»alma@« er ikke en e-mailadresse. Skriv den som navn@enhed.dk."),
        ({"email": ""}, "»« er ikke en e-mailadresse. Skriv den som navn@enhed.dk."),
        ({"role": "king"}, "Rollen er indberetter eller ansvarlig."),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_with_a_sentence(changes, sentence, cast):
    before = roles(cast.alfa)
    with pytest.raises(AccessRefused) as refusal:
        invited(cast, **changes)
    assert (str(refusal.value), roles(cast.alfa), User.objects.count()) == (sentence, before, 7)


def test_a_closed_user_is_not_opened_by_an_invitation(cast):
    User.objects.filter(pk=cast.nikolaj.pk).update(is_active=False)
    with pytest.raises(AccessRefused, match="hører til en bruger, der er lukket"):
        invited(cast, email="nikolaj@example.dk")
    assert not cast.nikolaj.memberships.exists()


@pytest.mark.parametrize("name", ["anton", "bodil", "vera", "nikolaj"])
def test_only_a_manager_of_the_unit_decides_who_works_for_it(name, cast):
    by, place = getattr(cast, name), place_of(cast.anton, cast.alfa)
    acts = (
        lambda: invited(cast, by=by),
        lambda: invite_again(membership=place, by=by, at=AT),
        lambda: change_role(membership=place, role=MANAGER, by=by, at=AT),
        lambda: remove_access(membership=place, by=by, at=AT),
    )
    for act in acts:
        with pytest.raises(PermissionDenied, match="Kun en ansvarlig i sekretariatet kan ændre, hvem der har adgang."):
            act()
    assert roles(cast.alfa) == {"Alma": MANAGER, "Anton": REPORTER}


def test_an_invitation_is_sent_again_after_a_while(cast):
    place = invited(cast)
    with pytest.raises(AccessRefused, match="Ny Person er lige inviteret."):
        invite_again(membership=place, by=cast.alma, at=LATER - datetime.timedelta(minutes=2))
    invite_again(membership=place, by=cast.alma, at=LATER)
    place.refresh_from_db()
    assert place.invited_at == LATER


def test_who_has_logged_in_needs_no_invitation(cast):
    User.objects.filter(pk=cast.anton.pk).update(last_login=AT)
    with pytest.raises(AccessRefused, match="Anton har allerede logget ind."):
        invite_again(membership=place_of(cast.anton, cast.alfa), by=cast.alma, at=LATER)


def test_roles_are_changed_and_changing_twice_is_changing_once(cast):
    for _time in range(2):
        change_role(membership=place_of(cast.anton, cast.alfa), role=MANAGER, by=cast.alma, at=AT)
    assert roles(cast.alfa) == {"Alma": MANAGER, "Anton": MANAGER}
    change_role(membership=place_of(cast.alma, cast.alfa), role=REPORTER, by=cast.alma, at=AT)
    assert roles(cast.alfa) == {"Alma": REPORTER, "Anton": MANAGER}


@pytest.mark.parametrize("act", [remove_access, change_role])
def test_the_last_responsible_one_stays(act, cast):
    more = {"role": REPORTER} if act is change_role else {}
    with pytest.raises(AccessRefused) as refusal:
        act(membership=place_of(cast.alma, cast.alfa), by=cast.alma, at=AT, **more)
    assert str(refusal.value) == "Alma er den eneste ansvarlige. Gør først en anden til ansvarlig."
    assert roles(cast.alfa) == {"Alma": MANAGER, "Anton": REPORTER}


def test_a_responsible_one_whose_user_is_closed_does_not_count(cast):
    give_access(user=cast.nikolaj, cluster=cast.alfa, role=MANAGER)
    User.objects.filter(pk=cast.nikolaj.pk).update(is_active=False)
    with pytest.raises(AccessRefused, match="Alma er den eneste ansvarlige."):
        remove_access(membership=place_of(cast.alma, cast.alfa), by=cast.alma, at=AT)


def test_taking_out_twice_is_taking_out_once_and_other_units_are_left_alone(cast):
    give_access(user=cast.bodil, cluster=cast.alfa, role=REPORTER)
    place = place_of(cast.bodil, cast.alfa)
    for _time in range(2):
        remove_access(membership=place, by=cast.alma, at=AT)
    assert list(cast.bodil.memberships.values_list("cluster__slug", flat=True)) == ["beta"]
    with pytest.raises(AccessRefused, match="Bodil har ikke længere adgang."):
        change_role(membership=place, role=MANAGER, by=cast.alma, at=AT)


def test_people_stand_with_the_responsible_ones_first_and_closed_users_not_at_all(cast):
    for name, role in (("Åse", REPORTER), ("Bo", REPORTER), ("Ødis", MANAGER)):
        invited(cast, email=f"{len(name)}{role}{ord(name[0])}@example.dk", name=name, role=role)
    give_access(user=cast.nikolaj, cluster=cast.alfa, role=MANAGER)
    User.objects.filter(pk=cast.nikolaj.pk).update(is_active=False)
    assert [row.user.name for row in people_of(cast.alfa)] == ["Alma", "Ødis", "Anton", "Bo", "Åse"]


def test_the_nation_s_readers_stand_by_rank(cast):
    make_guest(name="Karen")
    assert [user.name for user in national_people()] == ["Edith", "Rune", "Vera"]


# Guests.


def test_a_guest_can_neither_log_in_nor_get_a_password(client, cast):
    guest = make_guest(name="Karen")
    assert (guest.name, guest.is_active, guest.has_usable_password()) == ("Karen", False, False)
    assert guest.email.endswith("@gaest.invalid")
    client.post(reverse("account_reset_password"), {"email": guest.email})
    assert mail.outbox == []
    guest.set_password("et-langt-kodeord")
    guest.save()
    client.post(reverse("account_login"), {"login": guest.email, "password": "et-langt-kodeord"})
    assert "_auth_user_id" not in client.session


def test_a_guest_is_nobody_s_colleague(cast):
    guest = make_guest(name="Karen")
    with pytest.raises(AccessRefused, match="hører til en bruger, der er lukket"):
        invited(cast, email=guest.email)
    assert guest not in [row.user for row in people_of(cast.alfa)]
