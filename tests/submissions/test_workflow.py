"""The table of transitions is the whole truth: every transition from every status by everybody."""

import itertools

import pytest

from reporting.review.actions import accept, return_for_correction
from reporting.submissions import workflow
from reporting.submissions.actions import ChecksRefuse, submit
from reporting.submissions.models import Status, Submission, SubmissionEvent
from reporting.submissions.workflow import TRANSITIONS, Actor, FilingMoved, TransitionRefused
from tests import builders
from tests.builders import AT

PEOPLE = ("alma", "anton", "bodil", "rune", "edith", "vera", "nikolaj")
# Written out by hand, so that a slip in Actor.includes shows.
MAY = {Actor.MANAGER: {"alma"}, Actor.REVIEWER: {"rune", "edith"}, Actor.EDITOR: {"edith"}}
NOT_THEIR_BUSINESS = {
    Actor.MANAGER: "Kun en ansvarlig i sekretariatet kan indsende. Bed den ansvarlige om at gøre det.",
    Actor.REVIEWER: "Kun redaktører og gennemsere kan behandle indberetninger.",
    Actor.EDITOR: "Kun en redaktør kan genåbne en godkendt indberetning.",
}
MATRIX = list(itertools.product(TRANSITIONS, Status, PEOPLE))


@pytest.fixture
def filing_in(cast, round_):
    """Alfa's filing in a status, reached by the real transitions."""

    def make(status):
        return builders.filing_at(status, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)

    return make


def stored():
    """What the database says of the filing and of what happened to it."""
    return list(Submission.objects.values()), list(SubmissionEvent.objects.values())


def test_the_matrix_is_whole():
    assert len(MATRIX) == 4 * 4 * 7
    assert {row.actor for row in TRANSITIONS.values()} == set(MAY)
    assert set(TRANSITIONS) == {"submit", "return_for_correction", "accept", "reopen"}


@pytest.mark.parametrize(("name", "status", "person"), MATRIX)
def test_a_transition_is_made_exactly_where_the_table_says(name, status, person, filing_in, cast):
    row, user, filing = TRANSITIONS[name], getattr(cast, person), filing_in(status)
    before = stored()
    allowed = status in row.sources and person in MAY[row.actor]
    assert workflow.can_apply(user, filing, name) == allowed

    def act():
        return workflow.apply(submission=filing, name=name, by=user, at=AT, version=filing.version, reason="Derfor.")

    if allowed:
        version = filing.version
        moved = act()
        assert (moved.status, moved.version) == (row.target, version + 1)
        event = SubmissionEvent.objects.last()
        assert (event.transition, event.from_status, event.to_status) == (name, status, row.target)
        assert (event.by, event.at, event.reason, event.version) == (user, AT, "Derfor.", version + 1)
        return
    with pytest.raises(TransitionRefused) as refusal:
        act()
    if person not in MAY[row.actor]:
        assert str(refusal.value) == NOT_THEIR_BUSINESS[row.actor]
    else:
        assert str(refusal.value) == (
            f"Det er allerede sket: indberetningen er »{status.label}«."
            if status == row.target
            else f"Indberetningen er »{status.label}«, så »{row.label}« er ikke en mulighed. Se, hvor den står nu."
        )
    assert stored() == before


@pytest.mark.parametrize(("name", "status"), [(name, row.sources[0]) for name, row in TRANSITIONS.items()])
def test_who_acts_on_an_older_version_is_told_and_nothing_changes(name, status, filing_in, cast):
    filing = filing_in(status)
    actor = cast.alma if TRANSITIONS[name].actor is Actor.MANAGER else cast.edith
    before = stored()
    for version in (filing.version - 1, filing.version + 1, 0):
        with pytest.raises(FilingMoved) as refusal:
            workflow.apply(submission=filing, name=name, by=actor, at=AT, version=version, reason="Derfor.")
        assert (
            str(refusal.value) == "Indberetningen er ændret, siden siden blev hentet. Se den igen, før du går videre."
        )
    assert stored() == before


