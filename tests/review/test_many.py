"""Acting on many: who gets what is shown first, nothing is done before, and what changed meanwhile is left out."""

import datetime
import importlib

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from clusters.actions import register_cluster
from clusters.models import Act, LogEntry
from reporting.letters.actions import send_letters
from reporting.letters.models import Kind, Letter, Nudge, Told
from reporting.review.queries import keys_of_slugs, nudge_lines
from reporting.rounds.actions import extend_all
from reporting.rounds.models import RosterEntry, Round
from reporting.submissions.models import Status
from tests import builders
from tests.pages import Page

PREVIEW, SEND, EXTEND, SAVE, FILE = (
    reverse(name, args=[2019])
    for name in ("desk_remind", "desk_remind_send", "desk_extend", "desk_extend_save", "desk_chosen_file")
)
DESK = reverse("review_list", args=[2019])


@pytest.fixture
def nobody(round_):
    """Gamma, on the roster without people."""
    unit = register_cluster(slug="gamma", name="Gamma Klynge", short_name="Gamma", kind="cluster")
    round_.roster.create(cluster=unit)
    return unit


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def lines(round_, *slugs):
    today = timezone.localdate()
    return {
        line.row.slug: (line.why_not, [(person.user.name, person.is_tomorrow, person.doubt) for person in line.people])
        for line in nudge_lines(round_, keys_of_slugs(round_, slugs, today), today)
    }


def test_a_preview_says_who_gets_a_letter_and_sends_nothing(round_, nobody, as_):
    page = Page(as_("edith").post(PREVIEW, {"unit": ["alfa", "beta", "gamma"]}))
    assert "2 enheder bliver rykket. 3 personer får hver ét brev. Intet er sendt endnu." in page.text
    assert "Gamma Klynge har ingen person, der kan få et brev" in page.text
    assert page.fields["units"] == "alfa beta"
    assert "Indberetningen for 2019 fra Alfa mangler at blive indsendt." in page.text
    assert (Nudge.objects.count(), Letter.objects.count()) == (0, 0)


def test_the_letter_is_shown_with_the_sentence(round_, as_):
    page = Page(as_("edith").post(PREVIEW, {"units": "alfa", "text": "Ring til os, hvis I mangler hjælp."}))
    assert "Ring til os, hvis I mangler hjælp." in page.text
    assert "Alma" in page.text


def test_the_confirmed_are_told_in_one_letter_each(cast, round_, as_):
    answer = as_("edith").post(SEND, {"units": "alfa beta", "text": "Ring til os."})
    assert answer.url == DESK + "?"
    assert said(answer) == ["2 enheder er rykket. Brevene går ud inden for få minutter."]
    send_letters(at=timezone.now())
    assert sorted(letter.to[0].split("@")[0] for letter in mail.outbox) == ["alma", "anton", "bodil"]
    assert all("Ring til os." in letter.body for letter in mail.outbox)
    assert set(Told.objects.values_list("kind", flat=True)) >= {Kind.NUDGE}
    acts = LogEntry.objects.filter(act=Act.NUDGED).values_list("cluster__slug", "year", "by__name")
    assert sorted(acts) == [("alfa", 2019, "Edith"), ("beta", 2019, "Edith")]
    send_letters(at=timezone.now() + datetime.timedelta(days=1))
    assert len(mail.outbox) == 3


def test_a_double_click_reminds_once(round_, as_):
    edith = as_("edith")
    edith.post(SEND, {"units": "alfa"})
    again = edith.post(SEND, {"units": "alfa"})
    assert said(again)[-1] == "Ikke rykket: Alfa Klynge (er allerede rykket i dag)."
    assert Nudge.objects.count() == LogEntry.objects.filter(act=Act.NUDGED).count() == 1


def test_a_unit_that_sent_meanwhile_is_left_out_and_said(cast, round_, as_):
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.beta, by=cast.bodil)
    answer = as_("edith").post(SEND, {"units": "alfa beta"})
    assert said(answer) == [
        "1 enhed er rykket. Brevene går ud inden for få minutter.",
        "Ikke rykket: Beta Netværk (har indsendt).",
    ]
    assert Nudge.objects.get().cluster == cast.alfa


def test_a_unit_that_sends_before_the_letter_goes_out_is_not_told(cast, round_, as_):
    as_("edith").post(SEND, {"units": "beta"})
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.beta, by=cast.bodil)
    send_letters(at=timezone.now())
    assert mail.outbox == []


def test_who_had_a_letter_today_gets_it_tomorrow(cast, round_):
    now = timezone.now()
    Letter.objects.create(
        user=cast.alma, day=timezone.localdate(now), subject="Før", claimed_at=now, tried_at=now, sent_at=now
    )
    assert lines(round_, "alfa") == {"alfa": ("", [("Alma", True, ""), ("Anton", False, "")])}


