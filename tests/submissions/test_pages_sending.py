"""The check page and sending: counted by strength, declared, and sent exactly once."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from clusters.actions import give_access
from clusters.models import MembershipRole
from reporting.review.actions import return_for_correction
from reporting.submissions.actions import explain
from reporting.submissions.models import Receipt, Status, Submission, SubmissionEvent
from tests import builders
from tests.builders import AT
from tests.pages import Page

ALFA = [2019, "alfa"]
CHECK, SUBMIT, RECEIPT = (reverse(name, args=ALFA) for name in ("check", "submit", "receipt"))


@pytest.fixture
def ready(cast, round_):
    """Alfa's filing, ready to be sent."""
    return builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def send(client, filing, **more):
    return client.post(SUBMIT, {"version": filing.version, "confirmed": "on", **more})


def counted():
    return (SubmissionEvent.objects.filter(transition="submit").count(), Receipt.objects.count())


def test_findings_are_counted_by_strength_with_links_to_them(ready, cast, as_):
    answers = {"companies": 10, "funding_state": 500, "fees_companies": 500, "fte": None}
    builders.fill(ready, by=cast.alma, answers=answers)
    explain(submission=ready, rule="small_amount", subject="fees_companies", text="Kun ét medlem.", by=cast.alma, at=AT)
    page = Page(as_("alma").get(CHECK))
    assert "1 skal rettes 1 skal forklares eller rettes 1 afsnit med tomme felter 1 er forklaret" in page.text
    assert {"#hard", "#soft", "#gaps", "#explained"} <= set(page.links)
    assert {"hard", "soft", "gaps", "explained"} <= set(page.ids)


def test_the_form_that_is_sent_is_there_once_all_is_in_order(ready, cast, as_):
    alma = as_("alma")
    assert Page(alma.get(CHECK)).fields["version"] == str(ready.version)
    builders.fill(ready, by=cast.alma, answers={"companies": 10})
    assert "version" not in Page(alma.get(CHECK)).fields


def test_without_the_declaration_nothing_is_sent(ready, as_):
    answer = as_("alma").post(SUBMIT, {"version": ready.version})
    assert answer.status_code == 422
    assert "Sæt kryds ved erklæringen: så kan I indsende." in Page(answer).text
    assert Page(answer).fields["version"] == str(ready.version)
    assert counted() == (0, 0)


def test_the_declaration_is_kept_with_name_and_time(ready, cast, as_):
    answer = send(as_("alma"), ready)
    assert (answer.url, said(answer)) == (RECEIPT, ["Indberetningen er indsendt. Tak!"])
    receipt = Receipt.objects.get()
    assert receipt.declaration == (
        "Jeg bekræfter, at tallene er rigtige efter bedste overbevisning, og at de kan bruges i "
        "Viden & Vækst, performanceregnskab for 2019."
    )
    assert (receipt.by, receipt.at) == (cast.alma, receipt.event.at)


def test_sending_twice_is_sending_once_and_leads_to_the_receipt(ready, as_):
    alma = as_("alma")
    send(alma, ready)
    first = alma.get(RECEIPT)
    again = send(alma, ready)
    assert again.url == RECEIPT
    (sentence,) = said(again)
    assert sentence.startswith("Indberetningen blev indsendt ")
    assert sentence.endswith(" af Alma.")
    assert counted() == (1, 1)
    assert first.status_code == 200


def test_the_back_button_and_a_retry_without_the_tick_lead_to_the_receipt_too(ready, as_):
    alma = as_("alma")
    send(alma, ready)
    assert alma.post(SUBMIT, {"version": ready.version}).url == RECEIPT
    assert counted() == (1, 1)


def test_a_second_manager_is_told_who_has_sent_it(ready, cast, client):
    give_access(user=cast.anton, cluster=cast.alfa, role=MembershipRole.MANAGER)
    client.force_login(cast.alma)
    send(client, ready)
    client.force_login(cast.anton)
    answer = send(client, ready)
    assert (answer.url, said(answer)[0][-9:]) == (RECEIPT, " af Alma.")
    assert counted() == (1, 1)


def test_who_sends_an_older_version_of_what_is_sent_is_asked_to_look(ready, as_):
    alma, seen = as_("alma"), ready.version
    send(alma, ready)
    answer = alma.post(SUBMIT, {"version": seen - 1, "confirmed": "on"})
    assert answer.url == RECEIPT
    assert said(answer)[-1].endswith("Den var ændret, siden du hentede siden, så se kvitteringen igennem.")
    assert counted() == (1, 1)


def test_a_page_from_before_a_return_does_not_send_again(ready, cast, as_):
    alma, seen = as_("alma"), ready.version
    send(alma, ready)
    filing = Submission.objects.get()
    return_for_correction(submission=filing, by=cast.rune, at=AT, version=filing.version, reason="Se igen.")
    answer = alma.post(SUBMIT, {"version": seen, "confirmed": "on"})
    assert (answer.url, said(answer)[-1]) == (
        CHECK,
        "Indberetningen er ændret, siden siden blev hentet. Se den igen, før du går videre.",
    )
    assert counted() == (1, 1)
    assert Submission.objects.get().status == Status.RETURNED


def test_a_reporter_sees_whom_to_ask(ready, as_):
    page = Page(as_("anton").get(CHECK))
    assert "Spørg Alma, alma@example.dk" in page.text
    assert "version" not in page.fields


def test_a_unit_without_a_manager_is_sent_to_the_editors(ready, cast, as_):
    give_access(user=cast.alma, cluster=cast.alfa, role=MembershipRole.REPORTER)
    assert (
        "Enheden har ingen ansvarlig endnu. Skriv til Cluster Excellence Denmark." in Page(as_("anton").get(CHECK)).text
    )


def test_without_its_receipt_nothing_is_sent(ready, cast, as_, monkeypatch):
    def fail(**fields):
        raise OSError("the disk is full")

    monkeypatch.setattr(Receipt.objects, "create", fail)
    with pytest.raises(OSError, match="the disk is full"):
        send(as_("alma"), ready)
    assert (Submission.objects.get().status, counted()) == (Status.DRAFT, (0, 0))
