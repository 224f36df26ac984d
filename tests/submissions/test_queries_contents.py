"""What a filing says as one text: the same for the same content, another for any other, and its fingerprint."""

import hashlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.submissions.actions import Entry, explain, save_answers, submit
from reporting.submissions.models import Receipt, ReportedValue, Status
from reporting.submissions.queries import (
    canonical_text,
    content_of,
    fingerprint_of,
    latest_receipt,
    load_filing,
    standing_fingerprint,
)
from reporting.submissions.queries.contents import plain
from tests import builders
from tests.builders import AT


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, well filled."""
    return builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)


def content(submission, version=1):
    return content_of(load_filing(submission), version=version)


def test_the_content_holds_every_answer_and_list(filing):
    assert content(filing, 7) == {
        "unit": "alfa",
        "year": 2019,
        "version": 7,
        "answers": {
            "funding_state": "2000000",
            "funding_companies": "1500000",
            "fees_companies": "500000",
            "fte": "4.5",
            "companies": "120",
            "companies_small": "80",
            "collaborations_cluster": "5",
            "countries_cluster": {"DE": 3, "SE": 2},
        },
        "explanations": [],
    }


def test_missing_zero_and_not_relevant_are_three_things(filing, cast):
    prints = set()
    for entry in (Entry("fte", None, based_on=1), Entry("fte", Decimal(0), based_on=2), Entry("fte", None, True, 3)):
        save_answers(submission=filing, entries=[entry], by=cast.alma, at=AT)
        prints.add(fingerprint_of(content(filing)))
    assert len(prints) == 3


def test_the_canonical_text_is_pinned_so_that_old_receipts_stay_good():
    text = canonical_text({"b": 1, "a": ["æ", None], "c": {"DE": 3, "AT": 1}})
    assert text == '{"a":["æ",null],"b":1,"c":{"AT":1,"DE":3}}'
    assert fingerprint_of({"a": "x"}) == hashlib.sha256(b'{"a":"x"}').hexdigest()


@pytest.mark.parametrize(
    ("number", "text"), [("120.00", "120"), ("4.50", "4.5"), ("0.00", "0"), ("100", "100"), ("0.05", "0.05")]
)
def test_zeros_behind_the_comma_do_not_matter(number, text):
    assert plain(Decimal(number)) == text


ANSWERS = st.none() | st.just("not relevant") | st.integers(0, 10**14).map(str)
CONTENTS = st.fixed_dictionaries(
    {
        "unit": st.text(max_size=5),
        "year": st.integers(2000, 2100),
        "version": st.integers(1, 10**6),
        "answers": st.dictionaries(
            st.text(max_size=4), ANSWERS | st.dictionaries(st.text(max_size=2), st.integers(1, 99)), max_size=4
        ),
        "explanations": st.lists(st.lists(st.text(max_size=6), min_size=3, max_size=3), max_size=3),
    }
)


@given(CONTENTS, CONTENTS)
def test_two_contents_have_one_text_only_if_they_are_one(first, second):
    assert (canonical_text(first) == canonical_text(second)) == (first == second)


CHANGES = (
    "a number",
    "a hundredth",
    "not relevant",
    "an answer taken out",
    "a country",
    "a country's count",
    "a country taken out",
    "an explanation",
)


def _tampered(filing):
    """Every single thing that could be changed behind the house's back, as a function that does."""
    value = ReportedValue.objects.filter(submission=filing)
    return {
        "a number": lambda: value.filter(indicator__code="companies").update(number=Decimal(121)),
        "a hundredth": lambda: value.filter(indicator__code="fte").update(number=Decimal("4.51")),
        "not relevant": lambda: value.filter(indicator__code="fte").update(number=None, not_relevant=True),
        "an answer taken out": lambda: value.filter(indicator__code="fte").delete(),
        "a country": lambda: filing.country_counts.filter(country="DE").update(country="FR"),
        "a country's count": lambda: filing.country_counts.filter(country="DE").update(count=4),
        "a country taken out": lambda: filing.country_counts.filter(country="DE").delete(),
        "an explanation": lambda: filing.explanations.update(text="Noget andet."),
    }


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_is_changed_after_sending_changes_the_fingerprint(what, filing, cast):
    explain(submission=filing, rule="small_amount", subject="companies", text="Sådan er det.", by=cast.alma, at=AT)
    filing.refresh_from_db()
    submit(submission=filing, by=cast.alma, at=AT, version=filing.version)
    receipt = latest_receipt(filing)
    assert standing_fingerprint(load_filing(filing), receipt) == receipt.fingerprint
    _tampered(filing)[what]()
    assert standing_fingerprint(load_filing(filing), receipt) != receipt.fingerprint
    assert fingerprint_of(Receipt.objects.get().content) == receipt.fingerprint, "the copy is what was sent"


def test_each_change_is_tried(filing):
    assert tuple(_tampered(filing)) == CHANGES


def test_accepting_does_not_change_what_stands(cast, round_):
    filing = builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    receipt = latest_receipt(filing)
    assert filing.version == receipt.version + 1
    assert standing_fingerprint(load_filing(filing), receipt) == receipt.fingerprint


def test_sending_the_same_again_is_another_receipt(cast, round_):
    filing = builders.filing_at(Status.RETURNED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    submit(submission=filing, by=cast.alma, at=AT, version=filing.version)
    prints = list(Receipt.objects.values_list("fingerprint", flat=True))
    assert len(prints) == len(set(prints)) == 2
