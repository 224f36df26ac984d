"""The desk: who is shown where in which order, what is counted, and the page itself."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clusters.actions import give_access, register_cluster
from clusters.models import MembershipRole
from reporting.letters.models import Letter
from reporting.review.queries import Choice, desk_of, developments_of
from reporting.rounds.actions import extend
from reporting.rounds.models import Round
from reporting.submissions.actions import refresh_standings, start, submit
from reporting.submissions.models import Standing, Status
from tests import builders
from tests.builders import AT
from tests.pages import Page

DESK = reverse("review_list", args=[2019])
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def third(round_):
    """Ålborg, a network on the roster that has no people."""
    unit = register_cluster(slug="aalborg", name="Ålborg Netværk", short_name="Ålborg", kind="network")
    round_.roster.create(cluster=unit)
    return unit


def shown(round_, today=TODAY, **choice):
    """The names on the desk, in order."""
    refresh_standings(round_=round_, at=AT)
    return [row.name.split()[0] for row in desk_of(round_, Choice(**choice), 1, today).rows]


def row_of(round_, slug, today=TODAY):
    refresh_standings(round_=round_, at=AT)
    return next(row for row in desk_of(round_, Choice(), 1, today).rows if row.slug == slug)


def test_what_waits_for_the_review_comes_first(cast, round_, third):
    builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    assert shown(round_) == ["Beta", "Ålborg", "Alfa"]
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.beta, by=cast.bodil)
    assert shown(round_) == ["Beta", "Ålborg", "Alfa"]
    assert shown(round_, sort="-status") == ["Alfa", "Ålborg", "Beta"]


def test_a_row_says_how_every_section_stands(cast, round_):
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma, answers={"companies": 60, "companies_small": 80})
    row = row_of(round_, "alfa")
    assert {section.code: state for section, state in row.marks} == Standing.objects.get().sections
    assert (row.status, row.hard, row.problems, row.manager, row.is_stale) == ("draft", 1, 1, cast.alma, False)
    assert [str(user) for user in row.people] == ["Alma", "Anton"]
    missing = row_of(round_, "beta")
    assert (missing.status, missing.has_begun, {state for _section, state in missing.marks}) == (
        "missing",
        False,
        {"empty"},
    )


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ({"status": "draft"}, ["Alfa"]),
        ({"status": "missing"}, ["Beta", "Ålborg"]),
        ({"kind": "network"}, ["Beta", "Ålborg"]),
        ({"only": "problems"}, ["Alfa"]),
        ({"only": "nobody"}, ["Ålborg"]),
        ({"only": "never"}, ["Alfa", "Beta"]),
        ({"only": "late"}, []),
        ({"text": "ålb"}, ["Ålborg"]),
        ({"text": "BODIL"}, ["Beta"]),
        ({"text": "bodil@example"}, ["Beta"]),
        ({"text": "klynge", "status": "missing"}, []),
    ],
)
def test_filters(choice, names, cast, round_, third):
    builders.fill(
        start(round_=round_, cluster=cast.alfa), by=cast.alma, answers={"companies": 60, "companies_small": 80}
    )
    assert shown(round_, sort="name", **choice) == names


def test_who_has_logged_in_is_not_among_those_who_never_did(cast, round_, as_):
    as_("anton")
    assert shown(round_, only="never") == ["Beta"]
    assert row_of(round_, "alfa").last_login is not None


@pytest.mark.parametrize("sort", ["name", "problems", "answered", "activity", "login", "letter", "deadline"])
def test_every_order_can_be_turned_and_shows_everybody(sort, cast, round_, third):
    builders.fill(start(round_=round_, cluster=cast.beta), by=cast.bodil, answers={"companies": 60})
    assert sorted(shown(round_, sort=sort)) == sorted(shown(round_, sort=f"-{sort}")) == ["Alfa", "Beta", "Ålborg"]


def test_names_are_in_danish_order(round_, third):
    assert shown(round_, sort="name") == ["Alfa", "Beta", "Ålborg"]
    assert shown(round_, sort="-name") == ["Ålborg", "Beta", "Alfa"]


def test_late_is_whoever_has_not_sent_by_the_own_deadline(cast, round_, third):
    after = round_.deadline_on + datetime.timedelta(days=2)
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.beta, by=cast.bodil)
    entry = round_.roster.get(cluster=cast.alfa)
    extend(entry=entry, extended_to=after, reason="Sygdom.", by=cast.edith, at=AT)
    assert shown(round_, today=after, only="late") == ["Ålborg"]
    assert shown(round_, today=after, only="extended") == ["Alfa"]
    assert shown(round_, today=after + datetime.timedelta(days=1), only="late", sort="name") == ["Alfa", "Ålborg"]


def test_the_lock_is_for_those_who_never_sent(cast, round_):
    Round.objects.update(locks_on=round_.deadline_on)
    round_.refresh_from_db()
    after = round_.deadline_on + datetime.timedelta(days=1)
    builders.filing_at(Status.RETURNED, round_=round_, cluster=cast.beta, by=cast.bodil, reviewer=cast.rune)
    assert row_of(round_, "alfa", after).is_locked
    assert not row_of(round_, "beta", after).is_locked
    extend(entry=round_.roster.get(cluster=cast.alfa), extended_to=after, reason="Sygdom.", by=cast.edith, at=AT)
    assert not row_of(round_, "alfa", after).is_locked


def test_the_tally_is_of_the_whole_round_whatever_is_chosen(cast, round_, third):
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.beta, by=cast.bodil)
    tally = desk_of(round_, Choice(status="accepted"), 1, TODAY).tally
    assert tally == {
        "expected": 3, "missing": 2, "draft": 0, "submitted": 1, "returned": 0, "accepted": 0,
        "late": 0, "problems": 0, "never": 2, "nobody": 1, "letter": 0, "extended": 0,
    }  # fmt: skip


def test_the_development_counts_a_filing_once_by_its_first_day(cast, round_):
    returned = builders.filing_at(Status.RETURNED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    submit(submission=returned, by=cast.alma, at=AT + datetime.timedelta(days=9), version=returned.version)
    (development,) = developments_of(round_)
    day = (timezone.localdate(AT) - round_.deadline_on).days
    assert (development.steps, development.expected) == (((day, 1),), 2)
    assert (development.sent_by(day - 1), development.sent_by(day)) == (0, 1)


def test_the_page_reads_like_this(cast, round_, third, as_):
    builders.fill(
        start(round_=round_, cluster=cast.alfa), by=cast.alma, answers={"companies": 60, "companies_small": 80}
    )
    text = Page(as_("edith").get(DESK)).text
    assert "0 af 3 har indsendt, 0 er godkendt" in text
    assert "Fund at rette eller forklare 1" in text
    assert "Ingen person" in text
    assert "Aldrig logget ind" in text


def test_a_link_keeps_the_choice(cast, round_, third, as_):
    links = Page(as_("edith").get(DESK, {"kind": "network", "sort": "name"})).links
    assert "?status=draft&kind=network&sort=name" in links
    assert "?kind=network&sort=-name" in links
    assert reverse("desk_file", args=[2019, "csv"]) + "?kind=network&sort=name" in links


def test_what_the_house_does_not_know_is_said_and_left_out(round_, as_):
    answer = as_("edith").get(DESK, {"status": "lost", "q": "x" * 200, "page": "zwei", "kind": "cluster"})
    page = Page(answer)
    assert answer.status_code == 200
    assert "Der er noget at rette" in page.text
    assert "Alfa" in page.text
    assert "1 enhed" in page.text


def test_nothing_found_says_so_and_leads_back(round_, as_):
    page = Page(as_("edith").get(DESK, {"q": "findes ikke"}))
    assert "Ingen enheder passer til det valgte" in page.text
    assert "?" in page.links


def test_fifty_are_a_page_and_a_few_more_are_no_second(cast, round_, as_):
    for number in range(48):
        unit = register_cluster(slug=f"u{number}", name=f"Unit {number:02}", short_name=f"U{number}", kind="cluster")
        round_.roster.create(cluster=unit)
    assert len(desk_of(round_, Choice(), 1, TODAY).rows) == 50
    for number in range(48, 60):
        unit = register_cluster(slug=f"u{number}", name=f"Unit {number:02}", short_name=f"U{number}", kind="cluster")
        round_.roster.create(cluster=unit)
    assert [len(desk_of(round_, Choice(), number, TODAY).rows) for number in (1, 2)] == [50, 12]
    links = Page(as_("edith").get(DESK, {"sort": "name"})).links
    assert "?sort=name&page=2" in links


def test_a_round_in_preparation_is_the_editors_alone(round_, as_):
    Round.objects.update(opened_at=None)
    assert as_("edith").get(DESK).status_code == 200
    assert as_("rune").get(DESK).status_code == 404


def test_stale_standings_are_counted_and_marked(cast, round_):
    filing = start(round_=round_, cluster=cast.alfa)
    refresh_standings(round_=round_, at=AT)
    desk = desk_of(round_, Choice(), 1, TODAY, stale=frozenset({filing.pk}))
    assert desk.stale == 1
    assert {row.slug for row in desk.rows if row.is_stale} == {"alfa"}


@pytest.mark.parametrize("query", [{}, {"q": "al", "only": "problems", "sort": "-login"}])
def test_the_desk_takes_the_same_queries_whatever_the_number_of_units(query, cast, round_, third, as_):
    edith = as_("edith")
    start(round_=round_, cluster=cast.alfa)

    def queries():
        edith.get(DESK, query)  # what is stale is computed once
        with CaptureQueriesContext(connection) as captured:
            edith.get(DESK, query)
        return len(captured)

    with_three = queries()
    for number in range(5):
        unit = register_cluster(slug=f"u{number}", name=f"Alarm {number}", short_name=f"U{number}", kind="cluster")
        round_.roster.create(cluster=unit)
        give_access(user=cast.alma, cluster=unit, role=MembershipRole.MANAGER)
        start(round_=round_, cluster=unit)
    assert queries() == with_three
    assert with_three <= 20, with_three


def test_a_letter_that_came_back_is_a_bad_address(cast, round_):
    letter = Letter.objects.create(user=cast.alma, day=TODAY, subject="Husk", claimed_at=AT, tried_at=AT, sent_at=AT)
    assert row_of(round_, "alfa").lost == ()
    Letter.objects.update(bounced_at=AT, error="550 no such user")
    assert row_of(round_, "alfa").lost == (("alma@example.dk", "550 no such user"),)
    assert shown(round_, only="letter") == ["Alfa"]
    letter.pk, letter.day, letter.bounced_at = None, TODAY + datetime.timedelta(days=1), None
    letter.save()
    assert row_of(round_, "alfa").lost == ()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_list_is_a_file(ending, cast, round_, third, as_):
    answer = as_("vera").get(reverse("desk_file", args=[2019, ending]), {"kind": "network", "sort": "name"})
    assert answer["Content-Disposition"] == f'attachment; filename="indberetninger-2019.{ending}"'
    if ending == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert [line.split(";")[0] for line in lines] == ["Enhed", "Beta Netværk", "Ålborg Netværk"]
    assert as_("vera").get(reverse("desk_file", args=[2019, "pdf"])).status_code == 404
