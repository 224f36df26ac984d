"""The queue of the second look: what is in it, in which order, who has looked, and what it costs."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.actions import give_access, register_cluster
from reporting.demo.figures import filing_after, filings_2018
from reporting.demo.loading import _fill, _send
from reporting.review.actions import accept, add_note, mark_seen, return_for_correction, settle_note, unmark_seen
from reporting.review.models import Seen
from reporting.review.queries import looks_at, queue_of
from reporting.review.queries.outliers import Tell
from reporting.rounds.models import Round
from reporting.submissions.actions import start, submit
from reporting.submissions.models import Status, Submission
from reporting.submissions.queries import load_filing
from tests import builders
from tests.builders import AT, GOOD_ANSWERS
from tests.pages import Page

QUEUE = reverse("review_queue", args=[2019])
SEEN = reverse("mark_seen", args=[2019])
BEFORE = {
    "funding_state": 1_900_000,
    "funding_companies": 1_450_000,
    "fees_companies": 490_000,
    "fte": Decimal("4.25"),
    "companies": 115,
    "companies_small": 77,
    "collaborations_cluster": 5,
}
JUMP = {**GOOD_ANSWERS, "funding_state": 1_900_000_000}  # a thousand times last year's


@pytest.fixture
def last_year(cast):
    """Alfa and Beta were accepted in 2018."""
    earlier = builders.open_small_round(year=2018, clusters=[cast.alfa, cast.beta])
    for cluster, by in ((cast.alfa, cast.alma), (cast.beta, cast.bodil)):
        filing = sent(earlier, cluster, by, BEFORE)
        accept(submission=filing, by=cast.rune, at=AT, version=filing.version)


def sent(round_, cluster, by, answers, *, explained=False):
    """A filing with these answers, as it was sent."""
    submission = start(round_=round_, cluster=cluster)
    builders.fill(submission, by=by, answers=answers)
    if explained:
        builders.explain_everything(submission, by=by)
    return submit(submission=submission, by=by, at=AT, version=submission.version)


@pytest.fixture
def jump(cast, last_year, round_):
    """Alfa sent a thousand times too much."""
    return sent(round_, cast.alfa, cast.alma, JUMP)


def test_a_row_says_what_why_and_what_hangs_on_it(jump, round_):
    (row,) = queue_of(round_).rows
    assert (row.submission, row.mark.tell, row.subject, row.label) == (jump, Tell.POWER, "funding_state", "Staten")
    assert row.reason == (
        "1.900.000.000\u00a0kr. i år mod 1.900.000\u00a0kr. sidste år: ligner 1.000 gange for meget. "
        "Er der regnet i tusinder eller mio., eller er der nuller for meget?"
    )
    # Beta has not sent: its 1.9 million of last year stand in the national sum.
    assert row.weight == "gør det nationale tal 500 gange så stort"
    assert (row.place, row.reach, row.is_seen) == (1, 100, False)


def test_only_what_waits_for_review_is_in_it(cast, jump, round_):
    assert len(queue_of(round_).rows) == 1
    return_for_correction(submission=jump, by=cast.rune, at=AT, version=jump.version, reason="Se på staten.")
    assert (queue_of(round_).rows, queue_of(round_).filings) == ((), 0)
    assert len(queue_of(round_, statuses=(Status.RETURNED,)).rows) == 1


def test_a_draft_is_in_it_for_nobody(cast, last_year, round_):
    builders.fill(start(round_=round_, cluster=cast.alfa), by=cast.alma, answers=JUMP)
    assert queue_of(round_, statuses=(Status.SUBMITTED, Status.ACCEPTED, Status.RETURNED)).rows == ()


def test_the_greater_consequence_comes_first(cast, last_year, round_):
    sent(round_, cast.alfa, cast.alma, {**GOOD_ANSWERS, "companies": 600}, explained=True)
    sent(round_, cast.beta, cast.bodil, JUMP)
    rows = queue_of(round_).rows
    assert [(row.submission.cluster, row.subject) for row in rows] == [
        (cast.beta, "funding_state"),
        (cast.alfa, "companies"),
    ]
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)


def test_what_is_explained_counts_less_and_shows_its_explanation(cast, last_year, round_):
    answers = {**GOOD_ANSWERS, "companies": 600}
    sent(round_, cast.alfa, cast.alma, answers, explained=True)
    (explained,) = queue_of(round_).rows
    assert [row.text for row in explained.explanations] == ["Et projekt begyndte."]
    explained.submission.explanations.all().delete()
    (bare,) = queue_of(round_).rows
    assert explained.score == pytest.approx(0.3 * bare.score)


def test_last_year_s_figures_are_one_row_of_the_whole(demo_2019):
    slug = filings_2018()[15].unit.slug
    (row,) = [row for row in queue_of(Round.objects.get(year=2019)).rows if row.submission.cluster.slug == slug]
    assert (row.mark.tell, row.subject, row.version) == (Tell.SAME, "", row.submission.version)
    assert "præcis de samme som sidste år" in row.reason
    assert row.weight.startswith("hele indberetningen, i snit ")


@pytest.fixture(scope="module")
def demo_2019(demo, django_db_blocker):
    """All 38 units have sent for 2019; three of them made a mistake."""
    with django_db_blocker.unblock():
        round_ = Round.objects.get(year=2019)
        for position, filing in enumerate(filings_2018()):
            cluster = round_.roster.get(cluster__slug=filing.unit.slug).cluster
            if Submission.objects.filter(round=round_, cluster=cluster).exclude(status=Status.DRAFT).exists():
                continue
            Submission.objects.filter(round=round_, cluster=cluster).delete()
            by = cluster.memberships.filter(role="manager").get().user
            _file(start(round_=round_, cluster=cluster), _with_a_mistake(position, filing), by)
        yield round_


def _with_a_mistake(position, filing):
    if position == 15:
        return filing
    made = filing_after(filing, "queue")
    numbers = made.numbers
    if position == 4:
        numbers["funding_companies"] *= 1000
    if position == 9:
        numbers["funding_state"], numbers["funding_companies"] = numbers["funding_companies"], numbers["funding_state"]
        numbers["fees_companies"] = min(numbers["fees_companies"], numbers["funding_companies"])
        numbers["fees_ministries"] = min(numbers["fees_ministries"], numbers["funding_state"])
    return made


def _file(submission, filing, by):
    _fill(submission, filing, by=by, at=AT)
    _send(submission, by=by, at=AT)


def test_the_three_mistakes_among_38_units_come_in_the_first_five_places(demo_2019):
    """Also though each of them was explained away when it was sent."""
    found = queue_of(demo_2019)
    first = {(row.submission.cluster.slug, row.mark.tell) for row in found.rows[:5]}
    units = filings_2018()
    assert first >= {
        (units[4].unit.slug, Tell.POWER),
        (units[9].unit.slug, Tell.SWAP),
        (units[15].unit.slug, Tell.SAME),
    }
    assert found.filings == 37  # one was sent back
    assert len({code for row in found.rows for code in row.mark.codes}) <= 0.15 * found.values


def test_a_filing_s_page_marks_the_same_as_the_queue(demo_2019):
    rows = queue_of(demo_2019).rows
    for row in rows[:5]:
        looks = looks_at(load_filing(row.submission))
        assert row.reason in (*looks.whole, *(reason for look in looks.values.values() for reason in look.reasons))


def queries_of(as_, address):
    person = as_("rune")
    person.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert person.get(address).status_code == 200
    return len(seen)


def test_the_pages_take_the_same_queries_for_one_unit_and_for_three(cast, last_year, round_, as_):
    sent(round_, cast.alfa, cast.alma, JUMP)
    filing = reverse("review_filing", args=[2019, "alfa"])
    number = reverse("review_value", args=[2019, "alfa", "funding_state"])
    one = [queries_of(as_, address) for address in (QUEUE, filing, number)]
    gamma = register_cluster(slug="gamma", name="Gamma", short_name="Gamma", kind="cluster")
    round_.roster.create(cluster=gamma)
    give_access(user=cast.alma, cluster=gamma, role="manager")
    sent(round_, cast.beta, cast.bodil, JUMP)
    sent(round_, gamma, cast.alma, GOOD_ANSWERS)
    assert [queries_of(as_, address) for address in (QUEUE, filing, number)] == one
    assert one[0] <= 20


def test_what_stands_beside_the_numbers_of_a_filing_is_one_query(cast, jump, django_assert_num_queries):
    filing = load_filing(jump)
    with django_assert_num_queries(1):
        looks_at(filing)


def post(row, **more):
    return {"unit": row.submission.cluster.slug, "subject": row.subject, "version": row.version, **more}


def test_what_somebody_has_looked_at_leaves_the_queue_and_says_who(jump, round_, as_):
    (row,) = queue_of(round_).rows
    answer = as_("rune").post(SEEN, post(row, on="1", section="financing"))
    assert (answer.status_code, answer.url) == (302, f"{QUEUE}?section=financing#queue")
    assert "Alt er set efter" in Page(as_("rune").get(QUEUE)).text
    text = Page(as_("rune").get(QUEUE, {"seen": "on"})).text
    assert "Set efter af Rune" in text and "Set efter: 1 af 1, som er 100 % af vægten." in text
    as_("edith").post(SEEN, post(row))
    assert "1 ting at se efter" in Page(as_("edith").get(QUEUE)).text
    assert not Seen.objects.exists()


def test_it_comes_back_when_the_number_changes(cast, jump, round_, as_):
    (row,) = queue_of(round_).rows
    mark_seen(submission=jump, subject=row.subject, version=row.version, by=cast.rune, at=AT)
    assert queue_of(round_).unseen == ()
    back = return_for_correction(submission=jump, by=cast.rune, at=AT, version=jump.version, reason="Se på staten.")
    builders.fill(back, by=cast.alma, answers={"funding_state": 1_990_000_000}, countries={})
    submit(submission=back, by=cast.alma, at=AT, version=back.version)
    (again,) = queue_of(round_).unseen
    assert again.is_changed_since and again.version == row.version + 1
    assert "Ændret, siden Rune så efter" in Page(as_("rune").get(QUEUE)).text


def test_a_look_at_what_has_moved_meanwhile_does_not_take_it_away(cast, jump, round_):
    (row,) = queue_of(round_).rows
    mark_seen(submission=jump, subject=row.subject, version=row.version, by=cast.rune, at=AT)
    mark_seen(submission=jump, subject=row.subject, version=row.version - 1 or 1, by=cast.edith, at=AT)
    assert (Seen.objects.get().by, Seen.objects.get().version) == (cast.rune, row.version)


def test_what_is_to_be_followed_up_stays_in_sight_until_it_is_settled(cast, last_year, round_, as_):
    filing = sent(round_, cast.alfa, cast.alma, {**GOOD_ANSWERS, "companies": 600}, explained=True)
    (before,) = queue_of(round_).rows
    about = load_filing(filing).answers["companies"].indicator
    what = {"indicator": about, "text": "Ring til dem.", "needs_follow_up": True}
    note = add_note(submission=filing, **what, by=cast.rune, at=AT)
    mark_seen(submission=filing, subject="companies", version=before.version, by=cast.rune, at=AT)
    (row,) = queue_of(round_).unseen
    assert row.follow_ups == (note,)
    assert row.score == pytest.approx(before.score / 0.3)  # its explanation did not do
    assert not row.is_changed_since
    assert "Ring til dem." in Page(as_("rune").get(QUEUE)).text
    assert "Ring til dem." not in Page(as_("vera").get(QUEUE)).text
    settle_note(submission=filing, pk=note.pk, by=cast.edith, at=AT)
    (row,) = queue_of(round_).seen
    assert (row.follow_ups, row.score) == ((), before.score)


def test_twice_is_once(cast, jump):
    for _time in range(2):
        mark_seen(submission=jump, subject="fte", version=1, by=cast.rune, at=AT)
    assert Seen.objects.count() == 1
    for _time in range(2):
        unmark_seen(submission=jump, subject="fte", by=cast.edith)
    assert Seen.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"version": "x"}, {"version": "0"}, {"subject": "a/b"}, {"subject": "a" * 3000}, {"unit": "<b>"}]
)
def test_a_body_that_no_page_sends_is_refused_with_a_sentence(wrong, jump, round_, as_):
    (row,) = queue_of(round_).rows
    answer = as_("rune").post(SEEN, post(row, on="1") | wrong)
    assert answer.status_code == 404
    assert "Siden sagde ikke, hvilken række det gælder." in Page(answer).text
    assert not Seen.objects.exists()


def test_a_viewer_reads_and_marks_nothing(jump, as_):
    page = as_("vera").get(QUEUE)
    assert page.status_code == 200 and b'name="subject"' not in page.content
    assert as_("vera").post(SEEN, {"unit": "alfa", "subject": "fte", "version": 1, "on": "1"}).status_code == 403
    assert "Gennemsyn" not in Page(as_("vera").get(reverse("home"), follow=True)).text
    assert "Gennemsyn" in Page(as_("rune").get(reverse("home"), follow=True)).text


def test_the_queue_of_a_section_keeps_what_concerns_the_whole(demo_2019):
    whole = queue_of(demo_2019)
    part = whole.in_section("dissemination")
    assert {row.section for row in part.rows} <= {"dissemination", ""}
    assert [row.place for row in part.rows] == list(range(1, len(part.rows) + 1))
    assert part.rows[-1].reach == 100


def test_what_the_filter_does_not_know_is_as_if_it_were_not_there(jump, as_):
    for query in ({"section": "x"}, {"statuses": "<b>"}, {"page": "99"}, {"page": "x"}, {"seen": "maybe"}):
        assert "Staten" in Page(as_("rune").get(QUEUE, query)).text


def test_an_empty_queue_says_why(cast, last_year, round_, as_):
    assert "Ingen indberetninger venter på gennemsyn" in Page(as_("rune").get(QUEUE)).text
    sent(round_, cast.alfa, cast.alma, {**GOOD_ANSWERS, "companies": 125})
    assert "Intet skiller sig ud" in Page(as_("rune").get(QUEUE)).text


def test_the_page_of_a_number_tells_its_history(cast, jump, as_):
    address = reverse("review_value", args=[2019, "alfa", "funding_state"])
    text = Page(as_("rune").get(address)).text
    assert "Historik" in text and "1.900.000.000 kr. Alma" in text
    assert "ligner 1.000 gange for meget" in text
    assert as_("rune").get(reverse("review_value", args=[2019, "alfa", "nothing"])).status_code == 404
    assert as_("rune").get(reverse("review_value", args=[2019, "alfa", "countries_cluster"])).status_code == 200
    assert as_("alma").get(address).status_code == 403


def test_a_number_of_three_years_has_a_chart(cast, jump, round_, as_):
    earlier = builders.open_small_round(year=2017, clusters=[cast.alfa])
    builders.fill(start(round_=earlier, cluster=cast.alfa), by=cast.alma, countries={})
    chart = looks_at(load_filing(jump)).values["fte"].chart
    assert "Årsværk: 2017: 4,5, 2018: 4,25, 2019: 4,5" in chart
