"""Two who share the work of one filing at the same moment: one is told, and a closed link writes nothing."""

import threading
from decimal import Decimal

import pytest
from django.db import transaction

from clusters.actions import give_access
from clusters.models import MembershipRole
from reporting.submissions.actions import (
    Entry,
    LinkClosed,
    SharingRefused,
    assign_section,
    make_link,
    note_presence,
    revoke_link,
    save_by_link,
    start,
    unassign_section,
)
from reporting.submissions.models import Presence, ReportedValue, SectionAssignment, SectionLink
from tests.builders import AT
from tests.races import PATIENCE, at_once, database_on_disk

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 30


@pytest.fixture(autouse=True)
def _on_disk(transactional_db, tmp_path):
    with database_on_disk(tmp_path):
        yield


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, with two who prepare it."""
    give_access(user=cast.nikolaj, cluster=cast.alfa, role=MembershipRole.REPORTER)
    return start(round_=round_, cluster=cast.alfa)


def taker():
    return SectionAssignment.objects.values_list("user__name", flat=True).get()


def test_of_two_who_take_the_same_section_one_has_it_and_the_other_is_told(filing, cast):
    both = (cast.anton, cast.nikolaj)
    for _turn in range(ROUNDS):
        outcomes = at_once(
            *(
                lambda by=by: assign_section(submission=filing, section="financing", user=by, by=by, at=AT)
                for by in both
            )
        )
        has_it = [by.name for by, outcome in zip(both, outcomes, strict=True) if isinstance(outcome, SectionAssignment)]
        told = [str(outcome) for outcome in outcomes if isinstance(outcome, SharingRefused)]
        assert has_it == [taker()]
        assert told == [f"{taker()} tager sig allerede af afsnittet. Bed en ansvarlig om at flytte det."]
        unassign_section(submission=filing, section="financing", by=cast.alma, at=AT)


def test_a_naive_taking_lets_both_believe_that_they_have_it(filing, cast):
    """Negative control: looking whether the section is free and then writing."""
    both_have_looked = threading.Barrier(2)

    def naive(by):
        def act():
            is_free = not SectionAssignment.objects.filter(submission=filing, section="financing").exists()
            both_have_looked.wait(timeout=PATIENCE)
            if is_free:
                SectionAssignment.objects.update_or_create(
                    submission=filing,
                    section="financing",
                    defaults={"user": by, "assigned_at": AT, "assigned_by": by},
                )
            return is_free

        return act

    assert at_once(naive(cast.anton), naive(cast.nikolaj)) == [True, True]
    assert SectionAssignment.objects.count() == 1


def test_a_double_click_makes_one_link(filing, cast):
    for turn in range(ROUNDS):
        outcomes = at_once(
            *[
                lambda turn=turn: make_link(
                    submission=filing, section="financing", name=f"Karen {turn}", days=7, by=cast.alma, at=AT
                )
            ]
            * 2
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["FreshLink", "SharingRefused"]
        assert SectionLink.objects.filter(guest__name=f"Karen {turn}").count() == 1


def test_what_a_guest_sends_while_the_link_is_closed_is_either_saved_or_refused(filing, cast):
    for turn in range(ROUNDS):
        link = make_link(submission=filing, section="financing", name=f"Karen {turn}", days=7, by=cast.alma, at=AT).link
        saved, _closed = at_once(
            lambda link=link: save_by_link(link=link, entries=[Entry("fte", Decimal(7))], at=AT),
            lambda link=link: revoke_link(link=link, by=cast.alma, at=AT),
        )
        outcome = ("refused" if isinstance(saved, LinkClosed) else saved.codes, ReportedValue.objects.count())
        assert outcome in [("refused", 0), (["fte"], 1)]
        with transaction.atomic():
            ReportedValue.objects.all().delete()


def test_two_signs_of_life_are_one_row(filing, cast):
    for _turn in range(ROUNDS):
        outcomes = at_once(*[lambda: note_presence(submission=filing, user=cast.alma, section="financing", at=AT)] * 2)
        assert (outcomes, Presence.objects.count()) == ([None, None], 1)
