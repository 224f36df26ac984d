"""The pages of somebody without an account: what a link opens, and everything that it does not."""

import datetime
import re
from importlib import import_module

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from reporting.submissions.actions import make_link, note_presence, revoke_link, start, submit
from reporting.submissions.models import Presence, ReportedValue, SectionLink, Status
from tests import builders
from tests.pages import Page

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_tries_yet(db):
    cache.clear()


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, filled in well."""
    return builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)


@pytest.fixture
def fresh(filing, cast):
    """A link for Karen to the section on financing."""
    return make_link(submission=filing, section="financing", name="Karen", days=14, by=cast.alma, at=timezone.now())


def both(token):
    return [reverse(name, args=[token]) for name in ("guest", "guest_section")]


def fte():
    return ReportedValue.objects.get(indicator__code="fte")


def test_the_link_says_who_asks_for_what_and_leads_on_without_a_log_in(fresh, client):
    landing, section = both(fresh.token)
    page = Page(client.get(landing))
    for words in (
        "Hej Karen",
        "Alma fra Alfa Klynge beder dig udfylde afsnittet »Finansiering« i indberetningen for 2019.",
        "gemmes under dit navn: Karen.",
        "Linket gælder til og med",
    ):
        assert words in page.text
    assert section in page.links


def test_what_is_written_is_saved_under_the_guest_s_name(fresh, client):
    _landing, section = both(fresh.token)
    answer = client.post(section, {"fte": "7,5", "fte__version": "1"})
    assert (answer.status_code, answer.url) == (302, section)
    page = client.get(section)
    assert "Tak for hjælpen!" in Page(page).text
    assert (str(fte().number), fte().updated_by.name) == ("7.50", "Karen")
    assert fte().history.first().history_user == fresh.link.guest


def test_who_is_logged_in_still_writes_as_the_guest(fresh, as_, cast):
    as_("alma").post(both(fresh.token)[1], {"fte": "7", "fte__version": "1"})
    assert fte().updated_by == fresh.link.guest


def test_what_cannot_be_read_stays_and_says_so(fresh, client):
    answer = client.post(both(fresh.token)[1], {"fte": "1.5", "fte__version": "1"})
    page = Page(answer)
    assert (answer.status_code, page.fields["fte"], "error-summary" in page.ids) == (422, "1.5", True)
    assert fte().updated_by.name == "Alma"


def test_a_guest_and_a_colleague_who_write_the_same_see_both(fresh, filing, client, cast):
    builders.fill(filing, by=cast.anton, answers={"fte": 6}, countries={})
    answer = client.post(both(fresh.token)[1], {"fte": "7", "fte__version": "1"})
    assert (answer.status_code, "Anton har imens skrevet: 6." in Page(answer).text) == (422, True)
    assert fte().number == 6


def test_answers_of_other_sections_are_neither_shown_nor_taken(fresh, client):
    section = both(fresh.token)[1]
    client.post(section, {"companies": "999", "companies__version": "1", "fte": "4,5", "fte__version": "1"})
    assert ReportedValue.objects.get(indicator__code="companies").number == 120
    page = client.get(section)
    assert {name.partition("__")[0] for name in Page(page).fields} - {
        "csrfmiddlewaretoken",
        "next",
        "person",
        "explain",
    } == {
        "funding_state",
        "funding_companies",
        "fees_companies",
        "fte",
    }
    assert "Deltagende virksomheder" not in page.text
    assert not re.search(r'href="/(indberetning|indberetninger|tal|bogen)/', page.text)


@pytest.mark.parametrize("name", ["guest", "guest_section"])
def test_a_closed_link_is_gone_and_the_page_says_whom_to_ask(name, fresh, client, cast):
    revoke_link(link=fresh.link, by=cast.alma, at=timezone.now())
    answer = client.get(reverse(name, args=[fresh.token]))
    assert answer.status_code == 410
    assert "Linket er lukket af Alfa Klynge. Skal du stadig hjælpe, så bed Alma om et nyt." in Page(answer).text


@pytest.mark.parametrize("name", ["guest", "guest_section"])
def test_an_expired_link_is_gone(name, fresh, client):
    SectionLink.objects.update(created_at=timezone.now() - 2 * DAY, expires_at=timezone.now() - DAY)
    answer = client.get(reverse(name, args=[fresh.token]))
    assert (answer.status_code, "Linket gjaldt til og med" in Page(answer).text) == (410, True)


@pytest.mark.parametrize("name", ["guest", "guest_section"])
def test_a_filing_that_was_sent_is_closed_to_guests(name, fresh, filing, client, cast):
    submit(submission=filing, by=cast.alma, at=timezone.now(), version=filing.version)
    answer = client.get(reverse(name, args=[fresh.token]))
    assert (answer.status_code, "Indberetningen er »Indsendt«" in Page(answer).text) == (410, True)
    answer = client.post(both(fresh.token)[1], {"fte": "9", "fte__version": "1"})
    assert (answer.status_code, str(fte().number)) == (410, "4.50")


@pytest.mark.parametrize("name", ["guest", "guest_section"])
@pytest.mark.parametrize("change", [str.swapcase, lambda token: token[:-1], lambda token: token + "A"])
def test_a_secret_that_was_tampered_with_is_not_there(change, name, fresh, client):
    answer = client.get(reverse(name, args=[change(fresh.token)]))
    assert (answer.status_code, "Linket findes ikke." in Page(answer).text) == (404, True)
    assert [word for word in ("Karen", "Alfa", "Finansiering") if word in answer.text] == []


def test_a_link_of_another_unit_opens_that_unit_s_section_alone(fresh, client, cast, round_):
    other = start(round_=round_, cluster=cast.beta)
    made = make_link(submission=other, section="financing", name="Per", days=7, by=cast.bodil, at=timezone.now())
    client.post(both(made.token)[1], {"fte": "9", "fte__version": "0"})
    assert (str(fte_of("alfa")), str(fte_of("beta"))) == ("4.50", "9.00")
    assert "Alfa" not in client.get(both(made.token)[1]).text


def fte_of(slug):
    return ReportedValue.objects.get(indicator__code="fte", submission__cluster__slug=slug).number


def test_the_secret_stays_out_of_caches_and_referrers(fresh, client):
    for address in (*both(fresh.token), *both("x" * 43)):
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "strict-origin"


def test_who_guesses_waits_and_who_has_a_link_does_not(fresh, client):
    found = [client.get(both(f"{number:043}")[0]).status_code for number in range(21)]
    assert found == [404] * 20 + [429]
    assert client.get(both(fresh.token)[0]).status_code == 200


def test_a_visit_is_seen_by_the_unit(fresh, client, as_):
    client.get(both(fresh.token)[1])
    assert Presence.objects.values_list("user__name", "section").get() == ("Karen", "financing")
    assert (
        "Karen er lige nu i »Finansiering«." in Page(as_("alma").get(reverse("submission", args=[2019, "alfa"]))).text
    )


def test_a_guest_is_nowhere_in_the_lists_of_people(fresh, as_):
    alma = as_("alma")
    people = alma.get(reverse("colleagues", args=[2019, "alfa"])).text.partition('id="links"')[0]
    assert "Karen" not in people


def test_a_page_costs_at_most_twenty_queries(fresh, client, django_assert_max_num_queries):
    for address in both(fresh.token):
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200


def save_field(client, token, field, **posted):
    return client.post(reverse("guest_save", args=[token]), {"field": field, **posted})


def test_a_guest_s_field_is_saved_as_it_is_typed_under_the_guest_s_name(fresh, client):
    answer = save_field(client, fresh.token, "fte", fte="7,5", fte__version="1", key="a").json()
    assert (answer["state"], answer["text"], answer["by"]) == ("saved", "7,5", "Karen")
    assert fte().updated_by == fresh.link.guest


@pytest.mark.parametrize("field", ["companies", "note__fte", "comment__fte", "explain__jump_companies__companies"])
def test_a_guest_writes_no_field_beyond_the_section_and_no_notes_and_remarks(fresh, client, field):
    assert save_field(client, fresh.token, field, **{field: "5"}).status_code == 404


def test_a_field_sent_after_the_link_was_closed_is_refused_with_a_sentence(fresh, client, cast, monkeypatch):
    """The link is closed between its look-up and the save: the save holds its row and finds out."""
    guest = import_module("reporting.submissions.views.guest")
    found = guest.find_link(fresh.token, timezone.now())
    revoke_link(link=fresh.link, by=cast.alma, at=timezone.now())
    monkeypatch.setattr(guest, "find_link", lambda token, at: found)
    answer = save_field(client, fresh.token, "fte", fte="7,5", fte__version="1")
    assert (answer.status_code, answer.json()["message"][:17]) == (423, "Linket er lukket,")
    assert fte().number != 7.5


def test_a_guest_sees_colleagues_in_the_own_section_only(fresh, client, cast, filing):
    for who, section in ((cast.alma, "financing"), (cast.anton, "participation")):
        note_presence(submission=filing, user=who, section=section, at=timezone.now())
    page = client.post(reverse("guest_status", args=[fresh.token])).json()
    assert page["others"] == ["Alma"]


def test_the_script_of_a_closed_link_gets_the_sentence(fresh, client, cast):
    revoke_link(link=fresh.link, by=cast.alma, at=timezone.now())
    told = {"field": "fte", "fte": "7", "fte__version": "1"}
    answer = client.post(reverse("guest_save", args=[fresh.token]), told, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["message"][:16]) == (423, "Linket er lukket")


def test_a_guest_s_open_page_is_told_of_its_own_section_only(fresh, client):
    page = client.post(reverse("guest_status", args=[fresh.token])).json()
    assert sorted(page["fields"]) == ["fees_companies", "fte", "funding_companies", "funding_state"]
    assert page["turn"].startswith("Du skriver som Karen for Alfa Klynge.")
    assert "Linket gælder til og med" in page["turn"] or page["turn"]
