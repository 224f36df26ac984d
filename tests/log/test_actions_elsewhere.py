"""What people do in every room is in the log: who, when, about whom, and nobody's name in the text."""

import datetime

import pytest

from clusters.actions import change_role, invite, invite_again, remove_access
from clusters.models import LogEntry, Membership
from reporting.consolidation.actions import consolidate
from reporting.publication.actions import begin_report, choose_stories
from reporting.stories.actions import declare_ready, delete_story, take_back
from reporting.submissions.actions import assign_section, make_link, revoke_link, start, unassign_section
from reporting.submissions.models import Status
from tests import builders
from tests.builders import AT

LATER = AT + datetime.timedelta(hours=1)


@pytest.fixture
def entries(cast, round_):
    """What was logged since the test began, as (act, by, about, unit, year)."""
    before = set(LogEntry.objects.values_list("pk", flat=True))

    def since():
        rows = LogEntry.objects.exclude(pk__in=before).order_by("pk").select_related("by", "person", "cluster")
        return [
            (row.act, *(str(each) if each else "" for each in (row.by, row.person)), getattr(row.cluster, "slug", ""), row.year)
            for row in rows
        ]  # fmt: skip

    return since


def test_who_is_let_in_and_out_of_a_unit(cast, entries):
    who = {"email": "ny@example.dk", "name": "Ny", "role": "reporter"}
    membership = invite(cluster=cast.alfa, by=cast.alma, at=AT, **who)
    invite_again(membership=membership, by=cast.alma, at=LATER)
    change_role(membership=membership, role="manager", by=cast.alma, at=LATER)
    remove_access(membership=membership, by=cast.alma, at=LATER)
    assert entries() == [
        ("user_created", "Alma", "Ny", "", None),
        ("invited", "Alma", "Ny", "alfa", None),
        ("invited_again", "Alma", "Ny", "alfa", None),
        ("role_changed", "Alma", "Ny", "alfa", None),
        ("access_removed", "Alma", "Ny", "alfa", None),
    ]
    assert not LogEntry.objects.filter(text__icontains="ny@").exists()
    assert not Membership.objects.filter(user__email="ny@example.dk").exists()


def test_what_is_refused_is_not_logged(cast, entries):
    with pytest.raises(Exception, match="adgang"):
        invite(cluster=cast.alfa, email="anton@example.dk", name="Anton", role="reporter", by=cast.alma, at=AT)
    assert entries() == []


def test_how_the_work_is_shared(cast, round_, entries):
    filing = start(round_=round_, cluster=cast.alfa, by=cast.alma, at=AT)
    start(round_=round_, cluster=cast.alfa, by=cast.anton, at=LATER)  # it is begun already
    assign_section(submission=filing, section="financing", user=cast.anton, by=cast.alma, at=AT)
    unassign_section(submission=filing, section="financing", by=cast.alma, at=AT)
    link = make_link(submission=filing, section="financing", name="Karen", days=14, by=cast.alma, at=AT).link
    revoke_link(link=link, by=cast.alma, at=LATER)
    revoke_link(link=link, by=cast.alma, at=LATER)  # a second time changes nothing
    assert entries() == [
        ("filing_started", "Alma", "", "alfa", 2019),
        ("section_assigned", "Alma", "Anton", "alfa", 2019),
        ("section_freed", "Alma", "Anton", "alfa", 2019),
        ("link_made", "Alma", "Karen", "alfa", 2019),
        ("link_revoked", "Alma", "Karen", "alfa", 2019),
    ]


def test_stories_figures_and_the_book(cast, round_, entries):
    filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    story = builders.tell(filing, by=cast.alma)
    declare_ready(story=story, based_on=story.version, by=cast.alma, at=AT)
    take_back(story=story, by=cast.anton, at=AT)
    delete_story(story=story, by=cast.alma, at=AT)
    builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cast.beta, by=cast.bodil, reviewer=cast.rune)
    consolidate(round_=round_, by=cast.edith, at=AT)
    consolidate(round_=round_, by=cast.edith, at=LATER)  # the same figures: nothing is kept
    choose_stories(report=begin_report(round_=round_), stories=[], by=cast.edith, at=AT)
    assert [row for row in entries() if row[0] != "filing_started"] == [
        ("story_added", "Alma", "", "alfa", 2019),
        ("story_ready", "Alma", "", "alfa", 2019),
        ("story_taken_back", "Anton", "", "alfa", 2019),
        ("story_deleted", "Alma", "", "alfa", 2019),
        ("consolidated", "Edith", "", "", 2019),
        ("stories_chosen", "Edith", "", "", 2019),
    ]


def test_a_saved_value_is_not_logged_for_it_has_its_history(cast, round_, entries):
    builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    assert [act for act, *_rest in entries()] == ["filing_started"]
