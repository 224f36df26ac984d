"""What a reviewer or an editor does beside returning and accepting: waivers, corrections, four eyes, notes, borrowed eyes."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from clusters.models import Act, LogEntry
from reporting.review.actions import NeedsAnother, accept, add_note, see_as, settle_note
from reporting.review.models import FirstLook, InternalNote
from reporting.rounds.models import Round
from reporting.submissions import workflow
from reporting.submissions.actions import (
    Entry,
    NoteEntry,
    ReviewRefused,
    correct_on_behalf,
    save_note,
    submit,
    waive,
    withdraw_waiver,
)
from reporting.submissions.models import Correction, ReportedValue, Status, Submission, Waiver
from reporting.submissions.queries import indicator_or_404, load_filing
from tests import builders
from tests.builders import AT
from tests.pages import Page

LATER = AT.replace(hour=14)
FINDING = {"rule": "part_companies_small", "subject": "companies_small"}
PAGE = reverse("review_filing", args=[2019, "alfa"])
VALUE = reverse("review_value", args=[2019, "alfa", "companies"])


@pytest.fixture
def draft(cast, round_):
    """Alfa's draft, in which a part is larger than its whole."""
    filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    builders.fill(filing, by=cast.alma, answers={"companies": 60})
    return filing


@pytest.fixture
def sent(cast, round_):
    """Alfa's filing, sent by Alma."""
    return builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)


def problems(filing):
    return [(problem.rule, problem.is_open) for problem in load_filing(filing).problems]


def acts():
    """What the review did, as the log has it; that the unit began its filing and people were made is no part of it."""
    mine = LogEntry.objects.filter(by__national_role__gt="")
    return list(mine.order_by("pk").values_list("act", "by__name", "cluster__slug", "year"))


def test_a_waived_check_no_longer_stops_the_filing_and_the_reason_stands_with_it(draft, cast, as_):
    waive(submission=draft, **FINDING, reason="Filialer tæller med.", by=cast.edith, at=LATER)
    assert problems(draft) == [("part_companies_small", False)]
    draft.refresh_from_db()
    assert submit(submission=draft, by=cast.alma, at=LATER, version=draft.version).status == Status.SUBMITTED
    assert acts() == [(Act.CHECK_WAIVED, "Edith", "alfa", 2019)]
    for person, address in (("rune", PAGE), ("alma", reverse("check", args=[2019, "alfa"]))):
        assert "Fraveget: Filialer tæller med." in Page(as_(person).get(address)).text


def test_a_number_that_is_changed_after_the_waiver_brings_the_check_back(draft, cast):
    waive(submission=draft, **FINDING, reason="Filialer tæller med.", by=cast.edith, at=AT)
    builders.fill(draft, by=cast.alma, answers={"companies": 50}, at=LATER)
    assert problems(draft) == [("part_companies_small", True)]


def test_a_list_that_is_changed_after_the_waiver_brings_the_check_back(cast, round_):
    filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    builders.fill(filing, by=cast.alma, answers={}, countries={"countries_cluster": {"DE": 4}})
    (found,) = [problem for problem in load_filing(filing).problems if problem.is_hard]
    waive(submission=filing, rule=found.rule, subject=found.subject, reason="Derfor.", by=cast.edith, at=LATER)
    assert load_filing(filing).open_problems == ()
    builders.fill(filing, by=cast.alma, answers={}, countries={"countries_cluster": {"DE": 99}}, at=LATER)
    assert [problem.rule for problem in load_filing(filing).open_problems] == [found.rule]


def test_a_waiver_is_withdrawn(draft, cast):
    waive(submission=draft, **FINDING, reason="Filialer tæller med.", by=cast.edith, at=AT)
    withdraw_waiver(submission=draft, **FINDING, by=cast.edith, at=LATER)
    assert (problems(draft), Waiver.objects.count()) == ([("part_companies_small", True)], 0)
    assert [act for act, *_who in acts()] == [Act.CHECK_WAIVED, Act.WAIVER_WITHDRAWN]


@pytest.mark.parametrize("person", ["alma", "anton", "rune", "vera"])
def test_only_an_editor_waives(person, draft, cast):
    with pytest.raises(PermissionDenied):
        waive(submission=draft, **FINDING, reason="Derfor.", by=getattr(cast, person), at=AT)
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(
    ("finding", "reason", "sentence"),
    [
        (FINDING, " ", "Skriv, hvorfor kontrollen kan fraviges."),
        ({"rule": "part_fees_companies", "subject": "fees_companies"}, "Derfor.", "intet at fravige"),
        ({"rule": "unanswered", "subject": "financing"}, "Derfor.", "intet at fravige"),
    ],
)
def test_a_waiver_takes_a_reason_and_a_finding(finding, reason, sentence, draft, cast):
    with pytest.raises(ReviewRefused, match=sentence):
        waive(submission=draft, **finding, reason=reason, by=cast.edith, at=AT)


