"""The secretariat's pages: what works, for whom, and what a page says when something is wrong."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from reporting.submissions.actions import start
from reporting.submissions.models import Explanation, Status, Submission
from tests import builders
from tests.pages import Page

ALFA = [2019, "alfa"]
READ = {
    "overview": reverse("submission", args=ALFA),
    "check": reverse("check", args=ALFA),
    **{code: reverse("section", args=[*ALFA, code]) for code in ("financing", "participation", "international")},
}
ACT = {"start": reverse("start", args=ALFA), "submit": reverse("submit", args=ALFA)}
GOOD = {
    "financing": {
        "funding_state": "2.000.000",
        "funding_companies": "1.500.000",
        "fees_companies": "500.000",
        "fte": "4,5",
    },
    "participation": {"companies": "120", "companies_small": "80"},
    "international": {
        "collaborations_cluster": "5",
        "countries_cluster__country_0": "Tyskland",
        "countries_cluster__count_0": "5",
    },
}


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, begun and empty."""
    return start(round_=round_, cluster=cast.alfa)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("person", ["alma", "anton", "rune", "edith", "vera"])
@pytest.mark.parametrize("page", READ)
def test_the_units_people_and_the_nations_read_a_filing(page, person, filing, as_):
    assert as_(person).get(READ[page]).status_code == 200


@pytest.mark.parametrize("person", ["bodil", "nikolaj"])
@pytest.mark.parametrize("address", [*READ.values(), *ACT.values()], ids=[*READ, *ACT])
def test_for_others_the_filing_does_not_exist(address, person, filing, as_):
    client = as_(person)
    answer = client.post(address) if address in ACT.values() else client.get(address)
    assert answer.status_code == 404
    assert "Alfa" not in Page(answer).text


@pytest.mark.parametrize("address", [*READ.values(), *ACT.values(), "/"], ids=[*READ, *ACT, "home"])
def test_nobody_reads_without_a_log_in(address, filing, client):
    answer = client.post(address) if address in ACT.values() else client.get(address)
    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={address}")


@pytest.mark.parametrize("address", [ACT["start"], ACT["submit"], READ["check"], READ["financing"]])
@pytest.mark.parametrize("person", ["rune", "edith", "vera"])
def test_the_nation_reads_but_does_not_write(address, person, filing, as_):
    answer = as_(person).post(address, {"fte": "4", "version": "1"})
    assert answer.status_code == 403
    assert "Kun enhedens eget sekretariat kan skrive i indberetningen." in Page(answer).text
    assert (filing.values.count(), Submission.objects.get().status) == (0, Status.DRAFT)


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", ACT["start"]),
        ("get", ACT["submit"]),
        ("post", READ["overview"]),
        ("post", "/"),
        ("put", READ["financing"]),
        ("delete", READ["check"]),
    ],
)
def test_the_wrong_method_is_refused(method, address, filing, as_):
    assert getattr(as_("alma"), method)(address).status_code == 405


@pytest.mark.parametrize("year", [2018, 0, 99999999999999999999])
def test_a_year_without_a_filing_is_not_there(year, filing, as_):
    alma = as_("alma")
    for name, args in (("submission", []), ("check", []), ("section", ["financing"])):
        assert alma.get(reverse(name, args=[year, "alfa", *args])).status_code == 404
    for name in ("start", "submit"):
        assert alma.post(reverse(name, args=[year, "alfa"])).status_code == 404


def test_an_unknown_section_is_not_there(filing, as_):
    assert as_("alma").get(reverse("section", args=[*ALFA, "gardening"])).status_code == 404


# The front page.


def test_the_front_page_offers_to_begin_and_then_to_go_on(round_, as_):
    alma = as_("alma")
    assert "Begynd" in Page(alma.get("/")).words
    assert alma.post(ACT["start"]).url == READ["overview"]
    assert alma.post(ACT["start"]).url == READ["overview"]
    assert Submission.objects.count() == 1
    page = Page(alma.get("/"))
    assert READ["overview"] in page.links
    assert "Fortsæt" in page.words


def test_the_front_page_shows_no_other_units_filing(filing, as_):
    page = Page(as_("bodil").get("/"))
    assert "Beta Netværk" in page.text
    assert "Alfa" not in page.text


def test_who_has_no_unit_is_told_whom_to_ask(round_, as_):
    assert "Din bruger er ikke knyttet til en enhed" in Page(as_("nikolaj").get("/")).text


@pytest.mark.parametrize("person", ["rune", "edith", "vera"])
def test_the_nations_front_page_is_the_roster(person, round_, as_):
    assert as_(person).get("/").url == reverse("review_list", args=[2019])


