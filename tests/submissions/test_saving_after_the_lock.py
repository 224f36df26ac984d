"""After the lock: what was never sent can neither be begun, written in any way, nor sent; what was returned can."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from reporting.receipts.blank import blank_form_or_404
from reporting.rounds.actions import extend
from reporting.rounds.models import Round
from reporting.stories.actions import write_story
from reporting.submissions.actions import (
    Entry,
    FilingLocked,
    LinkClosed,
    NoteEntry,
    add_comment,
    explain,
    indicator_in,
    make_link,
    save_answers,
    save_by_link,
    save_note,
    save_value,
    start,
    submit,
)
from reporting.submissions.actions.filing import RoundLocked
from reporting.submissions.models import Status, Submission
from reporting.submissions.queries import desks_of, find_link
from reporting.workbooks.actions import receive
from tests import builders
from tests.builders import AT, WHOLE_STORY
from tests.pages import Page

LOCK = datetime.date(2026, 11, 22)  # the day before AT
BEFORE = AT - datetime.timedelta(days=2)


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, filled in before the lock, and never sent."""
    Round.objects.update(opens_on=datetime.date(2026, 1, 1), deadline_on=datetime.date(2026, 11, 1), locks_on=LOCK)
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma, at=BEFORE)
    return Submission.objects.select_related("round", "cluster").get(pk=filing.pk)


def one_value(filing, cast, at):
    rows = Submission.objects.filter(pk=filing.pk)
    indicator = indicator_in(filings=rows, section="participation", code="companies")
    return save_value(
        indicator=indicator, entry=Entry("companies", Decimal(119), based_on=1), key="a", by=cast.alma, at=at
    )


def the_page(filing, cast, at):
    entries = [Entry("companies", Decimal(7), based_on=1)]
    return save_answers(submission=filing, entries=entries, by=cast.alma, at=at)


def an_explanation(filing, cast, at):
    return explain(submission=filing, rule="unanswered", subject="financing", text="Nye.", by=cast.alma, at=at)


def question(filing):
    return indicator_in(filings=Submission.objects.filter(pk=filing.pk), section="participation", code="companies")


def a_note(filing, cast, at):
    return save_note(
        submission=filing, indicator=question(filing), entry=NoteEntry("companies", "Se arket."), by=cast.alma, at=at
    )


def a_remark(filing, cast, at):
    return add_comment(submission=filing, indicator=question(filing), text="Passer det?", by=cast.alma, at=at)


def a_story(filing, cast, at):
    return write_story(submission=filing, texts=WHOLE_STORY, by=cast.alma, at=at)


def a_workbook(filing, cast, at):
    return receive(submission=filing, name="bog.xlsx", data=b"", by=cast.alma, at=at)


def a_link(filing, cast, at):
    return make_link(submission=filing, section="financing", name="Karen", days=7, by=cast.alma, at=at)


WAYS = [one_value, the_page, an_explanation, a_note, a_remark, a_story, a_workbook, a_link]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_before_the_lock_every_way_is_open_and_after_it_none(cast, filing, way):
    with pytest.raises(FilingLocked, match="udsættelse"):
        way(filing, cast, AT)
    filing.refresh_from_db()
    assert filing.version == 2  # as it was filled in
    way(filing, cast, BEFORE)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_an_extension_opens_every_way_again(cast, filing, way):
    place = filing.round.roster.get(cluster=cast.alfa)
    extend(entry=place, extended_to=AT.date(), reason="Sygdom.", by=cast.edith, at=AT)
    way(Submission.objects.get(pk=filing.pk), cast, AT)


def test_a_guest_s_link_is_closed_by_the_lock_and_says_so(cast, filing):
    fresh = make_link(submission=filing, section="financing", name="Karen", days=30, by=cast.alma, at=BEFORE)
    assert "låst" in find_link(fresh.token, AT).closed
    entries = [Entry("fte", Decimal(7), based_on=1)]
    with pytest.raises((FilingLocked, LinkClosed)):
        save_by_link(link=fresh.link, entries=entries, at=AT)
    assert find_link(fresh.token, BEFORE).is_open