def correct(filing, by, number=130, consent="Alma i telefonen 12. marts", version=1):
    """The editor writes another number of companies."""
    entry = Entry("companies", Decimal(number), based_on=version)
    return correct_on_behalf(submission=filing, entry=entry, consent=consent, by=by, at=LATER)


def test_a_number_is_corrected_on_the_units_behalf_and_marked_on_both_sides(sent, cast, as_):
    correct(sent, cast.edith)
    value = ReportedValue.objects.get(indicator__code="companies")
    assert (value.number, value.updated_by, value.history.count()) == (130, cast.edith, 2)
    mark = load_filing(sent).answers["companies"].correction
    assert (mark.before, mark.consent) == ("120", "Alma i telefonen 12. marts")
    entry = LogEntry.objects.get(act=Act.CORRECTED)
    assert (entry.act, entry.on_behalf_of, entry.subject) == (Act.CORRECTED, cast.alfa, "companies")
    assert "rettet på enhedens vegne" in Page(as_("rune").get(PAGE)).text
    section = Page(as_("alma").get(reverse("section", args=[2019, "alfa", "participation"])))
    assert "Rettet på jeres vegne af Edith" in section.text
    assert "Før stod der 120." in section.text


def test_the_mark_goes_when_the_unit_writes_the_value_itself(sent, cast):
    correct(sent, cast.edith)
    ReportedValue.objects.filter(indicator__code="companies").update(version=3)
    assert load_filing(sent).answers["companies"].correction is None


def test_a_correction_makes_what_a_reviewer_was_shown_old(sent, cast):
    seen = sent.version
    correct(sent, cast.edith)
    with pytest.raises(workflow.FilingMoved):
        accept(submission=sent, by=cast.rune, at=LATER, version=seen)
    assert Submission.objects.get().status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        ({"consent": " "}, ReviewRefused, "aftalt med"),
        ({"number": 120}, ReviewRefused, "det samme som før"),
        ({"version": 7}, workflow.FilingMoved, "Tallet er ændret"),
    ],
)
def test_what_a_correction_needs(change, error, sentence, sent, cast):
    with pytest.raises(error, match=sentence):
        correct(sent, cast.edith, **change)
    assert (Correction.objects.count(), acts()) == (0, [])
    assert ReportedValue.objects.get(indicator__code="companies").number == 120


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED, Status.ACCEPTED])
def test_while_the_unit_writes_or_when_it_is_accepted_nothing_is_corrected(status, cast, round_):
    filing = builders.filing_at(status, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    with pytest.raises(ReviewRefused, match=str(status.label)):
        correct(filing, cast.edith)


@pytest.mark.parametrize("person", ["alma", "rune", "vera"])
def test_only_an_editor_corrects(person, sent, cast):
    with pytest.raises(PermissionDenied):
        correct(sent, getattr(cast, person))


def test_the_page_reads_the_number_as_the_form_does_and_keeps_what_was_typed(sent, cast, as_):
    edith = as_("edith")
    address = reverse("correct_value", args=[2019, "alfa", "companies"])
    refused = edith.post(address, {"number": "1.5", "consent": "Alma", "version": "1"})
    assert (refused.status_code, Page(refused).fields["number"]) == (409, "1.5")
    assert edith.post(address, {"number": "1.300", "consent": "Alma", "version": "1"}).status_code == 302
    assert ReportedValue.objects.get(indicator__code="companies").number == 1300


@pytest.fixture
def four_eyes(sent):
    """The round wants two people to accept."""
    Round.objects.update(four_eyes=True)
    return Submission.objects.select_related("round", "cluster").get(pk=sent.pk)


def test_where_the_round_wants_two_the_first_look_does_not_accept(four_eyes, cast):
    first = accept(submission=four_eyes, by=cast.rune, at=AT, version=four_eyes.version)
    assert (first.status, first.version) == (Status.SUBMITTED, four_eyes.version)
    with pytest.raises(NeedsAnother, match="nu skal en anden godkende den"):
        accept(submission=four_eyes, by=cast.rune, at=AT, version=four_eyes.version)
    second = accept(submission=four_eyes, by=cast.edith, at=LATER, version=four_eyes.version)
    assert (second.status, second.accepted_by) == (Status.ACCEPTED, cast.edith)
    assert [act for act, *_who in acts()] == [Act.FIRST_LOOK]


def test_after_a_change_the_first_look_begins_anew(four_eyes, cast):
    accept(submission=four_eyes, by=cast.rune, at=AT, version=four_eyes.version)
    correct(four_eyes, cast.edith)
    four_eyes.refresh_from_db()
    assert accept(submission=four_eyes, by=cast.edith, at=LATER, version=four_eyes.version).status == Status.SUBMITTED
    assert FirstLook.objects.count() == 2


def test_contradicting_numbers_are_not_accepted(cast, round_):
    filing = builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)
    correct(filing, cast.edith, number=60)
    filing.refresh_from_db()
    with pytest.raises(workflow.TransitionRefused, match="Tallene modsiger hinanden"):
        accept(submission=filing, by=cast.rune, at=LATER, version=filing.version)
    waive(submission=filing, **FINDING, reason="Filialer tæller med.", by=cast.edith, at=LATER)
    filing.refresh_from_db()
    assert accept(submission=filing, by=cast.rune, at=LATER, version=filing.version).status == Status.ACCEPTED


