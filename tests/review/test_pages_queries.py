"""How many queries the review's pages of one filing and of one value take, with everything on them that can be."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.actions import give_access, register_cluster
from reporting.review.actions import accept, add_note, add_remark, prepare_question, return_for_correction, settle_note
from reporting.rounds.models import Round
from reporting.submissions.actions import Entry, correct_on_behalf, remark, start, submit, waive
from reporting.submissions.models import Status
from reporting.submissions.queries import indicator_or_404
from tests import builders
from tests.builders import AT, GOOD_ANSWERS, GOOD_COUNTRIES
from tests.pages import Page

MOST_QUERIES = 20
FILING = reverse("review_filing", args=[2019, "alfa"])
PAGES = [FILING, *(reverse("review_value", args=[2019, "alfa", code]) for code in ("companies", "countries_cluster"))]
LATER = AT.replace(hour=15)
JUMP = {**GOOD_ANSWERS, "funding_state": 1_900_000_000, "companies": 60}


@pytest.fixture
def with_everything(cast, round_):
    """Alfa's filing, sent again after questions: a mark, a waiver, an explanation, a case, a correction, notes."""
    Round.objects.update(four_eyes=True)
    earlier = builders.open_small_round(year=2018, clusters=[cast.alfa, cast.beta])
    builders.filing_at(Status.SUBMITTED, round_=earlier, cluster=cast.alfa, by=cast.alma)
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma, answers=JUMP)
    finding = {"rule": "part_companies_small", "subject": "companies_small"}
    waive(submission=filing, **finding, reason="Filialer tæller med.", by=cast.edith, at=LATER)
    builders.tell(filing, by=cast.alma)
    builders.explain_everything(filing, by=cast.alma)
    filing = submit(submission=filing, by=cast.alma, at=AT, version=filing.version)
    filing = sent_back(filing, cast)
    for code in ("companies", "funding_state"):
        about = indicator_or_404(filing, code)
        remark(submission=filing, indicator=about, text="Ja.", by=cast.alma, at=LATER)
    builders.fill(filing, by=cast.alma, answers={"fte": 5}, countries=others())
    filing = submit(submission=filing, by=cast.alma, at=LATER, version=filing.version)
    entry = Entry("fees_companies", Decimal(490_000), based_on=1)
    correct_on_behalf(submission=filing, entry=entry, consent="Alma", by=cast.edith, at=LATER)
    filing.refresh_from_db()
    accept(submission=filing, by=cast.rune, at=LATER, version=filing.version)  # the first of two
    note_and_ask(filing, cast)
    return filing


def others():
    """Another country in each list than was sent."""
    return {code: {"NO": sum(rows.values())} for code, rows in GOOD_COUNTRIES.items()}


def sent_back(filing, cast):
    """The filing with its unit, with questions about two values."""
    asked = [
        prepare_question(
            submission=filing, indicator=indicator_or_404(filing, code), text="Er det rigtigt?", by=cast.rune, at=AT
        )
        for code in ("companies", "funding_state")
    ]
    return return_for_correction(submission=filing, by=cast.rune, at=AT, version=filing.version, questions=asked)


def note_and_ask(filing, cast):
    """Notes about the filing and a value, one of them settled, a remark, and a question that is not sent yet."""
    companies = indicator_or_404(filing, "companies")
    for about, text in ((None, "Ring til dem."), (companies, "Se sidste år."), (companies, "Se igen.")):
        note = add_note(submission=filing, indicator=about, text=text, needs_follow_up=True, by=cast.rune, at=LATER)
    settle_note(submission=filing, pk=note.pk, by=cast.edith, at=LATER)
    add_remark(submission=filing, indicator=companies, text="Tak.", by=cast.edith, at=LATER)
    prepare_question(submission=filing, indicator=companies, text="Og i år?", by=cast.rune, at=LATER)


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("person", ["vera", "rune", "edith"])
def test_a_filing_that_waits_for_review(person, with_everything, as_):
    assert max(queries_of(as_(person), address) for address in PAGES) <= MOST_QUERIES


@pytest.mark.parametrize("person", ["vera", "rune", "edith"])
def test_a_filing_that_is_with_its_unit(person, with_everything, cast, as_):
    filing = sent_back(with_everything, cast)
    builders.fill(filing, by=cast.alma, answers={"companies": 61}, countries=GOOD_COUNTRIES)
    assert max(queries_of(as_(person), address) for address in PAGES) <= MOST_QUERIES


def test_three_units_cost_what_one_does(with_everything, cast, round_, as_):
    one = [queries_of(as_("edith"), address) for address in PAGES]
    gamma = register_cluster(slug="gamma", name="Gamma", short_name="Gamma", kind="cluster")
    round_.roster.create(cluster=gamma)
    give_access(user=cast.bodil, cluster=gamma, role="manager")
    for unit in (cast.beta, gamma):
        filing = start(round_=round_, cluster=unit)
        builders.fill(filing, by=cast.bodil, answers=JUMP | {"companies": 600})
        note_and_ask(filing, cast)
    assert [queries_of(as_("edith"), address) for address in PAGES] == one


def test_nothing_of_it_is_missing_on_the_page(with_everything, as_):
    page = Page(as_("edith").get(FILING)).text
    for words in (
        "ligner 1.000 gange for meget",
        "Fraveget: Filialer tæller med.",
        "Et møde, der blev til noget",
        "rettet på enhedens vegne",
        "spurgt og besvaret",
        "Rune har godkendt som den første",
        "Og i år?",
        "Ring til dem.",
        "2 interne noter",
        "3 kommentarer",
        "Ændret siden sidst",
        "Norge",
    ):
        assert words in page, words
    value = Page(as_("rune").get(PAGES[1])).text
    assert "fulgt op af Edith" in value and "Se sidste år." in value and "Tak." in value
