"""Shared work: who takes care of a section, links to one section, who else is here."""

import datetime
import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.actions import give_access, remove_access
from clusters.models import Membership, MembershipRole, User
from reporting.submissions.actions import (
    Entry,
    FilingLocked,
    LinkClosed,
    SharingRefused,
    assign_section,
    make_link,
    note_presence,
    revoke_link,
    save_by_link,
    start,
    submit,
    unassign_section,
)
from reporting.submissions.models import Presence, ReportedValue, SectionLink, Status, Submission
from reporting.submissions.queries import (
    assignments_of,
    find_link,
    latest_changes,
    links_of,
    load_filing,
    others_present,
    section_alone,
)
from tests import builders
from tests.builders import AT


def link_by_token(token, at):
    """The link that a secret opens at a moment, or None."""
    found = find_link(token, at)
    return found.link if found.is_open else None


DAY = datetime.timedelta(days=1)


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, begun and empty."""
    return start(round_=round_, cluster=cast.alfa)


def assign(filing, section, user, by):
    return assign_section(submission=filing, section=section, user=user, by=by, at=AT)


def linked(filing, by, **changes):
    wanted = {"section": "financing", "name": " Karen  Munk ", "days": 14, "at": AT}
    return make_link(submission=filing, by=by, **wanted | changes)


def takers(filing):
    return {section: user.name for section, user in assignments_of(filing).items()}


# Who takes care of a section.


def test_a_manager_gives_sections_to_anybody_and_moves_them(filing, cast):
    assign(filing, "financing", cast.anton, cast.alma)
    assign(filing, "participation", cast.anton, cast.alma)
    assign(filing, "participation", cast.alma, cast.alma)
    assert takers(filing) == {"financing": "Anton", "participation": "Alma"}
    unassign_section(submission=filing, section="financing", by=cast.alma, at=AT)
    unassign_section(submission=filing, section="financing", by=cast.alma, at=AT)
    assert takers(filing) == {"participation": "Alma"}


def test_a_reporter_takes_what_nobody_has_and_gives_it_back(filing, cast):
    for _time in range(2):
        assign(filing, "financing", cast.anton, cast.anton)
    assert takers(filing) == {"financing": "Anton"}
    unassign_section(submission=filing, section="financing", by=cast.anton, at=AT)
    assert takers(filing) == {}


def test_a_reporter_takes_nothing_from_others_and_gives_them_nothing(filing, cast):
    assign(filing, "financing", cast.alma, cast.alma)
    tries = {
        "Alma tager sig allerede af afsnittet. Bed en ansvarlig om at flytte det.": lambda: assign(
            filing, "financing", cast.anton, cast.anton
        ),
        "Kun en ansvarlig kan give et afsnit til andre. Du kan selv tage det.": lambda: assign(
            filing, "participation", cast.alma, cast.anton
        ),
        "Alma tager sig af afsnittet. Bed en ansvarlig om at flytte det.": lambda: unassign_section(
            submission=filing, section="financing", by=cast.anton, at=AT
        ),
    }
    for sentence, act in tries.items():
        with pytest.raises(SharingRefused) as refusal:
            act()
        assert str(refusal.value) == sentence
    assert takers(filing) == {"financing": "Alma"}


@pytest.mark.parametrize("name", ["bodil", "edith", "nikolaj"])
def test_others_neither_give_nor_get_a_section(name, filing, cast):
    stranger = getattr(cast, name)
    with pytest.raises(SharingRefused, match="har ikke adgang til jeres indberetning."):
        assign(filing, "financing", stranger, cast.alma)
    with pytest.raises(PermissionDenied):
        assign(filing, "financing", cast.alma, stranger)
    assert takers(filing) == {}


def test_a_section_that_is_not_there_cannot_be_given(filing, cast):
    with pytest.raises(SharingRefused, match="Der er intet afsnit med det navn."):
        assign(filing, "gardening", cast.anton, cast.alma)


def test_whoever_leaves_the_unit_takes_care_of_nothing_and_a_reporter_may_take_over(filing, cast):
    give_access(user=cast.nikolaj, cluster=cast.alfa, role=MembershipRole.REPORTER)
    assign(filing, "financing", cast.nikolaj, cast.alma)
    remove_access(membership=Membership.objects.get(user=cast.nikolaj), by=cast.alma, at=AT)
    assert takers(filing) == {}
    assign(filing, "financing", cast.anton, cast.anton)
    assert takers(filing) == {"financing": "Anton"}


def test_giving_out_sections_does_not_change_what_the_filing_says(filing, cast):
    builders.fill(filing, by=cast.alma)
    assign(filing, "financing", cast.anton, cast.alma)
    submit(submission=filing, by=cast.alma, at=AT, version=filing.version)
    with pytest.raises(FilingLocked):
        assign(filing, "participation", cast.anton, cast.alma)


# Links.


def test_a_link_opens_its_section_for_a_person_who_is_only_a_name(filing, cast):
    fresh = linked(filing, cast.alma)
    link = link_by_token(fresh.token, AT)
    assert (link, link.section, link.guest.name, link.guest.is_active) == (fresh.link, "financing", "Karen Munk", False)
    assert (link.created_by, link.expires_at.isoformat()) == (cast.alma, "2026-12-07T22:59:59+00:00")


def test_of_the_secret_only_a_digest_is_kept(filing, cast):
    fresh = linked(filing, cast.alma)
    assert len(fresh.token) == 43
    (row,) = SectionLink.objects.values()
    assert row["digest"] == hashlib.sha256(fresh.token.encode()).hexdigest()
    assert fresh.token not in str(row)


@pytest.mark.parametrize("days", [7, 14, 30])
def test_a_link_opens_to_the_end_of_its_last_day(days, filing, cast):
    fresh = linked(filing, cast.alma, days=days)
    last = datetime.datetime(2026, 11, 23, 22, 59, 58, tzinfo=datetime.UTC) + days * DAY
    assert link_by_token(fresh.token, last) == fresh.link
    assert link_by_token(fresh.token, last + datetime.timedelta(seconds=1)) is None
    assert find_link(fresh.token, last + DAY).closed.startswith("Linket gjaldt til og med")


def test_a_link_ends_thirty_days_after_the_deadline_at_the_latest(cast):
    round_ = builders.open_small_round(year=2019, clusters=[cast.alfa], deadline_on=datetime.date(2026, 11, 1))
    filing = start(round_=round_, cluster=cast.alfa)
    assert linked(filing, cast.alma, days=30).link.expires_at.isoformat() == "2026-12-01T23:59:59+01:00"
    last_moment = datetime.datetime(2026, 12, 1, 22, 59, 59, 5, tzinfo=datetime.UTC)
    assert linked(filing, cast.alma, name="Per", at=last_moment).link.expires_at > last_moment
    with pytest.raises(SharingRefused, match="Links kan laves indtil 1. december 2026, 30 dage efter fristen."):
        linked(filing, cast.alma, name="Ib", at=AT + 9 * DAY)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "  "}, "Skriv navnet på den, der skal have linket."),
        ({"days": 365}, "Et link gælder i 7, 14 eller 30 dage."),
        ({"section": "gardening"}, "Der er intet afsnit med det navn. Vælg et fra listen."),
    ],
)
def test_a_link_that_cannot_be_is_refused_with_a_sentence(changes, sentence, filing, cast):
    with pytest.raises(SharingRefused) as refusal:
        linked(filing, cast.alma, **changes)
    assert (str(refusal.value), SectionLink.objects.count(), User.objects.count()) == (sentence, 0, 7)


def test_making_the_same_link_twice_is_refused_until_the_first_is_closed(filing, cast):
    first = linked(filing, cast.alma)
    with pytest.raises(SharingRefused, match="Karen Munk har allerede et link til »Finansiering«."):
        linked(filing, cast.alma)
    revoke_link(link=first.link, by=cast.alma, at=AT)
    assert linked(filing, cast.alma).token != first.token


@pytest.mark.parametrize("name", ["anton", "bodil", "edith", "nikolaj"])
def test_only_managers_make_and_close_links(name, filing, cast):
    fresh = linked(filing, cast.alma)
    with pytest.raises(PermissionDenied, match="Kun en ansvarlig i sekretariatet kan lave og lukke links."):
        linked(filing, getattr(cast, name), name="Per")
    with pytest.raises(PermissionDenied, match="Kun en ansvarlig i sekretariatet kan lave og lukke links."):
        revoke_link(link=fresh.link, by=getattr(cast, name), at=AT)
    assert link_by_token(fresh.token, AT) == fresh.link


def test_a_closed_link_opens_no_more_and_closing_twice_is_closing_once(filing, cast):
    give_access(user=cast.anton, cluster=cast.alfa, role=MembershipRole.MANAGER)
    fresh = linked(filing, cast.alma)
    revoke_link(link=fresh.link, by=cast.alma, at=AT)
    revoke_link(link=fresh.link, by=cast.anton, at=AT + DAY)
    assert SectionLink.objects.values_list("revoked_at", "revoked_by__name").get() == (AT, "Alma")
    assert link_by_token(fresh.token, AT) is None
    assert find_link(fresh.token, AT).closed == (
        "Linket er lukket af Alfa Klynge. Skal du stadig hjælpe, så bed Alma om et nyt."
    )


def test_a_link_rests_while_the_filing_is_not_with_the_unit(cast, round_):
    filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    fresh = linked(filing, cast.alma)
    submit(submission=filing, by=cast.alma, at=AT, version=filing.version)
    assert link_by_token(fresh.token, AT) is None
    assert find_link(fresh.token, AT).closed == (
        "Indberetningen er »Indsendt«, så der kan ikke skrives i den lige nu. Skal noget rettes, så sig det til Alma."
    )
    with pytest.raises(FilingLocked):
        save_by_link(link=fresh.link, entries=[Entry("fte", Decimal(9), based_on=1)], at=AT)
    assert ReportedValue.objects.get(indicator__code="fte").number == Decimal("4.5")


@pytest.mark.parametrize("change", [str.upper, lambda token: token[:-1], lambda token: token + "A", lambda token: ""])
def test_a_secret_that_was_tampered_with_opens_nothing(change, filing, cast):
    token = linked(filing, cast.alma).token
    assert (find_link(change(token), AT).link, find_link(change(token), AT).is_open) == (None, False)


def test_a_known_and_an_unknown_secret_are_the_same_work(filing, cast):
    token = linked(filing, cast.alma).token
    counts = []
    for text in (token, "x" * 43):
        with CaptureQueriesContext(connection) as queries:
            find_link(text, AT)
        counts.append(len(queries))
    assert counts == [1, 1]


def test_what_a_guest_writes_carries_the_guest_s_name(filing, cast):
    link = linked(filing, cast.alma).link
    save_by_link(link=link, entries=[Entry("fte", Decimal(4))], at=AT)
    save_by_link(link=link, entries=[Entry("fte", Decimal(5), based_on=1)], at=AT)
    assert ReportedValue.objects.values_list("number", "updated_by__name").get() == (5, "Karen Munk")
    assert list(ReportedValue.history.order_by("history_id").values_list("number", "history_user__name")) == [
        (4, "Karen Munk"),
        (5, "Karen Munk"),
    ]


def test_a_guest_writes_in_no_other_section(filing, cast):
    link = linked(filing, cast.alma).link
    with pytest.raises(PermissionDenied, match="Linket gælder kun for ét afsnit."):
        save_by_link(link=link, entries=[Entry("fte", Decimal(4)), Entry("companies", Decimal(7))], at=AT)
    assert ReportedValue.objects.count() == 0


def test_nothing_is_saved_by_a_link_that_was_closed_while_the_page_was_open(filing, cast):
    link = linked(filing, cast.alma).link
    revoke_link(link=link, by=cast.alma, at=AT)
    with pytest.raises(LinkClosed) as refusal:
        save_by_link(link=link, entries=[Entry("fte", Decimal(4))], at=AT)
    assert str(refusal.value) == "Linket er lukket, og det sidste, du skrev, er ikke gemt. Bed Alma om et nyt link."
    assert ReportedValue.objects.count() == 0


def test_a_guest_is_told_nothing_by_checks_and_sums_of_other_sections(filing, cast):
    builders.fill(filing, by=cast.alma, answers={**builders.GOOD_ANSWERS, "companies": 10})
    whole = load_filing(filing)
    rule = next(row for row in whole.rules if row.code == "part_companies_small")
    found = section_alone(whole, "participation").sheet("participation").problems
    assert [problem.rule for problem in found] == ["part_companies_small"]
    rule.against = ["funding_state"]  # as if the whole stood in another section, where it is too small
    whole.answers["funding_state"].value.number = Decimal(3)
    assert [problem.rule for problem in load_again(whole).sheet("participation").problems] == ["part_companies_small"]
    assert section_alone(whole, "participation").sheet("participation").problems == ()
    total = next(row for row in whole.measures if row.code == "funding_total")
    assert total in section_alone(whole, "financing").measures
    assert total not in section_alone(whole, "participation").measures


def load_again(filing):
    """The same filing with its checks made anew."""
    return replace(filing)


# Who else is here.


def test_people_see_who_else_is_here_and_where(filing, cast):
    guest = linked(filing, cast.alma).link.guest
    for user, section, ago in ((cast.alma, "financing", 0), (cast.anton, "participation", 44), (guest, "financing", 5)):
        note_presence(submission=filing, user=user, section=section, at=AT - datetime.timedelta(seconds=ago))
    assert others_present(filing, cast.alma, AT) == [("Anton", "Deltagelse"), ("Karen Munk", "Finansiering")]
    assert others_present(filing, cast.anton, AT + datetime.timedelta(seconds=1)) == [
        ("Alma", "Finansiering"),
        ("Karen Munk", "Finansiering"),
    ]
    assert others_present(filing, cast.alma, AT + DAY) == []


def test_presence_is_one_statement_and_one_row(filing, cast):
    for section in ("financing", "participation"):
        with CaptureQueriesContext(connection) as queries:
            note_presence(submission=filing, user=cast.alma, section=section, at=AT)
        assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 1
    assert list(Presence.objects.values_list("user__name", "section", "seen_at")) == [("Alma", "participation", AT)]


def test_a_link_says_when_it_was_used_last(filing, cast):
    link = linked(filing, cast.alma).link
    assert [row.last_used_at for row in links_of(filing)] == [None]
    note_presence(submission=filing, user=link.guest, section="financing", at=AT)
    assert [row.last_used_at for row in links_of(filing)] == [AT]


# Who did what last.


def told(filing, **more):
    return [
        (change.text, change.when)
        for change in latest_changes(load_filing(filing), today=datetime.date(2026, 11, 23), **more)
    ]


def test_the_latest_changes_stand_in_sentences_the_latest_first(filing, cast):
    hour = datetime.timedelta(hours=1)
    builders.fill(filing, by=cast.alma, answers={"companies": 110}, countries={}, at=AT - 30 * DAY)
    builders.fill(filing, by=cast.anton, answers={"companies": 120}, countries={}, at=AT - DAY)
    builders.fill(filing, by=cast.alma, answers={"fte": None, "funding_state": 5}, countries={}, at=AT - 2 * hour)
    builders.fill(filing, by=cast.alma, answers={"funding_state": None}, countries={}, at=AT - hour)
    filing.notes.create(
        indicator=load_filing(filing).answers["fte"].indicator, text="x", updated_at=AT, updated_by=cast.anton
    )
    assert told(filing) == [
        ("Anton skrev en note ved »Årsværk«", "i dag kl. 13.00"),
        ("Alma tømte »Staten«", "i dag kl. 12.00"),
        ("Anton satte »Deltagende virksomheder« til 120", "i går kl. 13.00"),
        ("Alma satte »Deltagende virksomheder« til 110", "24. oktober 2026 kl. 14.00"),
    ]


def test_what_one_person_does_to_one_field_in_a_row_is_one_change(filing, cast):
    for number in (1, 12, 120):
        builders.fill(filing, by=cast.alma, answers={"companies": number}, countries={})
    assert told(filing) == [("Alma satte »Deltagende virksomheder« til 120", "i dag kl. 13.00")]


def test_the_whole_way_of_a_filing_is_told_with_one_query_and_at_most_so_many(cast, round_):
    filing = builders.filing_at(Status.RETURNED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    loaded = load_filing(filing)
    with CaptureQueriesContext(connection) as queries:
        changes = latest_changes(loaded, today=datetime.date(2026, 11, 23), count=3)
    assert (len(queries), len(changes)) == (1, 3)
    assert [change.text for change in changes[:2]] == [
        "Rune sendte indberetningen retur",
        "Alma indsendte indberetningen",
    ]
    assert (changes[0].section, changes[0].anchor) == ("", "")


def test_another_unit_s_changes_are_not_told(filing, cast, round_):
    other = start(round_=round_, cluster=cast.beta)
    builders.fill(other, by=cast.bodil)
    assert (told(filing), Submission.objects.count()) == ([], 2)