def test_what_was_not_sent_before_the_lock_cannot_be_sent(cast, filing):
    with pytest.raises(RoundLocked, match="udsættelse"):
        submit(submission=filing, by=cast.alma, at=AT, version=filing.version)
    assert submit(submission=filing, by=cast.alma, at=BEFORE, version=filing.version).status == Status.SUBMITTED


def test_a_filing_is_not_begun_after_the_lock_but_one_that_is_begun_is_found(cast, filing):
    with pytest.raises(FilingLocked, match="udsættelse"):
        start(round_=filing.round, cluster=cast.beta, by=cast.bodil, at=AT)
    assert start(round_=filing.round, cluster=cast.alfa, by=cast.alma, at=AT) == filing
    assert start(round_=filing.round, cluster=cast.beta, by=cast.bodil, at=BEFORE).status == Status.DRAFT


def test_what_was_returned_is_corrected_and_sent_again(cast, filing):
    Round.objects.update(locks_on=None)
    builders.explain_everything(filing, by=cast.alma)
    sent = submit(submission=filing, by=cast.alma, at=AT, version=Submission.objects.get(pk=filing.pk).version)
    back = builders.return_for_correction(
        submission=sent, by=cast.rune, at=AT, version=sent.version, reason="Se på årsværk."
    )
    Round.objects.update(locks_on=LOCK)
    back = Submission.objects.select_related("round", "cluster").get(pk=back.pk)
    one_value(back, cast, AT)
    back.refresh_from_db()
    builders.explain_everything(back, by=cast.alma)
    assert submit(submission=back, by=cast.alma, at=AT, version=back.version).status == Status.SUBMITTED


def test_pages_say_that_it_is_locked_and_offer_no_field(cast, filing, as_):
    Round.objects.update(
        opens_on=datetime.date(2020, 1, 1), deadline_on=datetime.date(2020, 2, 1), locks_on=datetime.date(2020, 3, 1)
    )
    client = as_("alma")
    page = Page(client.get(reverse("section", args=[2019, "alfa", "participation"])))
    assert "Indberetningen er låst efter 1. marts 2020" in page.text
    assert "companies" in page.disabled
    assert reverse("submit", args=[2019, "alfa"]) not in client.get(reverse("check", args=[2019, "alfa"])).text
    assert "udsættelse" in Page(client.get(reverse("home"))).text
    answer = client.post(
        reverse("save_value", args=[2019, "alfa", "participation"]),
        {"field": "companies", "companies": "9", "companies__version": "1", "key": "a"},
    )
    assert (answer.status_code, answer.json()["state"]) == (423, "locked")
    assert "låst" in answer.json()["message"]


def test_every_place_shows_the_unit_its_own_deadline(cast, round_, as_):
    own = datetime.date(2099, 4, 1)
    extend(entry=round_.roster.get(cluster=cast.alfa), extended_to=own, reason="Sygdom.", by=cast.edith, at=AT)
    filing = start(round_=round_, cluster=cast.alfa)
    assert (filing.deadline_on, blank_form_or_404(cast.alma, 2019, "alfa").deadline_on) == (own, own)
    assert [desk.deadline_on for desk in desks_of(cast.alma, AT.date())] == [own]
    for address in (reverse("home"), reverse("submission", args=[2019, "alfa"])):
        page = Page(as_("alma").get(address))
        assert ("1. april 2099" in page.text, "15. marts 2099" in page.text) == (True, False)
    theirs = start(round_=round_, cluster=cast.beta)
    assert theirs.deadline_on == datetime.date(2099, 3, 15)


def test_a_list_of_filings_reads_its_deadlines_with_them(cast, round_, django_assert_num_queries):
    for unit in (cast.alfa, cast.beta):
        start(round_=round_, cluster=unit)
    with django_assert_num_queries(1):
        rows = Submission.objects.with_own_days().select_related("round")
        assert [row.deadline_on for row in rows] == [datetime.date(2099, 3, 15)] * 2
