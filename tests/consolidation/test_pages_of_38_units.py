"""The pages of the whole demonstration: every figure of 38 units is shown, in few queries."""

import pytest

from clusters.models import User
from reporting.consolidation.queries import national
from reporting.rounds.models import Round
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
