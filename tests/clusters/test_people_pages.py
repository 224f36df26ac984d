"""The editors' pages about people: found, given access, closed and opened again."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from clusters.actions import (
    change_national_role,
    close_account,
    create_user,
    give_access,
    invite_national,
    remove_access,
)
from clusters.errors import AccessRefused
from clusters.models import AccountState, LogEntry, Membership, MembershipRole, NationalRole, User
from tests.builders import AT
from tests.pages import Page

pytestmark = pytest.mark.django_db


def names(response):
    return [str(user) for user in response.context["page"].object_list]


def test_the_list_shows_everybody_but_guests_in_danish_order(cast, as_):
    create_user(email="aase@example.dk", name="Åse")
    User.objects.create_user("link-1@gaest.invalid", None, name="Gæst", is_active=False)
    browser = as_("edith")
    assert names(browser.get(reverse("people"))) == [
        "Alma", "Anton", "Bodil", "Edith", "Nikolaj", "Rune", "Vera", "Åse",
    ]  # fmt: skip
    assert names(browser.get(reverse("people"), {"q": "ÅSE"})) == ["Åse"]
    assert names(browser.get(reverse("people"), {"q": "alfa"})) == ["Alma", "Anton"]
    assert names(browser.get(reverse("people"), {"vis": "uden-enhed"})) == ["Nikolaj", "Åse"]
    assert names(browser.get(reverse("people"), {"vis": "findes-ikke", "side": "999"}))[0] == "Alma"
    assert "Ingen personer passer" in Page(browser.get(reverse("people"), {"q": "zzz"})).text


@pytest.mark.parametrize("many", [3, 3000])
def test_at_most_twenty_queries_also_with_three_thousand(many, cast, as_, django_assert_max_num_queries):
    User.objects.bulk_create(User(email=f"p{number}@x.example", name=f"Person {number}") for number in range(many))
    people = User.objects.filter(email__endswith="@x.example")
    Membership.objects.bulk_create(Membership(user=user, cluster=cast.alfa, role="reporter") for user in people)
    browser = as_("edith")
    for address in ("?q=person", "?side=2", "?vis=aldrig"):
        with django_assert_max_num_queries(20):
            assert browser.get(reverse("people") + address).status_code == 200
    with django_assert_max_num_queries(20):
        browser.get(reverse("person", args=[cast.alma.pk]))
    with django_assert_max_num_queries(20):
        browser.get(reverse("person_erase", args=[cast.alma.pk]))


def test_roles_and_units_are_given_and_taken_and_logged(cast, as_):
    browser, pk = as_("edith"), cast.nikolaj.pk
    browser.post(reverse("person_role", args=[pk]), {"role": "viewer"})
    browser.post(reverse("person_access", args=[pk]), {"cluster": cast.beta.pk, "role": "reporter"})
    browser.post(reverse("person_access", args=[pk]), {"cluster": cast.beta.pk, "role": "manager"})
    browser.post(reverse("person_access", args=[pk]), {"cluster": cast.beta.pk, "role": "none"})
    browser.post(reverse("person_role", args=[pk]), {"role": ""})
    assert list(
        LogEntry.objects.exclude(act="user_created").order_by("pk").values_list("act", "person", "by__name", "text")
    ) == [
        ("national_role", pk, "Edith", "viewer"),
        ("invited", pk, "Edith", "reporter"),
        ("role_changed", pk, "Edith", "manager"),
        ("access_removed", pk, "Edith", ""),
        ("national_role", pk, "Edith", ""),
    ]
    assert not cast.nikolaj.memberships.exists()


def test_the_only_responsible_and_the_last_editor_stay_and_the_page_says_why(cast, as_):
    browser = as_("edith")
    taken = browser.post(reverse("person_access", args=[cast.bodil.pk]), {"cluster": cast.beta.pk, "role": "none"})
    assert (taken.status_code, "eneste ansvarlige" in Page(taken).text) == (409, True)
    for name, body in (("person_role", {"role": "viewer"}), ("person_close", {})):
        refused = browser.post(reverse(name, args=[cast.edith.pk]), body)
        assert (refused.status_code, "den eneste redaktør" in Page(refused).text) == (409, True)
    assert User.objects.editors().count() == 1


@pytest.mark.parametrize("body", [{"role": "konge"}, {"cluster": "x", "role": "reporter"}, {"cluster": "9" * 30}, {}])
def test_bad_input_gets_a_sentence(body, cast, as_):
    browser = as_("edith")
    answers = [browser.post(reverse(name, args=[cast.alma.pk]), body) for name in ("person_role", "person_access")]
    assert answers[1].status_code == 409
    assert "Vælg en enhed og en rolle" in Page(answers[1]).text
    assert browser.get(reverse("person", args=[10**9])).status_code == 404


def test_closing_ends_sessions_at_once_and_opening_gives_the_old_roles_back(cast, as_, client):
    hers = Client()
    hers.force_login(cast.anton)
    assert hers.get(reverse("home")).status_code == 200
    browser = as_("edith")
    assert "logges ud" in Page(browser.get(reverse("person_close", args=[cast.anton.pk]))).text
    browser.post(reverse("person_close", args=[cast.anton.pk]))
    assert hers.get(reverse("home")).status_code == 302
    assert User.objects.get(pk=cast.anton.pk).state == AccountState.CLOSED
    browser.post(reverse("person_reopen", args=[cast.anton.pk]))
    assert User.objects.get(pk=cast.anton.pk).state == AccountState.ACTIVE
    assert cast.anton.memberships.get().role == MembershipRole.REPORTER


def test_somebody_new_gets_a_letter_with_the_way_in(cast, as_):
    browser = as_("edith")
    browser.post(reverse("new_person"), {"name": "Ny", "email": "NY@example.dk", "role": "reviewer"})
    call_command("send_letters")
    (letter,) = mail.outbox
    assert letter.to == ["ny@example.dk"]
    assert "som gennemser" in letter.body
    assert "Vælg din adgangskode her" in letter.body
    again = browser.post(reverse("new_person"), {"name": "Ny", "email": "ny@example.dk", "role": "viewer"})
    assert (again.status_code, "har allerede en bruger" in Page(again).text) == (422, True)


def test_only_editors_may(cast):
    for act in (
        lambda: change_national_role(user=cast.nikolaj, role=NationalRole.VIEWER, by=cast.rune, at=AT),
        lambda: close_account(user=cast.nikolaj, by=cast.alma, at=AT),
        lambda: invite_national(email="x@example.dk", name="X", role=NationalRole.VIEWER, by=cast.vera, at=AT),
    ):
        with pytest.raises(Exception, match="Kun redaktører"):
            act()
    close_account(user=cast.nikolaj, by=cast.edith, at=AT)
    with pytest.raises(AccessRefused, match="lukket"):
        change_national_role(user=cast.nikolaj, role=NationalRole.VIEWER, by=cast.edith, at=AT)


def test_a_unit_s_responsible_still_may_not_touch_another_unit(cast):
    place = give_access(user=cast.nikolaj, cluster=cast.beta, role=MembershipRole.REPORTER)
    with pytest.raises(Exception, match="Kun en ansvarlig"):
        remove_access(membership=place, by=cast.alma, at=AT)
