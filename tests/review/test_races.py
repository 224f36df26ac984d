"""Accepting against a change and against a return: what is accepted is always what was shown, 200 times each."""

import pytest
from django.db import transaction

from reporting.review.actions import accept, prepare_question, return_for_correction
from reporting.submissions.actions import Entry, correct_on_behalf
from reporting.submissions.models import Explanation, ReportedValue, Status, Submission, SubmissionEvent, Unlocked
from reporting.submissions.queries import indicator_or_404, latest_receipt, load_filing, standing_fingerprint
from reporting.submissions.workflow import TransitionRefused
from tests import builders
from tests.builders import AT
from tests.races import at_once, database_on_disk

pytestmark = pytest.mark.django_db(transaction=True)
RACES = 200


@pytest.fixture(autouse=True)
def _on_disk(transactional_db, tmp_path):
    with database_on_disk(tmp_path):
        yield


@pytest.fixture
def sent(cast, round_):
    """Alfa's filing, sent by Alma."""
    return builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)


def shown(filing):
    """The fingerprint that the review's page shows now."""
    return standing_fingerprint(load_filing(filing), latest_receipt(filing))


def fresh(filing):
    """The filing as it stands."""
    return Submission.objects.select_related("round", "cluster").get(pk=filing.pk)


def as_it_was_sent(filing):
    """The same filing for the next race: sent, in the version it now has."""
    Submission.objects.filter(pk=filing.pk).update(
        status=Status.SUBMITTED, unlocked=Unlocked.ALL, accepted_at=None, accepted_by=None
    )
    SubmissionEvent.objects.filter(submission=filing).exclude(transition="submit").delete()
    return fresh(filing)


def test_what_is_accepted_is_what_was_shown_whatever_is_corrected_meanwhile(sent, cast):
    outcomes = {"accepted": 0, "moved": 0}
    for race in range(RACES):
        filing, seen = as_it_was_sent(sent), shown(sent)
        value = ReportedValue.objects.get(submission=filing, indicator__code="companies")
        entry = Entry("companies", 200 + race, based_on=value.version)

        def accepting(filing=filing, seen=seen):
            return accept(submission=filing, by=cast.rune, at=AT, version=filing.version, fingerprint=seen)

        def correcting(filing=filing, entry=entry):
            return correct_on_behalf(submission=filing, entry=entry, consent="Alma", by=cast.edith, at=AT)

        accepted, corrected = at_once(accepting, correcting)
        standing = fresh(sent)
        if standing.status == Status.ACCEPTED:
            assert isinstance(corrected, Exception)
            assert SubmissionEvent.objects.get(submission=sent, transition="accept").fingerprint == seen == shown(sent)
            outcomes["accepted"] += 1
        else:
            assert isinstance(accepted, TransitionRefused)
            assert corrected is None
            assert shown(sent) != seen
            outcomes["moved"] += 1
    assert sum(outcomes.values()) == RACES
    assert min(outcomes.values()) > 0, outcomes  # both ways happened, or it was no race


def test_of_an_accept_and_a_return_exactly_one_is_made(sent, cast):
    won = {Status.ACCEPTED: 0, Status.RETURNED: 0}
    about = indicator_or_404(sent, "companies")
    for _race in range(RACES):
        filing, seen = as_it_was_sent(sent), shown(sent)
        question = prepare_question(submission=filing, indicator=about, text="Er det rigtigt?", by=cast.edith, at=AT)

        def accepting(filing=filing, seen=seen):
            return accept(submission=filing, by=cast.rune, at=AT, version=filing.version, fingerprint=seen)

        def returning(filing=filing, question=question):
            return return_for_correction(
                submission=filing,
                by=cast.edith,
                at=AT,
                version=filing.version,
                questions=[question],
                unlocked=Unlocked.FIELDS,
            )

        outcomes = at_once(accepting, returning)
        assert sum(isinstance(outcome, TransitionRefused) for outcome in outcomes) == 1
        standing = fresh(sent)
        won[standing.status] += 1
        (event,) = SubmissionEvent.objects.filter(submission=sent).exclude(transition="submit")
        assert event.to_status == standing.status
        assert event.fingerprint == (seen if standing.status == Status.ACCEPTED else "")
    assert sum(won.values()) == RACES
    assert min(won.values()) > 0, won


def test_without_looking_at_what_is_shown_another_content_would_be_accepted(sent, cast):
    """The negative control: a page that is not held to what it showed accepts what it never showed."""
    seen = shown(sent)
    with transaction.atomic():
        correct_on_behalf(
            submission=sent, entry=Entry("companies", 300, based_on=1), consent="Alma", by=cast.edith, at=AT
        )
    now = fresh(sent)
    accept(submission=now, by=cast.rune, at=AT, version=now.version)  # neither the version nor the fingerprint seen
    assert SubmissionEvent.objects.get(submission=sent, transition="accept").fingerprint != seen


def test_an_explanation_is_part_of_what_is_shown(sent, cast):
    seen = shown(sent)
    Explanation.objects.create(
        submission=sent, rule="jump_companies", subject="companies", text="Nyt.", updated_at=AT, updated_by=cast.alma
    )
    with pytest.raises(TransitionRefused):
        accept(submission=sent, by=cast.rune, at=AT, version=sent.version, fingerprint=seen)


def test_of_two_who_look_first_at_once_one_is_the_first_and_the_other_accepts(sent, cast):
    sent.round.four_eyes = True
    sent.round.save()
    filing = fresh(sent)
    acts = [
        lambda by=by: accept(submission=filing, by=by, at=AT, version=filing.version) for by in (cast.rune, cast.edith)
    ]
    at_once(*acts)
    first = sent.first_looks.get()
    assert fresh(sent).status == Status.ACCEPTED
    assert fresh(sent).accepted_by_id != first.by_id
