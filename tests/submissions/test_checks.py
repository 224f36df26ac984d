"""Each kind of rule fires where it should, keeps quiet at its boundary, and says both numbers."""

from decimal import Decimal

import pytest

from reporting.submissions.actions import Entry, explain, save_answers, start
from reporting.submissions.checks import change_text
from reporting.submissions.models import Submission
from reporting.submissions.queries import load_filing
from tests import builders
from tests.builders import AT, GOOD_ANSWERS

NBSP = "\u00a0"


@pytest.fixture
def filing_with(cast, round_):
    """Fill Alfa's filing with good answers, changed as told, and give what the checks find."""

    def fill(*, not_relevant=(), countries=None, **answers):
        submission = start(round_=round_, cluster=cast.alfa)
        builders.fill(submission, by=cast.alma, answers=GOOD_ANSWERS | answers, countries=countries)
        versions = dict(submission.values.values_list("indicator__code", "version"))
        entries = [Entry(code, None, not_relevant=True, based_on=versions[code]) for code in not_relevant]
        save_answers(submission=submission, entries=entries, by=cast.alma, at=AT)
        return load_filing(submission)

    return fill


@pytest.fixture
def last_year(cast):
    """Fill Alfa's filing of 2018 with good answers, changed as told."""

    def fill(**answers):
        earlier = builders.open_small_round(year=2018, clusters=[cast.alfa])
        builders.fill(start(round_=earlier, cluster=cast.alfa), by=cast.alma, answers=GOOD_ANSWERS | answers)

    return fill


def findings(filing):
    return [(problem.rule, problem.subject, problem.is_hard, problem.message) for problem in filing.problems]


def test_a_good_filing_has_no_problem(filing_with):
    assert findings(filing_with()) == []


# A part and its whole.


def test_a_part_larger_than_its_whole_must_be_mended(filing_with):
    assert findings(filing_with(companies_small=121)) == [
        (
            "part_companies_small",
            "companies_small",
            True,
            "»Heraf under 50 ansatte« er 121, men er en del af »Deltagende virksomheder«, som kun er 120: ret det ene eller det andet.",
        )
    ]


def test_a_part_of_money_is_said_in_kroner(filing_with):
    assert findings(filing_with(fees_companies=Decimal("1500000.01"))) == [
        (
            "part_fees_companies",
            "fees_companies",
            True,
            f"»Heraf kontingent« er 1.500.000,01{NBSP}kr., men er en del af »Virksomheder«, som kun er 1.500.000{NBSP}kr.: "
            "ret det ene eller det andet.",
        )
    ]


def test_a_part_may_be_the_whole(filing_with):
    assert findings(filing_with(companies_small=120)) == []


def test_a_missing_whole_is_a_gap_and_no_contradiction(filing_with):
    assert [problem.rule for problem in filing_with(companies=None).problems] == ["unanswered"]


def test_a_whole_of_zero_contradicts_its_part(filing_with):
    assert [problem.message for problem in filing_with(companies=0).problems] == [
        "»Heraf under 50 ansatte« er 80, men er en del af »Deltagende virksomheder«, som kun er 0: ret det ene eller det andet."
    ]


def test_a_whole_that_is_not_relevant_contradicts_its_part_and_is_not_called_zero(filing_with):
    assert [problem.message for problem in filing_with(not_relevant=["companies"]).problems] == [
        "»Heraf under 50 ansatte« er 80, men er en del af »Deltagende virksomheder«, som er »ikke relevant«: ret det ene eller det andet."
    ]


def test_a_part_that_is_not_relevant_contradicts_nothing(filing_with):
    assert findings(filing_with(not_relevant=["companies_small"])) == []


# Countries and their number.


def test_countries_must_add_up_to_the_number(filing_with):
    assert findings(filing_with(countries={"countries_cluster": {"DE": 3, "SE": 1}})) == [
        (
            "countries_cluster",
            "countries_cluster",
            True,
            "Landene giver tilsammen 4, men »Klyngesamarbejder« er 5. Ret listen eller tallet, så de stemmer.",
        )
    ]


