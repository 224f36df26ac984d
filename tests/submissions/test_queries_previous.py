"""What last year's value is when units merged: a sum that knows what it lacks, and no comparison across a new definition."""

from decimal import Decimal

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clusters.actions import give_access, register_cluster
from clusters.models import ClusterKind, MembershipRole
from reporting.receipts.blank import blank_form_or_404
from reporting.submissions.actions import Entry, NoteEntry, explain, save_answers, save_note, start
from reporting.submissions.queries import (
    Part,
    added_up,
    beside_fields,
    load_filing,
    load_filings,
    successions_until,
)
from reporting.workbooks.template import make_workbook
from tests import builders
from tests.builders import AT

ADDRESS = reverse("section", args=[2019, "gamma", "participation"])


@pytest.fixture
def gamma(cast):
    """Gamma, which carries Alfa and Beta on; Alma files for it."""
    unit = register_cluster(slug="gamma", name="Gamma Klynge", short_name="Gamma", kind=ClusterKind.CLUSTER)
    give_access(user=cast.alma, cluster=unit, role=MembershipRole.MANAGER)
    return unit


@pytest.fixture
def before(cast):
    """The round of 2018, open."""
    return builders.open_small_round(year=2018, clusters=[cast.alfa, cast.beta])


def filed(round_, unit, by, *, countries=None, not_relevant=(), **answers):
    filing = start(round_=round_, cluster=unit)
    builders.fill(filing, by=by, answers=answers, countries=countries or {})
    if not_relevant:
        entries = [Entry(code, None, not_relevant=True) for code in not_relevant]
        save_answers(submission=filing, entries=entries, country_entries=[], by=by, at=AT)
    filing.refresh_from_db()
    return filing


def this_year(unit, year=2019):
    """The unit's filing, begun, in a round of its own."""
    return start(round_=builders.open_small_round(year=year, clusters=[unit]), cluster=unit)


def last_year(filing, code="companies"):
    answer = load_filing(filing).answers[code]
    return answer.previous_text, answer.previous.words


# ---- the sum

parts = st.lists(
    st.one_of(
        st.decimals(min_value=0, max_value=10**9, places=2).map(lambda number: Part("x", number=number)),
        st.just(Part("x", not_relevant=True)),
        st.just(Part("x", is_missing=True)),
    ),
    max_size=6,
)


@given(parts)
def test_a_sum_keeps_missing_zero_and_not_relevant_apart(parts):
    total = added_up(parts)
    numbers = [part.number for part in parts if part.number is not None]
    assert total.number == (sum(numbers) if numbers else None)
    assert total.is_complete == (not any(part.is_missing for part in parts))
    assert total.not_relevant == (bool(parts) and all(part.not_relevant for part in parts))
    assert (total.comparable is None) == (not numbers or not total.is_complete)


@given(parts, st.permutations(range(6)))
def test_the_order_of_the_units_makes_no_difference(parts, order):
    turned = [parts[place] for place in order if place < len(parts)]
    one, other = added_up(parts), added_up(turned)
    assert (one.number, one.not_relevant, one.is_complete) == (other.number, other.not_relevant, other.is_complete)


@given(st.lists(st.dictionaries(st.sampled_from(["DE", "SE", "NO"]), st.integers(1, 999)), max_size=4))
def test_countries_are_added_up_one_by_one(lists):
    total = added_up(Part("x", countries=rows) for rows in lists).countries
    assert total == {code: sum(rows.get(code, 0) for rows in lists) for code in set().union(*lists)}


# ---- whose filings count


def test_two_units_became_one_and_it_says_so(cast, gamma, before):
    builders.merge(cast.alfa, cast.beta, into=gamma, year=2019)
    filed(before, cast.alfa, cast.alma, companies=100, fte="4.5", countries={"countries_cluster": {"DE": 3, "SE": 1}})
    filed(before, cast.beta, cast.bodil, companies=20, fte="1.25", countries={"countries_cluster": {"DE": 2}})
    filing = this_year(gamma)
    assert last_year(filing) == ("120", "Alfa og Beta tilsammen")
    assert last_year(filing, "fte") == ("5,75", "Alfa og Beta tilsammen")
    assert last_year(filing, "countries_cluster") == ("Tyskland\u00a05, Sverige\u00a01", "Alfa og Beta tilsammen")
    assert load_filing(filing).previous_year == 2018