def test_a_bad_address_is_doubted(cast, round_):
    at = timezone.now() - datetime.timedelta(days=1)
    Letter.objects.create(
        user=cast.bodil, day=timezone.localdate(at), subject="Før", claimed_at=at, tried_at=at, sent_at=at,
        bounced_at=at, error="550 no such user",
    )  # fmt: skip
    assert lines(round_, "beta") == {"beta": ("", [("Bodil", False, "550 no such user")])}


def test_the_locked_and_the_unopened_are_not_reminded(cast, round_):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Round.objects.update(deadline_on=yesterday, locks_on=yesterday)
    round_.refresh_from_db()
    assert lines(round_, "alfa")["alfa"][0] == "er låst; giv den først længere frist"
    Round.objects.update(opened_at=None)
    round_.refresh_from_db()
    assert lines(round_, "alfa")["alfa"][0] == "runden er ikke åben"


def test_all_that_the_choice_found_can_be_chosen(round_, nobody, as_):
    page = Page(as_("edith").post(f"{PREVIEW}?kind=network", {"everybody": "1"}))
    assert page.fields["units"] == "beta"


@pytest.mark.parametrize("address", [PREVIEW, SEND, EXTEND, SAVE, FILE])
@pytest.mark.parametrize("body", [{}, {"unit": "findes-ikke"}, {"units": "  \x00 "}])
def test_nothing_chosen_leads_back_with_a_sentence(address, body, round_, as_):
    answer = as_("edith").post(address, body)
    assert (answer.url, said(answer)) == (
        DESK + "?",
        ["Sæt kryds ved mindst én enhed, eller vælg alle, der er fundet."],
    )


@pytest.mark.parametrize("person", ["rune", "vera", "alma", "nikolaj"])
@pytest.mark.parametrize("address", [PREVIEW, SEND, EXTEND, SAVE])
def test_only_editors_act(person, address, round_, as_):
    answer = as_(person).post(address, {"units": "alfa", "to": "2099-12-01", "reason": "x"})
    assert answer.status_code == 403
    assert not Nudge.objects.exists()
    assert not RosterEntry.objects.exclude(extended_to=None).exists()


def test_a_sentence_that_is_too_long_is_said_so(round_, as_):
    answer = as_("edith").post(SEND, {"units": "alfa", "text": "x" * 501})
    assert answer.status_code == 422
    assert "Der er noget at rette" in Page(answer).text
    assert not Nudge.objects.exists()


def test_a_longer_deadline_is_shown_before_it_is_given(cast, round_, as_):
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.beta, by=cast.bodil)
    page = Page(as_("edith").post(EXTEND, {"unit": ["alfa", "beta"]}))
    assert "1 enhed får længere frist." in page.text
    assert "Uændret, fordi de har indsendt Beta Netværk" in page.text
    answer = as_("edith").post(SAVE, {"units": "alfa beta", "to": "2099-12-01", "reason": "Sygdom."})
    assert said(answer) == [
        "1 enhed har nu frist til og med 1. december 2099.",
        "Har indsendt imens og beholder sin frist: Beta Netværk.",
    ]
    entry = RosterEntry.objects.get(cluster=cast.alfa)
    assert (entry.extended_to, entry.extension_reason) == (datetime.date(2099, 12, 1), "Sygdom.")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"to": "", "reason": "Sygdom."}, "Skriv den nye frist."),
        ({"to": "i morgen", "reason": "Sygdom."}, "Skriv datoen med tal som dag-måned-år."),
        ({"to": "2020-01-01", "reason": "Sygdom."}, "Den nye frist skal ligge efter"),
        ({"to": "2099-12-01", "reason": " "}, "Skriv, hvorfor enheden får længere tid."),
    ],
)
def test_a_deadline_that_cannot_be_given_is_said_so(body, sentence, round_, as_):
    answer = as_("edith").post(SAVE, {"units": "alfa"} | body)
    assert answer.status_code == 422
    assert sentence in Page(answer).text


def test_a_day_that_a_moved_deadline_has_passed_meanwhile_is_said_so(cast, round_, nobody, as_, monkeypatch):
    """The round's deadline is moved by somebody else after the form was looked at, and before the first unit is moved."""

    def extend_after_the_deadline_moved(**said):
        Round.objects.update(deadline_on=datetime.date(2099, 12, 24))
        extend_all(**said)

    views = importlib.import_module("reporting.review.views.extend")
    monkeypatch.setattr(views, "extend_all", extend_after_the_deadline_moved)
    answer = as_("edith").post(SAVE, {"units": "alfa gamma", "to": "2099-12-01", "reason": "Sygdom."})
    assert answer.status_code == 422
    text = Page(answer).text
    assert "Vælg en dag efter den fælles frist, 24. december 2099." in text
    assert "Alfa" in text and "Gamma" in text
    assert not RosterEntry.objects.exclude(extended_to=None).exists()


def test_the_chosen_are_a_workbook(round_, as_):
    answer = as_("vera").post(FILE, {"unit": "alfa"})
    assert answer["Content-Disposition"] == 'attachment; filename="indberetninger-2019.xlsx"'