def test_no_countries_and_zero_collaborations_agree(filing_with):
    assert findings(filing_with(collaborations_cluster=0, countries={})) == []


def test_no_countries_and_collaborations_that_are_not_relevant_agree(filing_with):
    assert findings(filing_with(not_relevant=["collaborations_cluster"], countries={})) == []


def test_countries_without_a_number_are_a_gap_and_no_contradiction(filing_with):
    assert [problem.rule for problem in filing_with(collaborations_cluster=None).problems] == ["unanswered"]


def test_countries_of_a_number_that_is_not_relevant_are_a_contradiction(filing_with):
    assert [problem.message for problem in filing_with(not_relevant=["collaborations_cluster"]).problems] == [
        "Landene giver tilsammen 5, men »Klyngesamarbejder« er »ikke relevant«. Ret listen eller tallet, så de stemmer."
    ]


# A jump against last year: more than 50 %, and at least 25.


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (100, 151, f"+51{NBSP}%"),
        (100, 49, f"−51{NBSP}%"),
        (49, 74, f"+51{NBSP}%"),
        (100, 0, f"−100{NBSP}%"),
        (0, 25, "fra nul"),
    ],
)
def test_a_jump_asks_for_an_explanation_and_says_both_numbers(before, now, change, filing_with, last_year):
    last_year(companies=before, companies_small=0)
    assert findings(filing_with(companies=now, companies_small=0)) == [
        (
            "jump_companies",
            "companies",
            False,
            f"»Deltagende virksomheder« er {now}; sidste år skrev I {before} ({change}). "
            "Ret tallet, eller skriv kort, hvad der er sket.",
        )
    ]


@pytest.mark.parametrize(
    ("before", "now"),
    [(100, 150), (100, 50), (100, 100), (10, 34), (0, 24), (0, 0), (24, 0), (None, 150), (100, None)],
)
def test_a_small_or_unknown_change_is_no_jump(before, now, filing_with, last_year):
    last_year(companies=before, companies_small=0)
    assert [
        problem.rule
        for problem in filing_with(companies=now, companies_small=0).problems
        if problem.rule != "unanswered"
    ] == []


def test_an_answer_that_is_not_relevant_has_not_jumped(filing_with, last_year):
    last_year(companies=1000, companies_small=0)
    assert findings(filing_with(not_relevant=["companies"], companies_small=0)) == []


def test_a_jump_is_measured_against_the_own_unit_and_the_year_before_only(filing_with, cast):
    for year, cluster, by in ((2017, cast.alfa, cast.alma), (2018, cast.beta, cast.bodil)):
        earlier = builders.open_small_round(year=year, clusters=[cluster])
        builders.fill(start(round_=earlier, cluster=cluster), by=by, answers={"companies": 9999})
    filing = filing_with()
    assert findings(filing) == []
    assert filing.previous_year is None


# An amount that looks like millions.


def test_a_small_amount_asks_whether_it_is_in_kroner(filing_with):
    assert findings(filing_with(funding_state=Decimal("999.99"))) == [
        (
            "small_amount",
            "funding_state",
            False,
            f"»Staten« er kun 999,99{NBSP}kr., og beløb skrives i hele kroner, ikke i mio. Ret beløbet, eller skriv, at det passer.",
        )
    ]


@pytest.mark.parametrize("amount", [0, 1000, 2_000_000])
def test_nothing_and_a_thousand_kroner_are_not_small_amounts(amount, filing_with):
    assert findings(filing_with(funding_state=amount)) == []


def test_an_amount_that_is_not_relevant_is_not_small(filing_with):
    assert findings(filing_with(not_relevant=["funding_state"])) == []


# Gaps.


def test_one_gap_is_named(filing_with):
    assert findings(filing_with(fte=None)) == [
        (
            "unanswered",
            "financing",
            False,
            "»Finansiering«: 1 felt mangler svar (Årsværk). Skriv et tal, også når det er 0, eller vælg »Ikke relevant for os«.",
        )
    ]