def test_a_round_that_is_not_open_cannot_be_begun(cast, as_):
    builders.open_small_round(year=2019, clusters=[cast.alfa], opens_on=datetime.date(2098, 1, 1))
    answer = as_("alma").post(ACT["start"])
    assert (answer.url, said(answer)) == ("/", ["Runden er ikke åbnet endnu."])
    assert Submission.objects.count() == 0


def test_a_unit_that_is_not_on_the_roster_cannot_begin(cast, as_):
    builders.open_small_round(year=2019, clusters=[cast.beta])
    assert as_("alma").post(ACT["start"]).status_code == 404


# A section.


def test_a_section_shows_what_was_answered_last_year(filing, as_, cast):
    earlier = builders.open_small_round(year=2018, clusters=[cast.alfa])
    builders.fill(
        start(round_=earlier, cluster=cast.alfa),
        by=cast.alma,
        answers={"companies": 1234},
        countries={"countries_cluster": {"DE": 3}},
    )
    text = Page(as_("alma").get(READ["participation"])).text
    assert "2018 1.234" in text
    assert "2018 –" in text
    assert "Tyskland 3" in Page(as_("alma").get(READ["international"])).text


def test_without_a_year_before_there_is_no_column_for_it(filing, as_):
    assert "2018" not in Page(as_("alma").get(READ["participation"])).text


def test_a_section_shows_what_was_saved_as_one_would_type_it(filing, as_, cast):
    builders.fill(filing, by=cast.alma, answers={"funding_state": "1234567.5"})
    fields = Page(as_("anton").get(READ["financing"])).fields
    assert (fields["funding_state"], fields["funding_state__version"], fields["fte"]) == ("1.234.567,5", "1", "")


def test_a_subtotal_adds_up_what_is_answered(filing, as_, cast):
    builders.fill(filing, by=cast.alma, answers={"funding_state": 2_000_000, "funding_companies": "1500000.25"})
    assert "Samlet omsætning 3.500.000,25 kr." in Page(as_("alma").get(READ["financing"])).text


def test_what_cannot_be_read_stays_and_is_named_at_the_top(filing, as_):
    answer = as_("alma").post(
        READ["financing"], {"fte": "1.5 <b>", "funding_state": "12,5 mio", "funding_companies": "1.500"}
    )
    page = Page(answer)
    assert answer.status_code == 422
    assert {code: page.fields[code] for code in ("fte", "funding_state", "funding_companies")} == {
        "fte": "1.5 <b>",
        "funding_state": "12,5 mio",
        "funding_companies": "1.500",
    }
    assert "error-summary" in page.ids
    assert {"#id_fte", "#id_funding_state"} <= set(page.links)
    assert {"id_fte", "id_funding_state"} <= set(page.ids)
    assert said(answer) == ["Resten af siden er gemt."]
    assert "<b>" not in answer.text.replace("&lt;b&gt;", "")
    assert list(filing.values.values_list("indicator__code", "number")) == [("funding_companies", 1500)]


def test_a_page_without_mistakes_has_no_summary_of_mistakes(filing, as_):
    assert "error-summary" not in Page(as_("alma").get(READ["financing"])).ids


def test_saving_goes_on_to_the_next_section_and_at_last_to_the_check(filing, as_):
    alma = as_("alma")
    ways = [alma.post(READ[code], GOOD[code] | {"onwards": "1"}).url for code in GOOD]
    assert ways == [READ["participation"], READ["international"], READ["check"]]
    assert alma.post(READ["financing"], {"fte": "5", "fte__version": "1"}).url == READ["financing"]


def test_a_filing_that_was_sent_shows_its_fields_locked(cast, round_, as_):
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)
    page = Page(as_("alma").get(READ["participation"]))
    assert {"companies", "companies_small"} <= page.disabled
    assert "Gem" not in page.words


def test_saving_in_a_filing_that_was_sent_meanwhile_says_so(cast, round_, as_):
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)
    answer = as_("anton").post(READ["participation"], {"companies": "1", "companies__version": "1"})
    assert answer.status_code == 422
    assert said(answer) == [
        "Indberetningen er »Indsendt« og kan ikke ændres. Skriv til Cluster Excellence Denmark, hvis noget skal rettes."
    ]


def test_a_list_of_countries_is_shown_with_most_collaborations_first(filing, as_, cast):
    builders.fill(filing, by=cast.alma, answers={}, countries={"countries_cluster": {"SE": 2, "DE": 1000, "AT": 2}})
    fields = Page(as_("anton").get(READ["international"])).fields
    shown = [
        (fields[f"countries_cluster__country_{row}"], fields[f"countries_cluster__count_{row}"]) for row in range(4)
    ]
    assert shown == [("Tyskland", "1.000"), ("Sverige", "2"), ("Østrig", "2"), ("", "")]
    assert fields["countries_cluster__version"] == "AT:2 DE:1000 SE:2"


