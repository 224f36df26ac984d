"""The key figures, and headlines whose direction follows them."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.receipts.figures import KeyFigure, _file, key_figures, size_code
from reporting.submissions.actions import start
from reporting.submissions.models import Submission
from reporting.submissions.queries import load_filing

WORDS = next(words for words in _file()["figure"] if words["code"] == "companies")
COMPANIES = KeyFigure("companies", None, ("companies",), False, WORDS)
MONEY = KeyFigure("funding_total", None, ("funding_total",), True, _file()["figure"][1])


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (120, 107, "I har 120 virksomheder med, 12\u00a0% flere end i 2018."),
        (107, 120, "I har 107 virksomheder med, 11\u00a0% færre end i 2018."),
        (120, 120, "I har 120 virksomheder med, det samme som i 2018."),
        (1001, 1000, "I har 1.001 virksomheder med, næsten som i 2018."),
        (120, 0, "I har 120 virksomheder med, mod 0 i 2018."),
        (0, 120, "I har 0 virksomheder med, mod 120 i 2018."),
        (900, 18, "I har 900 virksomheder med, mod 18 i 2018."),
        (120, None, "I har 120 virksomheder med."),
        (None, 120, ""),
    ],
)
def test_a_headline_says_number_and_change(now, before, said):
    now, before = (None if number is None else Decimal(number) for number in (now, before))
    assert COMPANIES.sentence(now, before, 2018) == said


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_direction_follows_the_figures(now, before):
    said = COMPANIES.sentence(Decimal(now), Decimal(before), 2018)
    assert not (re.search(r"\bflere end\b", said) and now <= before)
    assert not (re.search(r"\bfærre end\b", said) and now >= before)


def test_money_is_said_in_millions_and_ends_with_one_point():
    assert MONEY.sentence(Decimal(15_700_000), None, None) == "I omsætter for 15,7\u00a0mio.\u00a0kr."
    assert MONEY.text(Decimal(450_000)) == "450.000\u00a0kr."


def test_a_sum_takes_what_is_known_and_nothing_is_not_zero():
    figure = KeyFigure("x", None, ("a", "b"), False, WORDS)
    assert figure.number({"a": Decimal(1), "b": None}) == 1
    assert figure.number({"a": Decimal(0)}) == 0
    assert figure.number({"b": None}) is None


def test_a_catalogue_gives_the_figures_that_it_asks_for(cast, round_):
    filing = load_filing(start(round_=round_, cluster=cast.alfa))
    found = {figure.code: figure.addends for figure in key_figures(filing)}
    assert found == {
        "companies": ("companies",),
        "funding_total": ("funding_state", "funding_companies"),
        "fte": ("fte",),
    }


@pytest.mark.django_db
def test_every_figure_of_the_file_is_one_of_the_real_catalogue(demo):
    filing = load_filing(Submission.objects.filter(round__year=2018).first())
    assert [figure.code for figure in key_figures(filing)] == [words["code"] for words in _file()["figure"]]
    assert size_code() in filing.answers