def test_several_gaps_are_counted_and_named(filing_with):
    assert [problem.message for problem in filing_with(fte=None, fees_companies=None).problems] == [
        "»Finansiering«: 2 felter mangler svar (Heraf kontingent, Årsværk). Skriv et tal, også når det er 0, eller vælg »Ikke relevant for os«."
    ]


def test_an_empty_section_is_called_empty(filing_with):
    assert [problem.message for problem in filing_with(companies=None, companies_small=None).problems] == [
        "Afsnittet »Deltagelse« er tomt. Udfyld det, skriv 0, eller vælg »Ikke relevant for os«."
    ]


def test_zero_and_not_relevant_are_answers(filing_with):
    filing = filing_with(not_relevant=["fte"], companies=0, companies_small=0)
    assert findings(filing) == []
    assert [filing.answers[code].text for code in ("fte", "companies")] == ["Ikke relevant", "0"]


def test_missing_zero_and_not_relevant_are_three_things(filing_with):
    filing = filing_with(not_relevant=["fte"], companies=None, companies_small=0)
    states = {
        code: (filing.answers[code].number, filing.answers[code].not_relevant, filing.answers[code].is_answered)
        for code in ("fte", "companies", "companies_small")
    }
    assert states == {"fte": (None, True, True), "companies": (None, False, False), "companies_small": (0, False, True)}


# Explained, and in which order.


def test_an_explained_finding_stands_but_is_not_open(filing_with, cast):
    filing_with(funding_state=500)
    submission = Submission.objects.get()
    explain(
        submission=submission,
        rule="small_amount",
        subject="funding_state",
        text="Et lille tilskud.",
        by=cast.alma,
        at=AT,
    )
    filing = load_filing(submission)
    assert [(problem.rule, problem.is_open, problem.explanation.text) for problem in filing.problems] == [
        ("small_amount", False, "Et lille tilskud.")
    ]
    assert filing.open_problems == ()


def test_a_hard_finding_cannot_be_explained_away(filing_with, cast):
    filing_with(companies_small=121)
    submission = Submission.objects.get()
    explain(
        submission=submission,
        rule="part_companies_small",
        subject="companies_small",
        text="Sådan er det.",
        by=cast.alma,
        at=AT,
    )
    assert [(problem.rule, problem.is_open) for problem in load_filing(submission).problems] == [
        ("part_companies_small", True)
    ]


def test_hard_findings_come_first_and_then_the_order_of_the_form(filing_with):
    filing = filing_with(funding_state=500, fte=None, companies_small=121, countries={"countries_cluster": {"DE": 1}})
    assert [(problem.rule, problem.section) for problem in filing.problems] == [
        ("part_companies_small", "participation"),
        ("countries_cluster", "international"),
        ("small_amount", "financing"),
        ("unanswered", "financing"),
    ]


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (112, 100, "+12\u00a0%"),
        (100, 112, "−11\u00a0%"),
        (100, 100, "uændret"),
        (0, 0, "uændret"),
        (5, 0, "fra nul"),
        (0, 5, "−100\u00a0%"),
        (1004, 1000, "under 1 procent"),
        (1005, 1000, "+1\u00a0%"),
        (15_000, 8_130_000, "−99,8\u00a0%"),
    ],
)
def test_a_change_is_said_so_that_it_does_not_mislead(now, before, text):
    assert change_text(Decimal(now), Decimal(before)) == text


def test_a_number_that_must_be_mended_is_not_to_be_explained_as_well(filing_with, last_year):
    last_year()
    assert [(rule, subject) for rule, subject, *_ in findings(filing_with(companies_small=300))] == [
        ("part_companies_small", "companies_small")
    ]
    assert [(rule, subject) for rule, subject, *_ in findings(filing_with(companies=400, companies_small=300))] == [
        ("jump_companies", "companies"),
        ("jump_companies", "companies_small"),
    ]
