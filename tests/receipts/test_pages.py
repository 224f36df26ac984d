"""The pages of receipt and give-back: for whom, what they say, and what they say when there is nothing."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from reporting.receipts.models import PeerGroup
from reporting.review.actions import return_for_correction
from reporting.submissions.actions import start, submit
from reporting.submissions.models import Receipt
from tests import builders
from tests.pages import Page

ALFA = [2019, "alfa"]
RECEIPT, GIVE_BACK, PEERS = (reverse(name, args=ALFA) for name in ("receipt", "give_back", "peers"))
FIND = reverse("find_receipt")


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("name", ["receipt", "receipt_pdf", "give_back", "give_back_pdf", "peers"])
def test_before_it_is_sent_there_is_nothing_and_the_page_says_so(name, cast, round_, as_):
    start(round_=round_, cluster=cast.alfa)
    answer = as_("alma").get(reverse(name, args=ALFA))
    assert answer.status_code == 404
    assert "Der er ingen kvittering endnu: indberetningen for 2019 er ikke indsendt." in Page(answer).text


def test_a_receipt_of_another_number_is_not_there(filed, as_):
    answer = as_("alma").get(reverse("earlier_receipt", args=[*ALFA, 99]))
    assert answer.status_code == 404
    assert "Der er ingen kvittering med det nummer." in Page(answer).text


def test_the_receipt_shows_time_name_fingerprint_values_and_what_happens_now(filed, as_):
    text = Page(as_("anton").get(RECEIPT)).text
    receipt = Receipt.objects.get()
    for words in (
        "Indsendt 23. november 2026 kl. 13.00 af Alma",
        receipt.short_fingerprint,
        receipt.fingerprint,
        "2.000.000 kr.",
        "Tyskland 3",
        "Det sker nu",
        "Jeg bekræfter, at tallene er rigtige",
    ):
        assert words in text


def test_receipt_and_give_back_stand_in_the_menu_once_there_are_any(cast, round_, as_):
    alma, overview = as_("alma"), reverse("submission", args=ALFA)
    filing = builders.filing_at("draft", round_=round_, cluster=cast.alfa, by=cast.alma)
    assert {RECEIPT, GIVE_BACK} & set(Page(alma.get(overview)).links) == set()
    submit(submission=filing, by=cast.alma, at=builders.AT, version=filing.version)
    assert {RECEIPT, GIVE_BACK} <= set(Page(alma.get(overview)).links)


@pytest.fixture
def sent_twice(filed, cast):
    """Alfa's filing, sent, sent back, changed and sent again."""
    filing = return_for_correction(
        submission=filed, by=cast.rune, at=builders.AT, version=filed.version, reason="Se igen."
    )
    builders.fill(filing, by=cast.alma, answers={"companies": 121})
    return submit(submission=filing, by=cast.alma, at=builders.AT, version=filing.version)


def test_an_earlier_receipt_stays_as_it_was(sent_twice, as_):
    alma = as_("alma")
    latest, first = Receipt.objects.all()
    assert "Deltagende virksomheder 121" in Page(alma.get(RECEIPT)).text
    earlier = reverse("earlier_receipt", args=[*ALFA, first.version])
    assert earlier in Page(alma.get(RECEIPT)).links
    text = Page(alma.get(earlier)).text
    assert "Deltagende virksomheder 120" in text
    assert "Det er en tidligere kvittering." in text
    assert (first.short_fingerprint in text, latest.short_fingerprint in text) == (True, True)


def test_what_is_changed_after_a_return_is_told_on_the_receipt(filed, cast, as_):
    alma, told = as_("alma"), "Svarene er ændret, siden I indsendte."
    filing = return_for_correction(
        submission=filed, by=cast.rune, at=builders.AT, version=filed.version, reason="Se igen."
    )
    assert told not in Page(alma.get(RECEIPT)).text
    builders.fill(filing, by=cast.alma, answers={"companies": 121})
    page = Page(alma.get(RECEIPT)).text
    assert told in page
    assert "Deltagende virksomheder 120" in page


# Does it fit?


def asked(client, signs):
    return Page(client.get(FIND, {"aftryk": signs})).text


