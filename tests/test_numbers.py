"""Numbers are read strictly and never silently altered, and the form says what the parser says."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from reporting.numbers import NumberKind, NumberRefused, format_exact, format_number, parse_number
from reporting.submissions.actions import start
from reporting.submissions.models import ReportedValue
from tests.spellings import SPELLINGS, Spelling

# The kinds are those of three fields of the small catalogue: the table is tried in the parser and in the form.
KINDS = {
    "count": NumberKind(0, Decimal(0), Decimal(100_000)),
    "decimal": NumberKind(2, Decimal(0), Decimal(500)),
    "amount": NumberKind(2, Decimal(0), Decimal(2_000_000_000)),
}


@dataclass(frozen=True)
class Field:
    """A field of a section page that takes one of the kinds."""

    section: str
    code: str


FIELDS = {
    "count": Field("participation", "companies"),
    "decimal": Field("financing", "fte"),
    "amount": Field("financing", "funding_state"),
}
each_spelling = pytest.mark.parametrize("spelling", SPELLINGS, ids=lambda row: f"{row.kind}-{row.text[:20]!a}")


def read(text, kind):
    """What the parser makes of a text: a number, None, or the sentence with which it refuses."""
    try:
        return parse_number(text, kind)
    except NumberRefused as refusal:
        return str(refusal)


def test_the_table_is_long_and_has_no_row_twice():
    assert len(SPELLINGS) >= 60
    assert len({(row.text, row.kind) for row in SPELLINGS}) == len(SPELLINGS)


@each_spelling
def test_the_parser_reads_or_refuses(spelling: Spelling):
    assert read(spelling.text, KINDS[spelling.kind]) == spelling.outcome


@each_spelling
def test_the_form_does_as_the_parser(spelling: Spelling, client, cast, round_):
    field = FIELDS[spelling.kind]
    start(round_=round_, cluster=cast.alfa)
    client.force_login(cast.alma)
    answer = client.post(reverse("section", args=[2019, "alfa", field.section]), {field.code: spelling.text})

    stored = list(ReportedValue.objects.values_list("indicator__code", "number"))
    if isinstance(spelling.outcome, str):
        form = answer.context["form"]
        assert answer.status_code == 422
        assert stored == []
        assert form.errors == {field.code: [spelling.outcome]}
        assert form[field.code].value() == spelling.text
    else:
        assert answer.status_code == 302
        assert stored == ([] if spelling.outcome is None else [(field.code, spelling.outcome)])


def test_the_fields_of_the_form_are_of_the_kinds_of_the_table(round_):
    indicators = {row.code: row for section in round_.catalogue.sections.all() for row in section.indicators.all()}
    assert {kind: indicators[field.code].number_kind for kind, field in FIELDS.items()} == KINDS


def test_a_lax_reader_would_be_found_out():
    """Negative control: reading with the English float, as the table must not allow, gets rows wrong."""

    def lax(text):
        try:
            return Decimal(text.strip().replace(",", "."))
        except ArithmeticError:
            return "refused"

    wrong = [row.text for row in SPELLINGS if isinstance(row.outcome, Decimal) and lax(row.text) != row.outcome]
    slipped = [row.text for row in SPELLINGS if isinstance(row.outcome, str) and isinstance(lax(row.text), Decimal)]
    assert "18.058" in wrong
    assert {"1.5", "1,234", "007", "NaN", "１２"} <= set(slipped)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_bound_is_inclusive(kind):
    step = Decimal(1).scaleb(-kind.decimals)
    assert read(format_exact(kind.minimum), kind) == kind.minimum
    assert read(format_exact(kind.maximum), kind) == kind.maximum
    past = format_exact(kind.maximum + step)
    assert read(past, kind) == (
        f"{past} er mere, end feltet tager (højst {format_exact(kind.maximum)}). Se efter, om der er et nul for meget."
    )


def test_a_lower_bound_above_zero_is_named():
    assert read("4", NumberKind(0, Decimal(5))) == "Tallet skal være mindst 5."


@given(st.decimals(min_value=0, max_value=2_000_000_000, places=2))
def test_what_is_written_exactly_is_read_as_the_same_number(number):
    assert parse_number(format_exact(number), KINDS["amount"]) == number


@given(st.text(alphabet="0123456789.,  \u00a0'-+eE", max_size=14), st.sampled_from(list(KINDS.values())))
def test_every_text_is_read_or_refused_and_what_is_read_survives_a_round_trip(text, kind):
    outcome = read(text, kind)
    if isinstance(outcome, Decimal):
        assert parse_number(format_exact(outcome), kind) == outcome
        assert [sign for sign in text if sign.isdigit()] == [sign for sign in f"{outcome:f}" if sign.isdigit()]


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("2.675", 2, "2,68"),
        ("0.005", 2, "0,01"),
        ("0.004", 2, "0,00"),
        ("1234567.891", 2, "1.234.567,89"),
        ("18058", 0, "18.058"),
        ("999.5", 0, "1.000"),
        ("-2.5", 0, "−3"),
        ("-0.4", 0, "0"),
        ("-1234.5", 1, "−1.234,5"),
    ],
)
def test_numbers_are_written_the_danish_way_and_rounded_half_up(number, decimals, text):
    assert format_number(Decimal(number), decimals) == text


@pytest.mark.parametrize(
    ("number", "text"), [("7.50", "7,5"), ("7.00", "7"), ("1E+3", "1.000"), ("0.00", "0"), ("1234.25", "1.234,25")]
)
def test_an_exact_number_has_the_decimals_it_needs(number, text):
    assert format_exact(Decimal(number)) == text