# The overview, the check page and sending.


GAPS = {f"explain-unanswered-{code}" for code in GOOD}
MISTAKES = {"companies": "10", "companies_small": "80", "funding_state": "500", "collaborations_cluster": "5"}


@pytest.mark.parametrize(
    ("answers", "places"),
    [
        ({}, GAPS),
        (MISTAKES, {"id_companies_small", "id_countries_cluster", "id_funding_state", "explain-unanswered-financing"}),
    ],
    ids=["empty", "mistakes"],
)
def test_what_is_to_be_done_links_to_places_that_are_there(answers, places, filing, as_, cast):
    builders.fill(filing, by=cast.alma, answers=answers, countries={})
    alma, to_do = as_("alma"), {}
    for page in ("overview", "check"):
        links = [link.partition("#") for link in Page(alma.get(READ[page])).links]
        to_do[page] = {(address, place) for address, _hash, place in links if place and address in READ.values()}
    assert {place for _address, place in to_do["check"]} == places
    latest = {f"id_{code}" for code in answers}  # the overview also leads to what was changed last
    assert {place for _address, place in to_do["overview"]} == (places - GAPS) | latest
    assert {place for address, place in to_do["check"] if place not in Page(alma.get(address)).ids} == set()


def test_the_check_page_explains_in_one_place_what_can_be_explained(filing, as_, cast):
    builders.fill(filing, by=cast.alma, answers={**builders.GOOD_ANSWERS, "funding_state": 500})
    answer = as_("alma").post(READ["check"], {"explain__small_amount__funding_state": "Et lille tilskud."})
    assert (answer.url, said(answer)) == (READ["check"], ["Forklaringerne er gemt."])
    assert list(Explanation.objects.values_list("subject", "text")) == [("funding_state", "Et lille tilskud.")]


def test_an_explanation_that_is_too_long_is_refused_and_stays(filing, as_, cast):
    builders.fill(filing, by=cast.alma, answers={**builders.GOOD_ANSWERS, "funding_state": 500})
    answer = as_("alma").post(READ["check"], {"explain__small_amount__funding_state": "x" * 501})
    assert answer.status_code == 422
    assert Page(answer).fields["explain__small_amount__funding_state"] == "x" * 501
    assert Explanation.objects.count() == 0


def test_a_good_filing_is_sent_by_the_manager(filing, as_, cast):
    builders.fill(filing, by=cast.alma)
    answer = as_("alma").post(ACT["submit"], {"version": filing.version, "confirmed": "on"})
    assert (answer.url, said(answer)) == (reverse("receipt", args=ALFA), ["Indberetningen er indsendt. Tak!"])
    assert Submission.objects.get().status == Status.SUBMITTED


def test_a_reporter_cannot_send_and_is_told_who_can(filing, as_, cast):
    builders.fill(filing, by=cast.alma)
    anton = as_("anton")
    assert "Kun en ansvarlig i sekretariatet kan indsende." in Page(anton.get(READ["check"])).text
    answer = anton.post(ACT["submit"], {"version": filing.version, "confirmed": "on"})
    assert answer.status_code == 403
    assert "Kun en ansvarlig i sekretariatet kan indsende." in Page(answer).text
    assert Submission.objects.get().status == Status.DRAFT


def test_a_filing_with_findings_is_not_sent(filing, as_):
    answer = as_("alma").post(ACT["submit"], {"version": filing.version, "confirmed": "on"})
    assert (answer.url, said(answer)) == (READ["check"], ["Der er 3 ting at rette eller forklare, før I kan indsende."])


@pytest.mark.parametrize("version", ["1", "", "x", "-1", "9" * 5000])
def test_a_filing_is_sent_in_the_version_that_was_seen(version, filing, as_, cast):
    builders.fill(filing, by=cast.alma)
    answer = as_("alma").post(ACT["submit"], {"version": version, "confirmed": "on"})
    assert said(answer) == ["Indberetningen er ændret, siden siden blev hentet. Se den igen, før du går videre."]
    assert Submission.objects.get().status == Status.DRAFT


def test_a_returned_filing_shows_the_reason_on_every_page(cast, round_, as_):
    builders.filing_at(Status.RETURNED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    alma = as_("alma")
    assert [page for page in READ if "Se på årsværk." not in Page(alma.get(READ[page])).text] == []
