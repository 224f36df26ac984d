"""The reviewer's pages: who may read, a filing beside last year's, and the three decisions."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from reporting.submissions.actions import start
from reporting.submissions.models import Status, Submission
from tests import builders
from tests.pages import Page

DESK = reverse("review_list", args=[2019])
FILING = reverse("review_filing", args=[2019, "alfa"])
ACCEPT, RETURN, REOPEN = (reverse(name, args=[2019, "alfa"]) for name in ("accept", "return_for_correction", "reopen"))
MOVED = "Indberetningen er ændret, siden siden blev hentet. Se den igen, før du går videre."


@pytest.fixture
def filing_in(cast, round_):
    """Alfa's filing in a status, reached by the real transitions."""

    def make(status):
        return builders.filing_at(status, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)

    return make


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("person", ["rune", "edith", "vera"])
@pytest.mark.parametrize("address", [DESK, FILING])
def test_all_national_roles_read(address, person, filing_in, as_):
    filing_in(Status.SUBMITTED)
    assert as_(person).get(address).status_code == 200


@pytest.mark.parametrize("person", ["alma", "anton", "bodil", "nikolaj"])
@pytest.mark.parametrize("address", [DESK, FILING, ACCEPT, RETURN, REOPEN])
def test_units_have_no_business_here(address, person, filing_in, as_):
    filing = filing_in(Status.SUBMITTED)
    method = as_(person).get if address in (DESK, FILING) else as_(person).post
    answer = method(address, {"version": filing.version, "reason": "Derfor."})
    assert answer.status_code == 403
    assert "Beta" not in Page(answer).text
    assert Submission.objects.get().status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("person", "address"), [("vera", ACCEPT), ("vera", RETURN), ("vera", REOPEN), ("rune", REOPEN)]
)
def test_a_decision_takes_the_role_for_it(person, address, filing_in, as_):
    filing = filing_in(Status.ACCEPTED if address == REOPEN else Status.SUBMITTED)
    answer = as_(person).post(address, {"version": filing.version, "reason": "Derfor."})
    assert (answer.status_code, Submission.objects.get().version) == (403, filing.version)


@pytest.mark.parametrize("address", [DESK, FILING, ACCEPT, RETURN, REOPEN])
def test_nobody_comes_here_without_a_log_in(address, filing_in, client):
    filing_in(Status.SUBMITTED)
    method = client.get if address in (DESK, FILING) else client.post
    answer = method(address)
    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={address}")


@pytest.mark.parametrize(
    ("method", "address"), [("post", DESK), ("post", FILING), ("get", ACCEPT), ("get", RETURN), ("get", REOPEN)]
)
def test_the_wrong_method_is_refused(method, address, filing_in, as_):
    filing_in(Status.SUBMITTED)
    assert getattr(as_("edith"), method)(address).status_code == 405


@pytest.mark.parametrize("year", [2018, 0, 99999999999999999999])
def test_a_year_without_a_round_is_not_there(year, filing_in, as_):
    edith, filing = as_("edith"), filing_in(Status.SUBMITTED)
    assert edith.get(reverse("review_list", args=[year])).status_code == 404
    assert edith.get(reverse("review_filing", args=[year, "alfa"])).status_code == 404
    for name in ("accept", "return_for_correction", "reopen"):
        answer = edith.post(reverse(name, args=[year, "alfa"]), {"version": filing.version, "reason": "Derfor."})
        assert answer.status_code == 404


def test_a_unit_that_has_not_begun_has_no_filing_to_read(round_, as_):
    assert as_("edith").get(FILING).status_code == 404