@pytest.mark.parametrize("name", [name for name, row in TRANSITIONS.items() if row.needs_reason])
@pytest.mark.parametrize("reason", ["", " \n\t "])
def test_a_filing_is_not_sent_back_without_a_reason(name, reason, filing_in, cast):
    filing = filing_in(TRANSITIONS[name].sources[0])
    before = stored()
    with pytest.raises(TransitionRefused) as refusal:
        workflow.apply(submission=filing, name=name, by=cast.edith, at=AT, version=filing.version, reason=reason)
    assert str(refusal.value) == "Skriv en begrundelse, så modtageren ved, hvad der skal ske."
    assert stored() == before


def test_exactly_what_goes_back_to_the_unit_needs_a_reason():
    assert {name for name, row in TRANSITIONS.items() if row.needs_reason} == {"return_for_correction", "reopen"}
    assert {name for name, row in TRANSITIONS.items() if row.target == Status.RETURNED} == {
        "return_for_correction",
        "reopen",
    }


def test_what_was_sent_and_accepted_is_stamped_and_unstamped(filing_in, cast):
    filing = filing_in(Status.ACCEPTED)
    assert (filing.submitted_by, filing.submitted_at, filing.accepted_by, filing.accepted_at) == (
        cast.alma,
        AT,
        cast.rune,
        AT,
    )
    filing = workflow.apply(
        submission=filing, name="reopen", by=cast.edith, at=AT, version=filing.version, reason="En fejl."
    )
    assert (filing.submitted_by, filing.submitted_at, filing.accepted_by, filing.accepted_at) == (
        cast.alma,
        AT,
        None,
        None,
    )


def test_a_filing_with_findings_is_not_sent_and_all_of_them_are_named(filing_in, cast):
    filing = filing_in(Status.DRAFT)
    builders.fill(filing, by=cast.alma, answers={"companies": 60, "fte": None})
    before = stored()
    with pytest.raises(ChecksRefuse) as refusal:
        submit(submission=filing, by=cast.alma, at=AT, version=filing.version)
    assert str(refusal.value) == "Der er 2 ting at rette eller forklare, før I kan indsende."
    assert [(problem.rule, problem.subject) for problem in refusal.value.problems] == [
        ("part_companies_small", "companies_small"),
        ("unanswered", "financing"),
    ]
    assert stored() == before


def test_a_reporter_is_refused_before_the_checks_are_read_out(filing_in, cast):
    filing = filing_in(Status.DRAFT)
    builders.fill(filing, by=cast.alma, answers={"companies": 60})
    with pytest.raises(TransitionRefused) as refusal:
        submit(submission=filing, by=cast.anton, at=AT, version=filing.version)
    assert str(refusal.value) == NOT_THEIR_BUSINESS[Actor.MANAGER]


def test_a_filing_changed_after_it_was_looked_at_is_not_sent(filing_in, cast):
    filing = filing_in(Status.DRAFT)
    seen = filing.version
    builders.fill(filing, by=cast.anton, answers={"companies": 121})
    with pytest.raises(FilingMoved):
        submit(submission=filing, by=cast.alma, at=AT, version=seen)
    assert Submission.objects.get().status == Status.DRAFT


def test_a_stale_copy_does_not_silently_win(filing_in, cast):
    filing = filing_in(Status.SUBMITTED)
    stale = Submission.objects.get(pk=filing.pk)
    return_for_correction(submission=filing, by=cast.rune, at=AT, version=filing.version, reason="Se igen.")
    with pytest.raises(TransitionRefused, match="Indberetningen er »Sendt retur«"):
        accept(submission=stale, by=cast.edith, at=AT, version=stale.version)
    assert Submission.objects.get().status == Status.RETURNED


def test_without_its_event_no_transition_is_made(filing_in, cast, monkeypatch):
    filing = filing_in(Status.SUBMITTED)
    before = stored()

    def fail(**fields):
        raise OSError("the disk is full")

    monkeypatch.setattr(SubmissionEvent.objects, "create", fail)
    with pytest.raises(OSError, match="the disk is full"):
        accept(submission=filing, by=cast.rune, at=AT, version=filing.version)
    monkeypatch.undo()
    assert stored() == before


def test_the_way_of_a_filing_can_be_read_from_its_events(cast, round_):
    filing = builders.reopened(round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune, editor=cast.edith)
    assert list(filing.events.values_list("transition", "from_status", "to_status", "by__name", "reason")) == [
        ("submit", "draft", "submitted", "Alma", ""),
        ("accept", "submitted", "accepted", "Rune", ""),
        ("reopen", "accepted", "returned", "Edith", "En fejl er fundet."),
    ]
