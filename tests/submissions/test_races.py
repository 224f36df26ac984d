"""Of two people who act at the same moment one wins and the other is told; nothing is lost in silence."""

import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from clusters.actions import give_access
from clusters.models import MembershipRole
from reporting.review.actions import accept
from reporting.submissions.actions import (
    AlreadySent,
    Entry,
    FilingLocked,
    explain,
    indicator_in,
    save_answers,
    save_value,
    start,
    submit,
)
from reporting.submissions.models import Explanation, Receipt, ReportedValue, Status, Submission
from reporting.submissions.workflow import TransitionRefused
from tests import builders
from tests.builders import AT
from tests.races import PATIENCE, at_once, database_on_disk

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 30
TYPED = 100


@pytest.fixture(autouse=True)
def _on_disk(transactional_db, tmp_path):
    with database_on_disk(tmp_path):
        yield


def standing():
    """The one value there is, with its version."""
    return ReportedValue.objects.values_list("number", "version").get()


def test_of_two_who_save_the_same_value_exactly_one_wins_every_time(cast, round_):
    filing = start(round_=round_, cluster=cast.alfa)

    def save(number, by, version):
        entries = [Entry("companies", Decimal(number), based_on=version)]
        return lambda: save_answers(submission=filing, entries=entries, by=by, at=AT)

    for version in range(ROUNDS):
        hers, his = 1000 + version, 2000 + version
        outcomes = at_once(save(hers, cast.alma, version), save(his, cast.anton, version))
        won = [number for number, outcome in zip((hers, his), outcomes, strict=True) if outcome.codes == ["companies"]]
        told = [outcome.conflicts["companies"].number for outcome in outcomes if outcome.conflicts]
        assert (len(won), told) == (1, won)
        assert standing() == (won[0], version + 1)
    assert list(ReportedValue.history.order_by("history_id").values_list("version", flat=True)) == list(
        range(1, ROUNDS + 1)
    )
    assert Submission.objects.get().version == ROUNDS + 1


def test_of_two_who_type_in_the_same_field_none_is_lost_in_silence(cast, round_):
    """A hundred times: one is saved, the other is told what stands; what stands is the winner's."""
    filing = start(round_=round_, cluster=cast.alfa)

    def typed(number, by, version):
        def act():
            mine = Submission.objects.writable_by(by).filter(pk=filing.pk)
            indicator = indicator_in(filings=mine, section="participation", code="companies")
            entry = Entry("companies", Decimal(number), based_on=version)
            return save_value(indicator=indicator, entry=entry, key=f"{by.name} {version}", by=by, at=AT)

        return act

    for version in range(TYPED):
        hers, his = 1000 + version, 5000 + version
        outcomes = at_once(typed(hers, cast.alma, version), typed(his, cast.anton, version))
        won = [n for n, outcome in zip((hers, his), outcomes, strict=True) if not outcome.is_conflict]
        told = [outcome.value.number for outcome in outcomes if outcome.is_conflict]
        assert (len(won), told) == (1, won)
        assert standing() == (won[0], version + 1)
    assert ReportedValue.history.count() == TYPED
    assert Submission.objects.get().version == TYPED + 1


def test_a_naive_save_loses_a_value_in_the_same_race(cast, round_):
    """Negative control: reading, looking at the version and then saving lets both win, and one value is gone."""
    filing = start(round_=round_, cluster=cast.alfa)
    save_answers(submission=filing, entries=[Entry("companies", Decimal(1))], by=cast.alma, at=AT)
    both_have_read = threading.Barrier(2)

    def naive(number, version):
        def act():
            value = ReportedValue.objects.get()
            both_have_read.wait(timeout=PATIENCE)
            if value.version != version:
                return False
            value.number, value.version = number, version + 1
            value.save()
            return True

        return act

    outcomes = at_once(naive(1000, 1), naive(2000, 1))
    assert outcomes == [True, True]
    assert standing() in [(1000, 2), (2000, 2)]


def sent_while(act, *, cast, round_):
    """Send Alfa's filing while `act(filing)` goes on; give the filing as it was sent, or None, and what came of the act."""
    filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    sent, acted = at_once(
        lambda: submit(submission=Submission.objects.get(pk=filing.pk), by=cast.alma, at=AT, version=filing.version),
        lambda: act(filing),
    )
    return filing, sent, acted


def content():
    """Everything a filing says, with its version."""
    return (
        list(ReportedValue.objects.order_by("indicator__code").values_list("indicator__code", "number", "version")),
        list(Explanation.objects.values_list("subject", "text")),
        list(Submission.objects.values_list("status", "version")),
    )


def begin_again():
    with transaction.atomic():
        Submission.objects.all().delete()


