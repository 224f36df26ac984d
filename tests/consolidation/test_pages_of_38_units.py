"""The pages of the whole demonstration: every figure of 38 units is shown, in few queries."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import User
from reporting.consolidation.queries import national
from reporting.rounds.actions import prepare_year
from reporting.rounds.models import Round
from tests import sweep
from tests.builders import AT
from tests.consolidation.test_pages import MOST_QUERIES, ids, queries_of, read_as, row_of

DESK_PAGES = [
    ("review_list", ()),
    ("national_figures", ()),
    ("national_csv", ()),
    ("review_filing", ("clean",)),
    ("book", ()),
]


def test_the_page_shows_every_figure_as_national_says_it(demo, db, client):
    page = read_as(client, User.objects.get(email="redaktion@demo.example"), "national_figures", 2018)
    account = national(Round.objects.get(year=2018))
    assert len(account.figures) == 78
    for figure in account.figures:
        texts = [value.text for value in figure.series]
        assert row_of(page, figure.code) == [*texts, figure.change_text, str(figure.contributors)]
    assert page.text.count('<tr id="figure-') == 78


def test_made_up_figures_are_called_made_up(demo, db, client):
    assert (
        "Enhedernes tal er opdigtede."
        in read_as(client, User.objects.get(email="redaktion@demo.example"), "national_figures", 2018).text
    )


@pytest.mark.parametrize("email", ["redaktion@demo.example", "gennemsyn@demo.example", "laeser@demo.example"])
@pytest.mark.parametrize("page", DESK_PAGES, ids=ids)
@pytest.mark.parametrize("year", [2018, 2019])
def test_with_38_units_no_page_of_the_national_desk_takes_more_than_twenty(demo, db, email, page, year):
    assert queries_of(User.objects.get(email=email), page[0], year, *page[1]) <= MOST_QUERIES


@pytest.mark.parametrize(
    "section", ["structure", "financing", "participation", "international", "applications", "benefit"]
)
def test_with_last_years_figures_no_section_takes_more_than_twenty(demo, db, section):
    someone = User.objects.get(email="sekretariat@welfare-tech.example")
    assert queries_of(someone, "section", 2019, "welfare-tech", section) <= MOST_QUERIES


@pytest.mark.parametrize("route", ["submission", "check"])
@pytest.mark.parametrize("slug", ["clean", "welfare-tech", "biopeople"])
def test_sent_returned_or_half_written_no_page_of_a_filing_takes_more_than_twenty(demo, db, route, slug):
    someone = User.objects.get(email=f"sekretariat@{slug}.example")
    assert queries_of(someone, route, 2019, slug) <= MOST_QUERIES
    assert queries_of(someone, "home") <= MOST_QUERIES


DEMO_YEARS = {sweep.ACCEPTED: 2018, sweep.SUBMITTED: 2019, sweep.DRAFT: 2019, sweep.TO_COME: 2019, sweep.PREPARED: 2020}


NEEDS_A_ROW = {"pk", "story_id", "build_id", "number", "version", "token", "key", "uidb36"}
SET_IN_TYPE = {"receipt_pdf", "give_back_pdf", "blank_form"}  # no pages, and seconds each


def pages_of(unit):
    """The addresses of the sweep that somebody can read, as (name, address), for a unit of the demonstration.

    Left out is what needs the key of a row that the demonstration has not: links, uploads, a build.
    """
    for name, row in sweep.TABLE.items():
        args = {**row.args}
        if "year" in args:
            args["year"] = DEMO_YEARS[args["year"]]
        if args.get("slug") == "alfa":
            args["slug"] = unit
        is_read = any(get == 200 for get, _post in sweep.CLASSES[row.class_].values())
        if is_read and not args.keys() & NEEDS_A_ROW and name not in SET_IN_TYPE | {"demo_mail"}:
            yield name, reverse(name, kwargs=args)


@pytest.fixture(scope="module")
def prepared(demo, django_db_blocker):
    """The demonstration with another year that is being prepared."""
    with django_db_blocker.unblock():
        prepare_year(year=DEMO_YEARS[sweep.PREPARED], by=User.objects.get(email="redaktion@demo.example"), at=AT)


@pytest.mark.parametrize(
    ("email", "unit"),
    [
        ("redaktion@demo.example", "welfare-tech"),
        ("gennemsyn@demo.example", "clean"),
        ("sekretariat@welfare-tech.example", "welfare-tech"),
    ],
)
def test_with_38_units_no_page_of_the_house_takes_more_than_twenty(prepared, db, email, unit):
    """Every address that can be read, whoever it is for: sent or sent back, as those see it who may."""
    client, costs = Client(), {}
    client.force_login(User.objects.get(email=email))
    for name, address in pages_of(unit):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            costs[name] = len(queries)
    assert len(costs) > 15
    assert {name: cost for name, cost in costs.items() if cost > MOST_QUERIES} == {}