def test_one_that_did_not_answer_leaves_the_sum_open_and_nothing_is_compared(cast, gamma, before):
    builders.merge(cast.alfa, cast.beta, into=gamma, year=2019)
    filed(before, cast.alfa, cast.alma, companies=100)
    filing = this_year(gamma)
    builders.fill(filing, by=cast.alma, answers={"companies": 500}, countries={})
    loaded = load_filing(filing)
    assert last_year(filing) == ("100", "kun Alfa; Beta indberettede ikke")
    assert loaded.answers["companies"].change_text == ""
    assert "jump_companies" not in {problem.rule for problem in loaded.problems}


def test_not_relevant_for_all_is_not_relevant_and_for_one_it_adds_nothing(cast, gamma, before):
    builders.merge(cast.alfa, cast.beta, into=gamma, year=2019)
    filed(before, cast.alfa, cast.alma, companies=100, not_relevant=["fte"])
    filed(before, cast.beta, cast.bodil, not_relevant=["companies", "fte"])
    filing = this_year(gamma)
    assert last_year(filing) == ("100", "Alfa og Beta tilsammen, ikke relevant for Beta")
    assert last_year(filing, "fte") == ("Ikke relevant", "Alfa og Beta tilsammen")
    assert last_year(filing, "funding_state") == ("", "")  # nobody was asked who answered


def test_the_unit_s_own_filing_is_added_where_it_filed_too(cast, before):
    builders.merge(cast.beta, into=cast.alfa, year=2019)
    filed(before, cast.alfa, cast.alma, companies=100)
    filed(before, cast.beta, cast.bodil, companies=20)
    assert last_year(this_year(cast.alfa)) == ("120", "Beta og Alfa tilsammen")


def test_a_unit_that_took_another_s_place_says_whose_the_number_is(cast, gamma, before):
    builders.merge(cast.alfa, into=gamma, year=2019)
    filed(before, cast.alfa, cast.alma, companies=100)
    assert last_year(this_year(gamma)) == ("100", "indberettet af Alfa")


def test_from_its_year_on_and_not_before(cast, gamma, before):
    builders.merge(cast.alfa, cast.beta, into=gamma, year=2018)
    filed(before, cast.alfa, cast.alma, companies=100)
    assert last_year(this_year(gamma)) == ("", "")
    assert load_filing(start(round_=before, cluster=cast.alfa)).lineage.is_merged is False


def test_a_predecessor_that_two_units_carry_on_is_not_shared_out(cast, gamma, before):
    builders.merge(cast.beta, into=gamma, year=2019)
    builders.merge(cast.beta, into=cast.alfa, year=2019)
    filed(before, cast.alfa, cast.alma, companies=100)
    filed(before, cast.beta, cast.bodil, companies=20)
    sentence = "Beta er delt mellem Alfa og Gamma, så der er intet tal at sammenligne med."
    assert last_year(this_year(gamma)) == ("", sentence)
    assert load_filing(start(round_=before, cluster=cast.beta)).lineage.split == ""


def test_a_chain_of_mergers_is_followed_through_the_years(cast, gamma):
    delta = register_cluster(slug="delta", name="Delta", short_name="Delta", kind=ClusterKind.CLUSTER)
    builders.merge(cast.alfa, cast.beta, into=gamma, year=2018)
    builders.merge(gamma, into=delta, year=2019)
    known = successions_until(2019)

    def units(unit, year, before):
        return sorted(row.short_name for row in known.lineage(unit.pk, year, before).units)

    assert units(delta, 2019, 2018) == ["Delta", "Gamma"]
    assert units(delta, 2019, 2017) == ["Alfa", "Beta", "Delta", "Gamma"]
    assert units(gamma, 2018, 2017) == ["Alfa", "Beta", "Gamma"]
    assert units(delta, 2018, 2017) == []