def test_a_save_and_a_submit_do_not_both_win_and_what_is_sent_is_what_was_seen(cast, round_):
    for _turn in range(ROUNDS):
        filing, sent, saved = sent_while(
            lambda filing: save_answers(
                submission=filing, entries=[Entry("companies", Decimal(125), based_on=1)], by=cast.anton, at=AT
            ),
            cast=cast,
            round_=round_,
        )
        companies = ReportedValue.objects.get(indicator__code="companies").number
        if isinstance(sent, Submission):
            assert isinstance(saved, FilingLocked)
            assert (companies, sent.version) == (120, filing.version + 1)
        else:
            assert isinstance(sent, TransitionRefused)
            assert (saved.codes, companies) == (["companies"], 125)
            assert Submission.objects.get().status == Status.DRAFT
        begin_again()


def test_nothing_is_explained_in_a_filing_that_was_sent_meanwhile(cast, round_):
    for _turn in range(ROUNDS):
        _filing, sent, explained = sent_while(
            lambda filing: explain(
                submission=filing, rule="jump_companies", subject="companies", text="Vækst.", by=cast.anton, at=AT
            ),
            cast=cast,
            round_=round_,
        )
        outcome = (isinstance(sent, Submission), isinstance(explained, FilingLocked), Explanation.objects.count())
        assert outcome in [(True, True, 0), (False, False, 1)]
        begin_again()


def test_an_accepted_filing_does_not_change_under_a_storm_of_saves(cast, round_):
    filing = builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)
    before = content()

    def save(number):
        return lambda: save_answers(
            submission=filing, entries=[Entry("companies", Decimal(number), based_on=1)], by=cast.anton, at=AT
        )

    accepted, *saved = at_once(
        lambda: accept(submission=Submission.objects.get(pk=filing.pk), by=cast.rune, at=AT, version=filing.version),
        *(save(200 + number) for number in range(5)),
    )
    assert [type(outcome) for outcome in saved] == [FilingLocked] * 5
    assert content() == (before[0], before[1], [(Status.ACCEPTED, accepted.version)])


def test_of_two_reviewers_exactly_one_decides(cast, round_):
    filing = builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)

    def decide(by):
        return lambda: accept(submission=Submission.objects.get(pk=filing.pk), by=by, at=AT, version=filing.version)

    outcomes = at_once(decide(cast.rune), decide(cast.edith))
    assert sorted(isinstance(outcome, TransitionRefused) for outcome in outcomes) == [False, True]
    assert filing.events.filter(transition="accept").count() == 1


def test_a_save_locks_its_own_filing_and_not_the_round_that_all_share(cast, round_):
    submission = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    with CaptureQueriesContext(connection) as queries:
        builders.fill(submission, by=cast.alma, answers={"companies": 121})
    locks = [query["sql"].partition(" FOR UPDATE")[2] for query in queries if " FOR UPDATE" in query["sql"]]
    assert locks == {"postgresql": [' OF "reporting_submission"'], "sqlite": []}[connection.vendor]


def test_of_two_who_send_at_the_same_moment_one_sends_and_the_other_is_shown_the_receipt(cast, round_):
    give_access(user=cast.anton, cluster=cast.alfa, role=MembershipRole.MANAGER)
    for _turn in range(ROUNDS):
        filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)

        def send(by, filing=filing):
            standing = Submission.objects.get(pk=filing.pk)
            return lambda: submit(submission=standing, by=by, at=AT, version=filing.version)

        outcomes = at_once(send(cast.alma), send(cast.anton))
        (receipt,) = Receipt.objects.all()
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadySent", "Submission"]
        told = next(outcome for outcome in outcomes if isinstance(outcome, AlreadySent))
        assert (told.receipt, told.is_what_was_seen) == (receipt, True)
        assert filing.events.filter(transition="submit").count() == 1
        assert Submission.objects.get().version == filing.version + 1
        begin_again()


def test_a_naive_submit_sends_twice_in_the_same_race(cast, round_):
    """Negative control: looking at the status and then writing lets both send, and there are two events."""
    filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    both_have_looked = threading.Barrier(2)

    def naive(by):
        def act():
            standing = Submission.objects.get(pk=filing.pk)
            both_have_looked.wait(timeout=PATIENCE)
            if not standing.is_open:
                return False
            with transaction.atomic():
                Submission.objects.filter(pk=filing.pk).update(
                    status=Status.SUBMITTED, submitted_at=AT, submitted_by=by
                )
                filing.events.create(
                    transition="submit", from_status="draft", to_status="submitted", version=3, at=AT, by=by
                )
            return True

        return act

    assert at_once(naive(cast.alma), naive(cast.anton)) == [True, True]
    assert filing.events.filter(transition="submit").count() == 2