@pytest.mark.parametrize(
    "write",
    [
        lambda receipt: receipt.short_fingerprint,
        lambda receipt: receipt.fingerprint,
        lambda receipt: f"  {receipt.short_fingerprint.upper().replace(' ', '-')}\n",
    ],
    ids=["short", "whole", "as it is pasted"],
)
def test_a_fingerprint_finds_its_filing(write, filed, as_):
    text = asked(as_("rune"), write(Receipt.objects.get()))
    assert "Passer med kvitteringen" in text
    assert "Alfa Klynge 2019, indsendt 23. november 2026 kl. 13.00 af Alma." in text


@pytest.mark.parametrize("signs", ["0" * 16, "abc", "x" * 16, "0" * 65, "%", "'; --", "9" * 5000])
def test_what_belongs_to_no_receipt_is_said_to_fit_none(signs, filed, as_):
    assert "Passer ikke med nogen kvittering" in asked(as_("rune"), signs)


def test_one_wrong_sign_fits_none(filed, as_):
    genuine = Receipt.objects.get().fingerprint
    wrong = ("0" if genuine[20] != "0" else "1").join((genuine[:20], genuine[21:]))
    assert "Passer ikke med nogen kvittering" in asked(as_("rune"), wrong)


def test_an_earlier_receipt_is_genuine_and_no_longer_what_stands(sent_twice, as_):
    latest, first = Receipt.objects.all()
    text = asked(as_("rune"), first.short_fingerprint)
    assert "Kvitteringen er ægte, men der står noget andet nu" in text
    assert "Enheden har indsendt igen" in text
    assert "Passer med kvitteringen" in asked(as_("rune"), latest.short_fingerprint)


def test_another_unit_s_fingerprint_fits_none(filed, as_):
    signs = Receipt.objects.get().fingerprint
    assert "Alfa" not in asked(as_("bodil"), signs)
    assert "Passer ikke med nogen kvittering" in asked(as_("bodil"), signs)
    assert "Passer med kvitteringen" in asked(as_("anton"), signs)


def test_the_review_shows_the_same_fingerprint_until_something_changes(filed, as_):
    rune, page = as_("rune"), reverse("review_filing", args=ALFA)
    signs = Receipt.objects.get().short_fingerprint
    text = Page(rune.get(page)).text
    assert (signs in text, "Passer med kvitteringen" in text) == (True, True)
    filed.values.filter(indicator__code="companies").update(number=121)
    text = Page(rune.get(page)).text
    assert (signs in text, "Svarene er ændret, siden enheden sendte dem." in text) == (False, True)


# The give-back and its group.


def test_the_give_back_of_a_first_year_says_so(filed, as_):
    text = Page(as_("alma").get(GIVE_BACK)).text
    assert "I har 120 virksomheder med." in text
    assert "2019 er det første år, I har indberettet her" in text
    assert "Der er endnu ingen at sammenligne med" in text


def test_a_group_is_picked_by_the_unit_itself(cast, crowd, full_round, as_):
    builders.filing_at("submitted", round_=full_round, cluster=cast.alfa, by=cast.alma)
    five = [unit.slug for unit in crowd[:5]]
    answer = as_("vera").post(PEERS, {"units": five})
    assert (answer.status_code, PeerGroup.objects.count()) == (403, 0)
    alma = as_("alma")
    answer = alma.post(PEERS, {"units": five})
    assert (answer.url, said(answer)) == (f"{GIVE_BACK}?gruppe=egne", ["Jeres gruppe er gemt."])
    assert PeerGroup.objects.get().members == five


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        ([], "Vælg mindst fem enheder, så ingen enkelt kan kendes."),
        (["u00", "u01"], "Vælg mindst 5 enheder, så ingen enkelt kan kendes."),
        (["u00", "u01", "u02", "u03", "alfa"], "En af enhederne er ikke på listen længere."),
    ],
)
def test_a_group_that_will_not_do_is_refused_with_a_sentence(units, sentence, cast, crowd, full_round, as_):
    builders.filing_at("submitted", round_=full_round, cluster=cast.alfa, by=cast.alma)
    answer = as_("alma").post(PEERS, {"units": units})
    assert answer.status_code == 422
    assert sentence in Page(answer).text
    assert PeerGroup.objects.count() == 0