def test_internal_notes_are_never_seen_by_the_unit(sent, cast, as_):
    secret = "Ring til bestyrelsen om kvasi-tallet."
    add_note(
        submission=sent,
        indicator=indicator_or_404(sent, "companies"),
        text=secret,
        needs_follow_up=True,
        by=cast.rune,
        at=AT,
    )
    add_note(submission=sent, indicator=None, text=secret, needs_follow_up=False, by=cast.rune, at=AT)
    assert secret in as_("edith").get(PAGE).text
    assert secret in as_("rune").get(VALUE).text
    assert secret not in as_("vera").get(PAGE).text
    for name in ("submission", "check", "questions", "receipt", "colleagues"):
        assert secret not in as_("alma").get(reverse(name, args=[2019, "alfa"])).text
    assert secret not in as_("alma").get(reverse("section", args=[2019, "alfa", "participation"])).text


def test_a_mark_is_followed_up_once(sent, cast):
    note = add_note(submission=sent, indicator=None, text="Ring.", needs_follow_up=True, by=cast.rune, at=AT)
    for at, by in ((AT, cast.edith), (LATER, cast.rune)):
        settle_note(submission=sent, pk=note.pk, by=by, at=at)
    settled = InternalNote.objects.get()
    assert (settled.settled_at, settled.settled_by, settled.is_open) == (AT, cast.edith, False)


def test_the_same_note_sent_twice_stands_once(sent, cast):
    for _click in range(2):
        add_note(submission=sent, indicator=None, text="Ring.", needs_follow_up=False, by=cast.rune, at=AT)
    assert InternalNote.objects.count() == 1


def test_with_borrowed_eyes_the_units_pages_read_as_its_own_and_nothing_can_be_written(sent, cast, as_):
    edith = as_("edith")
    overview = reverse("submission", args=[2019, "alfa"])
    assert "Nu er det Cluster Excellence Denmarks tur" not in Page(edith.get(overview)).text
    edith.post(reverse("see_as", args=[2019, "alfa"]))
    page = Page(edith.get(overview))
    assert "Du ser siden, som Alfa Klynge ser den. Intet kan ændres" in page.text
    assert "I indsendte" in page.text
    assert "Nu er det Cluster Excellence Denmarks tur" in page.text
    assert acts() == [(Act.SEEN_AS, "Edith", "alfa", None)]
    section = reverse("section", args=[2019, "alfa", "participation"])
    assert edith.post(section, {"companies": "1"}).status_code == 403
    assert ReportedValue.objects.get(indicator__code="companies").number == 120
    edith.post(reverse("stop_seeing_as", args=[2019, "alfa"]))
    assert "Du ser siden" not in Page(edith.get(overview)).text


def test_borrowed_eyes_see_no_private_note_and_no_other_unit(cast, round_, as_):
    filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    indicator = indicator_or_404(filing, "companies")
    save_note(
        submission=filing, indicator=indicator, entry=NoteEntry("companies", "Hemmeligt regneark."), by=cast.alma, at=AT
    )
    see_as(cluster=cast.alfa, by=cast.edith, at=AT)
    edith = as_("edith")
    edith.post(reverse("see_as", args=[2019, "alfa"]))
    section = reverse("section", args=[2019, "alfa", "participation"])
    assert "Hemmeligt regneark." not in edith.get(section).text
    assert "Hemmeligt regneark." in as_("alma").get(section).text


@pytest.mark.parametrize("person", ["alma", "vera", "nikolaj"])
def test_only_the_review_writes_questions_remarks_and_notes(person, sent, cast, as_):
    client = as_(person)
    for name, args in (
        ("prepare_questions", []),
        ("review_remark", ["companies"]),
        ("review_note", ["companies"]),
        ("filing_note", []),
    ):
        answer = client.post(
            reverse(name, args=[2019, "alfa", *args]), {"text": "Hej", "question__companies": "Hvorfor?"}
        )
        assert answer.status_code == 403
    assert not InternalNote.objects.exists()
