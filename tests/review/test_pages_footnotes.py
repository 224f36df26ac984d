"""An editor takes an explanation into the book and out of it; the review sees what became of the letters."""

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from clusters.errors import NotHere
from reporting.letters.actions import send_letters
from reporting.letters.models import Letter
from reporting.review.actions import accept, set_footnote
from reporting.submissions.actions import explain, start, submit
from reporting.submissions.models import Explanation, Status
from tests import builders
from tests.builders import AT
from tests.pages import Page

FILING = reverse("review_filing", args=[2019, "alfa"])
FOOTNOTE = reverse("footnote", args=[2019, "alfa"])
USE, REMOVE = "Brug som fodnote i bogen", "Fjern fodnoten"
SMALL = {"rule": "small_amount", "subject": "funding_state"}


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, sent in with two explanations: of a small amount, and of a section that is empty."""
    filing = start(round_=round_, cluster=cast.alfa)
    answers = {code: None for code in builders.GOOD_ANSWERS if code.startswith("collaborations")}
    builders.fill(
        filing, by=cast.alma, answers={**builders.GOOD_ANSWERS, **answers, "funding_state": 500}, countries={}
    )
    for rule, subject in (("small_amount", "funding_state"), ("unanswered", "international")):
        explain(submission=filing, rule=rule, subject=subject, text="Et lille tilskud.", by=cast.alma, at=AT)
    filing.refresh_from_db()
    return submit(submission=filing, by=cast.alma, at=AT, version=filing.version)


def footnotes():
    return list(Explanation.objects.filter(is_footnote=True).values_list("rule", "subject"))


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_an_editor_takes_an_explanation_into_the_book_and_out_again(filing, as_):
    edith = as_("edith")
    page = Page(edith.get(FILING)).text
    assert (page.count(USE), page.count(REMOVE)) == (1, 0)  # a section has no row, so its explanation has no button
    answer = edith.post(FOOTNOTE, {**SMALL, "on": "1"})
    assert answer.url == f"{FILING}#explanation-small_amount-funding_state"
    assert said(answer) == ["Forklaringen er nu en fodnote i bogen."]
    assert footnotes() == [("small_amount", "funding_state")]
    page = Page(edith.get(FILING))
    assert "explanation-small_amount-funding_state" in page.ids
    assert (page.text.count(USE), page.text.count(REMOVE)) == (0, 1)
    assert "Bliver fodnote i bogen, når indberetningen er godkendt." in page.text
    assert said(edith.post(FOOTNOTE, SMALL))[-1] == "Fodnoten er fjernet."
    assert footnotes() == []


def test_what_the_unit_wrote_and_the_filing_s_version_stay(filing, cast):
    before = Explanation.objects.values("text", "updated_at", "updated_by").get(rule="small_amount")
    set_footnote(submission=filing, **SMALL, on=True, by=cast.edith, at=builders.AT)
    assert Explanation.objects.values("text", "updated_at", "updated_by").get(rule="small_amount") == before
    assert accept(submission=filing, by=cast.rune, at=AT, version=filing.version).status == Status.ACCEPTED


def test_others_see_that_it_is_a_footnote_and_have_no_button(filing, cast, as_):
    set_footnote(submission=filing, **SMALL, on=True, by=cast.edith, at=builders.AT)
    accept(submission=filing, by=cast.rune, at=AT, version=filing.version)
    page = Page(as_("rune").get(FILING)).text
    assert "Står som fodnote i bogen, under tabellen med tallet." in page
    assert (USE in page, REMOVE in page) == (False, False)


@pytest.mark.parametrize("name", ["rune", "vera", "alma", "nikolaj"])
def test_only_an_editor_decides_on_the_book(name, filing, cast, as_):
    with pytest.raises(PermissionDenied):
        set_footnote(submission=filing, **SMALL, on=True, by=getattr(cast, name), at=builders.AT)
    assert as_(name).post(FOOTNOTE, {**SMALL, "on": "1"}).status_code == 403
    assert footnotes() == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"rule": "small_amount"},
        {"rule": "small_amount", "subject": "fees_companies"},  # not explained
        {"rule": "unanswered", "subject": "international"},  # has no row
        {"rule": "small_amount\x00", "subject": "funding_state"},
        {"rule": "small_amount", "subject": "funding_state\nSet-Cookie: x"},
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(body, filing, as_):
    answer = as_("edith").post(FOOTNOTE, {**body, "on": "1"})
    assert answer.status_code == 404
    assert "Hent" in answer.text or "Ingen række i bogens tabeller viser det tal" in answer.text
    assert footnotes() == []


def test_an_explanation_that_the_unit_took_back_cannot_be_chosen(filing, cast):
    Explanation.objects.all().delete()
    with pytest.raises(NotHere, match="Forklaringen er der ikke længere"):
        set_footnote(submission=filing, **SMALL, on=True, by=cast.edith, at=builders.AT)


def test_the_page_says_what_was_told_last_and_to_how_many(filing, cast, as_):
    assert "Sidste brev" not in Page(as_("rune").get(FILING)).text
    accept(submission=filing, by=cast.rune, at=AT, version=filing.version)
    send_letters(at=AT)
    told = [letter for letter in mail.outbox if "godkendt" in letter.subject]
    assert len(told) == 2
    text = Page(as_("rune").get(FILING)).text
    assert "Sidste brev: »Godkendt« til 2 personer, 23. november 2026 kl. 13.00." in text
    assert "kunne ikke sendes" not in text


def test_the_page_says_whom_no_letter_reached(filing, cast, as_):
    accept(submission=filing, by=cast.rune, at=AT, version=filing.version)
    send_letters(at=AT)
    Letter.objects.filter(user=cast.anton).update(sent_at=None, failed_at=AT, error="550 Ukendt")
    text = Page(as_("rune").get(FILING)).text
    assert "Sidste brev: »Godkendt« til 1 person, 23. november 2026 kl. 13.00." in text
    assert "Brevet »Godkendt« kunne ikke sendes til anton@example.dk (23. november 2026 kl. 13.00)." in text