def test_a_filing_is_read_beside_the_year_before(cast, round_, as_):
    earlier = builders.open_small_round(year=2018, clusters=[cast.alfa])
    builders.fill(
        start(round_=earlier, cluster=cast.alfa), by=cast.alma, answers={"companies": 100, "fte": 4}, countries={}
    )
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(
        filing,
        by=cast.alma,
        answers={"companies": 151, "companies_small": 0},
        countries={"countries_cluster": {"DE": 3}},
    )
    text = Page(as_("rune").get(FILING)).text
    assert "Deltagende virksomheder 100 % af det nationale tal 100 151 +51 %" in text
    assert "Årsværk 4 –" in text
    assert "Heraf under 50 ansatte – 0" in text
    assert "Lande med klyngesamarbejde – Tyskland 3" in text
    assert "»Deltagende virksomheder« er 151; sidste år skrev I 100 (+51 %)." in text


def test_a_reviewer_accepts(filing_in, as_):
    filing = filing_in(Status.SUBMITTED)
    answer = as_("rune").post(ACCEPT, {"version": filing.version})
    assert (answer.url, said(answer)) == (DESK, ["Alfa Klynge er godkendt og tæller med i de nationale tal."])
    assert Submission.objects.get().status == Status.ACCEPTED


def test_a_reviewer_sends_back_with_a_reason(filing_in, as_):
    filing = filing_in(Status.SUBMITTED)
    answer = as_("rune").post(RETURN, {"version": filing.version, "reason": "Se på årsværk.\nTak."})
    assert (answer.url, said(answer)) == (FILING, ["Alfa Klynge har fået indberetningen retur."])
    assert filing.events.last().reason == "Se på årsværk.\nTak."


def test_an_editor_opens_again_and_the_filing_counts_no_more(filing_in, as_):
    filing = filing_in(Status.ACCEPTED)
    answer = as_("edith").post(REOPEN, {"version": filing.version, "reason": "En fejl."})
    assert said(answer) == ["Alfa Klynge er åbnet igen og tæller ikke med, før den er godkendt på ny."]
    assert Submission.objects.accepted().count() == 0


@pytest.mark.parametrize(("address", "status"), [(RETURN, Status.SUBMITTED), (REOPEN, Status.ACCEPTED)])
def test_a_reason_is_asked_for(address, status, filing_in, as_):
    filing = filing_in(status)
    answer = as_("edith").post(address, {"version": filing.version, "reason": "  "})
    assert (answer.status_code, said(answer)) == (409, ["Skriv en begrundelse, så modtageren ved, hvad der skal ske."])
    assert Submission.objects.get().status == status


def test_who_decides_on_an_older_version_is_told_and_keeps_the_reason(filing_in, as_):
    filing = filing_in(Status.SUBMITTED)
    answer = as_("rune").post(RETURN, {"version": filing.version - 1, "reason": "Min lange begrundelse."})
    assert (answer.status_code, said(answer)) == (409, [MOVED])
    assert "Min lange begrundelse." in Page(answer).text
    assert Submission.objects.get().status == Status.SUBMITTED


@pytest.mark.parametrize("version", ["", "x", "-1", "0", "9" * 5000])
def test_a_version_that_no_page_carried_decides_nothing(version, filing_in, as_):
    filing_in(Status.SUBMITTED)
    answer = as_("rune").post(ACCEPT, {"version": version})
    assert answer.status_code in (409, 422)
    assert len(said(answer)) == 1
    assert Submission.objects.get().status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("person", "status", "actions"),
    [
        ("rune", Status.SUBMITTED, {ACCEPT, RETURN}),
        ("edith", Status.SUBMITTED, {ACCEPT, RETURN}),
        ("vera", Status.SUBMITTED, set()),
        ("rune", Status.ACCEPTED, set()),
        ("edith", Status.ACCEPTED, {REOPEN}),
        ("edith", Status.DRAFT, set()),
        ("edith", Status.RETURNED, set()),
    ],
)
def test_the_buttons_are_those_that_work(person, status, actions, filing_in, as_):
    filing_in(status)
    html = as_(person).get(FILING).text
    assert {address for address in (ACCEPT, RETURN, REOPEN) if f'action="{address}"' in html} == actions