def test_a_chain_within_one_year_and_a_circle_end(cast, gamma):
    builders.merge(cast.alfa, into=cast.beta, year=2019)
    builders.merge(cast.beta, into=gamma, year=2019)
    builders.merge(gamma, into=cast.alfa, year=2019)
    units = successions_until(2019).lineage(gamma.pk, 2019, 2018).units
    assert sorted(unit.short_name for unit in units) == ["Alfa", "Beta", "Gamma"]


# ---- where it is shown


@pytest.fixture
def merged(cast, gamma, before):
    """Gamma's filing of 2019; Alfa and Beta had 100 and 20 companies, explained and noted, in 2018."""
    builders.merge(cast.alfa, cast.beta, into=gamma, year=2019)
    for unit, by, companies, earlier in ((cast.alfa, cast.alma, 100, 10), (cast.beta, cast.bodil, 60, 7)):
        old = builders.open_small_round(year=2017, clusters=[unit]) if unit == cast.alfa else None
        if old:
            filed(old, unit, by, companies=earlier)
        filing = filed(before, unit, by, companies=companies)
        indicator = load_filing(filing).answers["companies"].indicator
        entry = NoteEntry("companies", f"Fra listen hos {unit.short_name}.")
        save_note(submission=filing, indicator=indicator, entry=entry, by=by, at=AT)
    alfa = start(round_=before, cluster=cast.alfa)
    explain(submission=alfa, rule="jump_companies", subject="companies", text="Et nyt projekt.", by=cast.alma, at=AT)
    filing = this_year(gamma)
    builders.fill(filing, by=cast.alma, answers={"companies": 400}, countries={})
    return filing


def test_the_form_says_whose_the_number_is_and_offers_what_they_wrote(merged, as_):
    page = as_("alma").get(ADDRESS).text
    assert "Alfa og Beta tilsammen" in page
    assert "sidste år: Alfa og Beta tilsammen 160 (+150\u00a0%)" in page
    assert "Sidste år skrev Alfa: »Et nyt projekt.«" in page
    assert "2018, Alfa: Fra listen hos Alfa." in page and "2018, Beta: Fra listen hos Beta." in page


def test_the_overview_and_the_review_say_it_too(merged, as_):
    said = "Ved siden af årets tal står tallene for 2018 fra Alfa og Beta, som Gamma har ført videre."
    assert said in as_("alma").get(reverse("submission", args=[2019, "gamma"])).text
    review = as_("rune").get(reverse("review_filing", args=[2019, "gamma"])).text
    assert said in review and "2 enheder tilsammen" in review and "+150\u00a0%" in review


def test_the_years_before_are_sums_too_and_one_without_a_unit_says_so(merged):
    loaded = load_filing(merged)
    years = beside_fields(loaded, loaded.sheet("participation"))["companies"].years
    assert [(row.year, row.number, row.whose) for row in years] == [
        (2017, Decimal(10), "kun Alfa; Beta indberettede ikke"),
        (2018, Decimal(160), "Alfa og Beta tilsammen"),
    ]


def test_the_workbook_and_the_paper_form_carry_the_sum_with_its_words(merged, cast, gamma):
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(make_workbook(load_filing(merged), at=AT)))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert 160 in cells
    assert any("2018: Alfa og Beta tilsammen." in str(value) for value in cells)
    form = blank_form_or_404(cast.alma, 2019, "gamma")
    assert "2018: 160 (Alfa og Beta tilsammen)" in render_to_string("report/blank_form.html", {"form": form})
    answers = {row.code: row for _section, rows in form.sections for row in rows}
    assert (answers["companies"].previous_text, answers["companies"].previous.words) == (
        "160",
        "Alfa og Beta tilsammen",
    )


