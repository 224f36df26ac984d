"""The page of a unit's people: who sees what, who may do what, and what the page says."""

import datetime
import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from clusters.actions import give_access, invite, register_cluster
from clusters.models import Membership, MembershipRole, User
from reporting.submissions.actions import assign_section, make_link, note_presence, start
from reporting.submissions.models import SectionLink, Status
from reporting.submissions.queries import assignments_of, find_link
from tests import builders
from tests.builders import AT
from tests.pages import Page


def link_by_token(token, at):
    """The link that a secret opens at a moment, or None."""
    found = find_link(token, at)
    return found.link if found.is_open else None


ALFA = [2019, "alfa"]
PAGE, INVITE, MAKE_LINK = (reverse(name, args=ALFA) for name in ("colleagues", "invite", "make_link"))
OVERVIEW = reverse("submission", args=ALFA)
NEW = {"name": "Nina", "email": "Nina@Example.dk", "role": "reporter"}
LINK = {"guest": "Karen", "section": "financing", "days": "14"}


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, begun and empty."""
    return start(round_=round_, cluster=cast.alfa)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def person(name, user):
    return reverse(name, args=[*ALFA, user.memberships.get(cluster__slug="alfa").pk])


def section(code):
    return reverse("assign", args=[*ALFA, code])


# Who has access.


def test_the_page_says_who_has_access_and_how_they_got_it(filing, cast, as_):
    invite(cluster=cast.alfa, email="nina@example.dk", name="Nina", role="reporter", by=cast.alma, at=AT)
    assign_section(submission=filing, section="financing", user=cast.anton, by=cast.alma, at=AT)
    make_link(submission=filing, section="participation", name="Karen", days=14, by=cast.alma, at=timezone.now())
    User.objects.filter(pk=cast.alma.pk).update(last_login=AT)
    text = Page(as_("anton").get(PAGE)).text
    for words in (
        "Alma alma@example.dk Ansvarlig Sidst logget ind 23. november 2026 kl. 13.00",
        "Nina nina@example.dk Indberetter Har ikke logget ind endnu Inviteret af Alma 23. november 2026",
        "Tager sig af: Finansiering",
        "Karen Deltagelse Åbent Gælder til og med",
        "Ikke brugt endnu Lavet af Alma",
        "Cluster Excellence Denmark kan også læse indberetningen: Edith (redaktør), Rune (gennemser), Vera (læser).",
    ):
        assert words in text


def test_a_reporter_reads_the_page_and_finds_no_button_that_is_not_theirs(filing, as_):
    words = Page(as_("anton").get(PAGE)).text
    assert "Jeg tager det" in words
    assert [label for label in ("Inviter en", "Ret adgang", "Lav et link", "Luk linket") if label in words] == []


def test_the_page_stands_in_the_menu(filing, as_):
    assert PAGE in Page(as_("anton").get(OVERVIEW)).links


@pytest.mark.parametrize("name", ["alma", "anton", "vera"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_of_many_people_cost_no_more_queries(count, name, cast, round_, as_, django_assert_max_num_queries):
    """At its dearest: there is a year before, the filing came back, people are about."""
    earlier = builders.open_small_round(year=2018, clusters=[cast.alfa])
    builders.filing_at(Status.DRAFT, round_=earlier, cluster=cast.alfa, by=cast.alma)
    filing = builders.filing_at(Status.RETURNED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    for number, code in zip(range(count), ("financing", "participation", "international"), strict=False):
        who = {"email": f"n{number}@example.dk", "name": f"Nina {number}", "role": MembershipRole.REPORTER}
        nina = invite(cluster=cast.alfa, **who, by=cast.alma, at=AT).user
        assign_section(submission=filing, section=code, user=nina, by=cast.alma, at=AT)
        make_link(submission=filing, section=code, name=f"Karen {number}", days=7, by=cast.alma, at=AT)
        note_presence(submission=filing, user=nina, section=code, at=timezone.now())
    client = as_(name)
    for address in (PAGE, OVERVIEW):
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200


# Inviting.


def test_an_invitation_says_what_happens_now(filing, as_, cast):
    answer = as_("alma").post(INVITE, NEW)
    assert (answer.url, said(answer)) == (
        PAGE,
        ["Nina har nu adgang. Invitationen sendes til nina@example.dk inden for få minutter."],
    )
    place = Membership.objects.get(user__email="nina@example.dk")
    assert (place.cluster, place.role, place.invited_by) == (cast.alfa, MembershipRole.REPORTER, cast.alma)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "nina"}, "E-mail: Skriv en e-mailadresse som navn@enhed.dk."),
        ({"email": ""}, "E-mail: Skriv kollegaens e-mail."),
        ({"name": " "}, "Navn: Skriv kollegaens navn."),
        ({"role": "king"}, "Rolle: Vælg en af de to roller."),
        ({"role": ""}, "Rolle: Vælg en rolle."),
        ({"email": "ANTON@example.dk"}, "E-mail: anton@example.dk har allerede adgang: Anton, indberetter."),
    ],
)
def test_a_bad_invitation_is_refused_with_a_sentence_and_stays(changes, sentence, filing, as_):
    answer = as_("alma").post(INVITE, NEW | changes)
    page = Page(answer)
    assert (answer.status_code, sentence in page.text) == (422, True)
    assert page.fields["email"] == (NEW | changes)["email"]
    assert User.objects.count() == 7


# Other roles, other letters, out.


def test_a_role_is_changed(filing, cast, as_):
    answer = as_("alma").post(person("colleague", cast.anton), {"role": "manager"})
    assert (answer.url, said(answer)) == (PAGE, ["Anton: rollen er gemt."])
    assert cast.anton.memberships.get().role == MembershipRole.MANAGER


def test_the_last_responsible_one_is_told_what_to_do_first(filing, cast, as_):
    alma = as_("alma")
    answer = alma.post(person("colleague", cast.alma), {"role": "reporter", "confirm": "on"})
    sentence = "Alma er den eneste ansvarlige. Gør først en anden til ansvarlig."
    assert (answer.status_code, sentence in Page(answer).text) == (422, True)
    answer = alma.post(person("remove_colleague", cast.alma))
    assert (answer.url, said(answer)) == (PAGE, [sentence])


def test_the_own_responsibility_is_given_up_knowingly(filing, cast, as_):
    give_access(user=cast.anton, cluster=cast.alfa, role=MembershipRole.MANAGER)
    alma, address = as_("alma"), person("colleague", cast.alma)
    assert "Det er dig selv." in Page(alma.get(address)).text
    answer = alma.post(address, {"role": "reporter"})
    assert (answer.status_code, "Sæt kryds, hvis du ikke længere vil være ansvarlig." in Page(answer).text) == (
        422,
        True,
    )
    assert alma.post(address, {"role": "manager"}).url == PAGE
    assert alma.post(address, {"role": "reporter", "confirm": "on"}).url == PAGE
    assert cast.alma.memberships.get().role == MembershipRole.REPORTER


def test_taking_somebody_out_is_asked_once_and_what_they_wrote_stays_theirs(filing, cast, as_):
    builders.fill(filing, by=cast.anton, answers={"companies": 120})
    alma, address = as_("alma"), person("remove_colleague", cast.anton)
    assert "Skal Anton ikke længere have adgang?" in Page(alma.get(address)).text
    assert cast.anton.memberships.exists()
    answer = alma.post(address)
    assert (answer.url, said(answer)) == (PAGE, ["Anton har ikke længere adgang til Alfa Klynge."])
    assert "Anton satte »Deltagende virksomheder« til 120" in Page(alma.get(OVERVIEW)).text


def test_who_is_taken_out_is_out_at_the_next_click(filing, cast, client):
    client.force_login(cast.anton)
    assert client.get(OVERVIEW).status_code == 200
    Membership.objects.filter(user=cast.anton).delete()
    assert {client.get(address).status_code for address in (OVERVIEW, PAGE, reverse("check", args=ALFA))} == {404}


def test_who_takes_themself_out_is_warned_and_comes_to_the_front_page(filing, cast, as_):
    give_access(user=cast.anton, cluster=cast.alfa, role=MembershipRole.MANAGER)
    alma, address = as_("alma"), person("remove_colleague", cast.alma)
    assert "Vil du fjerne din egen adgang?" in Page(alma.get(address)).text
    assert (alma.post(address).url, alma.get(OVERVIEW).status_code) == ("/", 404)


def test_an_invitation_is_sent_again(filing, cast, as_):
    nina = invite(
        cluster=cast.alfa, email="n@example.dk", name="Nina", role="reporter", by=cast.alma, at=AT - AT.resolution
    )
    Membership.objects.filter(pk=nina.pk).update(invited_at=timezone.now() - datetime.timedelta(hours=1))
    alma, address = as_("alma"), person("invite_again", nina.user)
    assert said(alma.post(address)) == [
        "Nina har nu adgang. Invitationen sendes til n@example.dk inden for få minutter."
    ]
    nina.refresh_from_db()
    assert timezone.now() - nina.invited_at < datetime.timedelta(minutes=1)
    assert said(alma.post(address))[-1] == "Nina er lige inviteret. Vent ti minutter, før I sender igen."


@pytest.mark.parametrize("name", ["colleague", "remove_colleague", "invite_again"])
def test_another_unit_s_people_are_not_there(name, filing, cast, as_):
    address = reverse(name, args=[*ALFA, cast.bodil.memberships.get().pk])
    assert as_("alma").post(address, {"role": "reporter"}).status_code == 404
    assert cast.bodil.memberships.get().role == MembershipRole.MANAGER


# Sections.


def test_a_manager_gives_a_section_and_takes_it_back(filing, cast, as_):
    alma = as_("alma")
    answer = alma.post(section("financing"), {"user": cast.anton.pk})
    assert (answer.url, said(answer)) == (f"{PAGE}#afsnit", ["Anton tager sig af »Finansiering«."])
    assert "4 tal mangler · Anton tager sig af det" in Page(alma.get(OVERVIEW)).text
    assert said(alma.post(section("financing"), {"user": ""}))[-1] == "»Finansiering« er ikke givet til nogen."
    assert assignments_of(filing) == {}


@pytest.mark.parametrize("user", ["0", "x", "bodil"])
def test_a_section_is_given_to_nobody_else(user, filing, cast, as_):
    answer = as_("alma").post(section("financing"), {"user": cast.bodil.pk if user == "bodil" else user})
    assert (said(answer), assignments_of(filing)) == (["Vælg en af jeres kolleger på listen."], {})


def test_a_section_that_is_not_there_is_not_given(filing, cast, as_):
    answer = as_("alma").post(section("gardening"), {"user": cast.anton.pk})
    assert (answer.url, said(answer)) == (PAGE, ["Vælg en af jeres kolleger på listen."])


def test_a_reporter_takes_a_section_and_is_told_when_it_is_taken(filing, cast, as_):
    anton = as_("anton")
    assert said(anton.post(section("financing"), {"user": cast.anton.pk})) == ["Anton tager sig af »Finansiering«."]
    assign_section(submission=filing, section="participation", user=cast.alma, by=cast.alma, at=AT)
    answer = anton.post(section("participation"), {"user": cast.anton.pk})
    assert said(answer)[-1] == "Alma tager sig allerede af afsnittet. Bed en ansvarlig om at flytte det."


def test_in_a_filing_that_was_sent_nothing_is_shared_any_more(cast, round_, as_):
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)
    alma = as_("alma")
    text = Page(alma.get(PAGE)).text
    assert ("Lav et link" in text, "Inviter en kollega" in text) == (False, True)
    for answer in (alma.post(section("financing"), {"user": cast.anton.pk}), alma.post(MAKE_LINK, LINK)):
        assert "Indberetningen er »Indsendt« og kan ikke ændres." in " ".join([*said(answer), Page(answer).text])
    assert SectionLink.objects.count() == 0


# Links.


def test_a_new_link_is_shown_once_and_passed_on(filing, cast, as_):
    alma = as_("alma")
    answer = alma.post(MAKE_LINK, LINK)
    address = re.search(r'value="(http://[^"]+)"', answer.text)[1]
    token = address.removeprefix("http://testserver/del/").rstrip("/")
    link = link_by_token(token, timezone.now())
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert (link.guest.name, link.section, link.created_by) == ("Karen", "financing", cast.alma)
    assert "Linket til Karen er klar" in Page(answer).text
    assert token not in alma.get(PAGE).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"guest": ""}, "Navn på den, der skal have linket: Skriv navnet på den, der skal have linket."),
        ({"section": ""}, "Afsnit: Vælg et afsnit."),
        ({"section": "gardening"}, "Afsnit: Vælg et af afsnittene på listen."),
        ({"days": "365"}, "Linket gælder i: Et link gælder i 7, 14 eller 30 dage."),
        ({"days": "x"}, "Linket gælder i: Et link gælder i 7, 14 eller 30 dage."),
    ],
)
def test_a_bad_link_is_refused_with_a_sentence_and_stays(changes, sentence, filing, as_):
    answer = as_("alma").post(MAKE_LINK, LINK | changes)
    page = Page(answer)
    assert (answer.status_code, sentence in page.text, page.fields["guest"]) == (422, True, (LINK | changes)["guest"])
    assert SectionLink.objects.count() == 0


def test_sending_the_form_again_makes_no_second_link(filing, as_):
    alma = as_("alma")
    alma.post(MAKE_LINK, LINK)
    answer = alma.post(MAKE_LINK, LINK)
    assert (answer.status_code, "Karen har allerede et link til »Finansiering«." in Page(answer).text) == (422, True)
    assert SectionLink.objects.count() == 1


def test_a_link_is_closed(filing, cast, as_):
    fresh = make_link(submission=filing, section="financing", name="Karen", days=14, by=cast.alma, at=timezone.now())
    alma = as_("alma")
    answer = alma.post(reverse("revoke_link", args=[*ALFA, fresh.link.pk]))
    assert (answer.url, said(answer)) == (f"{PAGE}#links", ["Karen kan ikke længere bruge linket."])
    assert link_by_token(fresh.token, timezone.now()) is None
    assert "Karen Finansiering Lukket Lukket af Alma" in Page(alma.get(PAGE)).text


def test_another_unit_s_link_is_not_there(filing, cast, round_, as_):
    other = start(round_=round_, cluster=cast.beta)
    fresh = make_link(submission=other, section="financing", name="Karen", days=14, by=cast.bodil, at=timezone.now())
    assert as_("alma").post(reverse("revoke_link", args=[*ALFA, fresh.link.pk])).status_code == 404
    assert link_by_token(fresh.token, timezone.now()) == fresh.link


# The overview.


def test_who_has_not_begun_is_shown_three_steps_and_where_to_begin(filing, cast, as_):
    page = Page(as_("anton").get(OVERVIEW))
    assert "Sådan gør I" in page.text
    assert "Alma indsender." in page.text
    assert reverse("section", args=[*ALFA, "financing"]) in page.links
    builders.fill(filing, by=cast.alma, answers={"companies": 1}, countries={})
    assert "Sådan gør I" not in Page(as_("anton").get(OVERVIEW)).text


def test_the_overview_says_who_is_here_now(filing, cast, as_):
    note_presence(submission=filing, user=cast.anton, section="financing", at=timezone.now())
    assert "Anton er lige nu i »Finansiering«." in Page(as_("alma").get(OVERVIEW)).text
    assert "Anton er lige nu" not in Page(as_("anton").get(OVERVIEW)).text


def test_the_unit_s_own_doings_are_told_to_its_own_people_alone(filing, cast, as_):
    builders.fill(filing, by=cast.anton, answers={"companies": 120}, countries={})
    words = "Anton satte »Deltagende virksomheder« til 120"
    assert words in Page(as_("alma").get(OVERVIEW)).text
    assert [name for name in ("rune", "edith", "vera") if words in Page(as_(name).get(OVERVIEW)).text] == []


def test_a_unit_without_people_has_a_page_all_the_same(cast, as_):
    gamma = register_cluster(slug="gamma", name="Gamma", short_name="Gamma", kind="cluster")
    round_ = builders.open_small_round(year=2018, clusters=[gamma])
    start(round_=round_, cluster=gamma)
    assert as_("edith").get(reverse("colleagues", args=[2018, "gamma"])).status_code == 200