# ---- a definition that is new


@pytest.fixture
def redefined(cast, tmp_path):
    """Alfa's filing of 2019, in which companies are defined anew, after 90 of them in 2017 and 100 in 2018."""
    for year, companies in ((2017, 90), (2018, 100)):
        filed(
            builders.open_small_round(year=year, clusters=[cast.alfa]), cast.alfa, cast.alma, companies=companies, fte=3
        )
    round_ = builders.open_changed_round(year=2019, clusters=[cast.alfa], folder=tmp_path)
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma, answers={"companies": 400, "fte": 6}, countries={})
    return filing


def test_across_a_new_definition_the_number_is_shown_and_not_compared(redefined):
    loaded = load_filing(redefined)
    answer = loaded.answers["companies"]
    assert (answer.previous_text, answer.previous.is_broken, answer.previous.comparable) == ("100", True, None)
    assert (answer.previous.definition, answer.change_text) == ("Hver virksomhed tælles én gang.", "")
    assert [problem.rule for problem in loaded.problems if problem.subject == "companies"] == []
    assert loaded.answers["fte"].previous.is_broken is False


def test_the_form_and_the_review_show_both_definitions(redefined, as_):
    form = as_("alma").get(reverse("section", args=[2019, "alfa", "participation"])).text
    review = as_("rune").get(reverse("review_filing", args=[2019, "alfa"])).text
    for page in (form, review):
        assert page.count("Ny definition i 2019") == 1
        assert "Hver virksomhed tælles én gang." in page and "Kun virksomheder med CVR-nummer." in page
    assert "2017: 90; 2018: 100; ny definition, 2019: 400" in form


@pytest.mark.parametrize(
    "change",
    [('unit = "antal"\ndata_type = "count"\nmaximum = 100000', 'unit = "stk."\ndata_type = "count"\nmaximum = 100000')],
)
def test_another_unit_is_another_question(change, cast, tmp_path):
    filed(builders.open_small_round(year=2018, clusters=[cast.alfa]), cast.alfa, cast.alma, companies=100)
    round_ = builders.open_changed_round(year=2019, clusters=[cast.alfa], folder=tmp_path, changes=[change])
    assert load_filing(start(round_=round_, cluster=cast.alfa)).answers["companies"].previous.is_broken


def test_a_new_question_has_no_year_before_and_one_that_is_gone_is_not_asked(cast, tmp_path):
    filed(builders.open_small_round(year=2018, clusters=[cast.alfa]), cast.alfa, cast.alma, fte=4)
    changes = [
        ('code = "fte"\nsection', 'code = "posts"\nsection'),
        ('"funding_total", "fte"', '"funding_total", "posts"'),
    ]
    round_ = builders.open_changed_round(year=2019, clusters=[cast.alfa], folder=tmp_path, changes=changes)
    answers = load_filing(start(round_=round_, cluster=cast.alfa)).answers
    assert "fte" not in answers
    assert (answers["posts"].previous_text, answers["posts"].previous.is_broken) == ("", False)


# ---- the cost


def queries_of(task):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        task()
    return len(caught)


@pytest.mark.parametrize("count", [1, 3])
def test_reading_filings_costs_as_many_queries_whatever_the_number_of_units(count, cast, before):
    units = [
        register_cluster(slug=f"u{number}", name=f"U{number}", short_name=f"U{number}", kind=ClusterKind.CLUSTER)
        for number in range(2 * count)
    ]
    old, new = units[:count], units[count:]
    for predecessor, successor in zip(old, new, strict=True):
        builders.merge(predecessor, into=successor, year=2019)
        filed(before, predecessor, cast.alma, companies=10)
    round_ = builders.open_small_round(year=2019, clusters=new)
    filings = [start(round_=round_, cluster=unit) for unit in new]
    assert queries_of(lambda: load_filings(filings)) == 9
    loaded = load_filing(filings[0])
    assert queries_of(lambda: beside_fields(loaded, loaded.sheet("participation"))) == 3
