"""All sums once more, in plain Python with fractions, held against the house's SQL and Decimals on random filings.

Nothing is shared with formulas.py and queries.py but the catalogue's rows, which are data. The filings are
written as rows, not walked, because also what the checks would refuse has to be added up right.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clusters.actions import register_cluster
from clusters.models import ClusterKind
from reporting.catalogue.models import Indicator, Measure
from reporting.consolidation.queries import national
from reporting.submissions.models import CountryCount, ReportedValue, Status, Submission
from tests import builders

YEAR = 2019
NOT_RELEVANT = "not relevant"
AMOUNTS = ("funding_state", "funding_companies", "fees_companies")
COUNTS = ("companies", "companies_small", "collaborations_cluster")
COUNTRY_LIST = "countries_cluster"
STAMPS = {
    Status.DRAFT: (),
    Status.SUBMITTED: ("submitted",),
    Status.RETURNED: ("submitted",),
    Status.ACCEPTED: ("submitted", "accepted"),
}


@dataclass
class Filing:
    """What one unit filed: numbers as fractions of the indicator's unit, and the countries on its list."""

    status: str
    answers: dict = field(default_factory=dict)  # no key: not answered
    countries: dict = field(default_factory=dict)

    @property
    def numbers(self):
        return {code: answer for code, answer in self.answers.items() if answer != NOT_RELEVANT}


# ---- the second implementation


class Plain:
    """The rows of the tables over some filings, each worked out from the filings alone."""

    def __init__(self, rows, amounts, filings):
        self.rows = {code: (kind, operands) for code, kind, operands in rows}
        self.amounts = amounts
        self.filings = [filing for filing in filings if filing.status == Status.ACCEPTED]

    def indicator(self, filing, code):
        number = filing.numbers.get(code)
        if number is None:
            return None
        return Fraction(number) / 1_000_000 if code in self.amounts else Fraction(number)

    def total(self, code):
        """A row's or an indicator's national value, None where there is none."""
        if code not in self.rows:
            filed = [
                number for number in (self.indicator(filing, code) for filing in self.filings) if number is not None
            ]
            return sum(filed) if filed else None
        kind, operands = self.rows[code]
        units = len(self.filings)
        if kind == "count":
            return Fraction(units)
        if kind == "collected":
            return self.total_of_indicator(operands[0])
        if kind == "total":
            parts = [part for part in (self.total(operand) for operand in operands) if part is not None]
            return sum(parts) if parts else None
        if kind == "mean":
            whole = self.total(operands[0])
            return whole / units if units and whole is not None else None
        if kind == "ratio":
            above, below = self.total(operands[0]), self.total(operands[1])
            return above / below if above is not None and below else None
        if kind == "share":
            having = [filing for filing in self.filings if self.filed_above_zero(filing, operands[0])]
            return Fraction(100 * len(having), units) if units else None
        if kind == "distinct":
            return (
                Fraction(len({country for filing in self.filings for country in filing.countries})) if units else None
            )
        raise AssertionError(kind)

    def total_of_indicator(self, code):
        filed = [self.indicator(filing, code) for filing in self.filings if code in filing.numbers]
        return sum(filed) if filed else None

    def filed_above_zero(self, filing, code):
        if code in self.rows and self.rows[code][0] == "total":
            return any(self.filed_above_zero(filing, operand) for operand in self.rows[code][1])
        return filing.numbers.get(code, 0) > 0


def printed(value, decimals):
    """Half up, the Danish way, from the fraction itself."""
    if value is None:
        return "–"
    whole, fraction = divmod((2 * value * 10**decimals + 1) // 2, 10**decimals)
    grouped = f"{whole:,}".replace(",", ".")
    return f"{grouped},{fraction:0{decimals}d}" if decimals else grouped


# ---- random filings


def answer(numbers):
    return st.one_of(st.none(), st.just(NOT_RELEVANT), st.just(Fraction(0)), numbers)


AMOUNT = st.integers(0, 200_000_000_000).map(lambda hundredths: Fraction(hundredths, 100))
FTE = st.integers(0, 50_000).map(lambda hundredths: Fraction(hundredths, 100))
COUNT = st.integers(0, 100_000).map(Fraction)


@st.composite
def filing(draw):
    answers = {
        **{code: draw(answer(AMOUNT)) for code in AMOUNTS},
        **{code: draw(answer(COUNT)) for code in COUNTS},
        "fte": draw(answer(FTE)),
    }
    return Filing(
        status=draw(st.sampled_from([Status.ACCEPTED, Status.ACCEPTED, *Status.values])),
        answers={code: given_ for code, given_ in answers.items() if given_ is not None},
        countries=draw(
            st.dictionaries(st.sampled_from(["DE", "ES", "SE", "NL", "NO", "FR"]), st.integers(1, 9), max_size=4)
        ),
    )


def write(filings, *, by):
    """A round with these filings, one unit each."""
    clusters = [
        register_cluster(slug=f"unit-{n}", name=f"Enhed {n}", short_name=f"E{n}", kind=ClusterKind.CLUSTER)
        for n in range(len(filings))
    ]
    round_ = builders.open_small_round(year=YEAR, clusters=clusters)
    indicators = {row.code: row for row in Indicator.objects.filter(section__catalogue=round_.catalogue)}
    for filed, cluster in zip(filings, clusters, strict=True):
        stamps = {
            name: who
            for step in STAMPS[filed.status]
            for name, who in ((f"{step}_at", builders.AT), (f"{step}_by", by))
        }
        submission = Submission.objects.create(round=round_, cluster=cluster, status=filed.status, **stamps)
        ReportedValue.objects.bulk_create(
            ReportedValue(
                submission=submission,
                indicator=indicators[code],
                number=None if number == NOT_RELEVANT else Decimal(number.numerator) / number.denominator,
                not_relevant=number == NOT_RELEVANT,
                updated_at=builders.AT,
                updated_by=by,
            )
            for code, number in filed.answers.items()
        )
        CountryCount.objects.bulk_create(
            CountryCount(submission=submission, indicator=indicators[COUNTRY_LIST], country=country, count=count)
            for country, count in filed.countries.items()
        )
    return round_


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(filings=st.lists(filing(), min_size=1, max_size=5))
# Just under half a digit: 24.999.999,99 kr. on 500 FTE is 0,0 mio. kr. each, though nine decimals of it round to 0,05.
@example(filings=[Filing(Status.ACCEPTED, {"funding_state": Fraction(2_499_999_999, 100), "fte": Fraction(500)})])
# Sums that binary numbers do not hit.
@example(
    filings=[
        Filing(Status.ACCEPTED, {"funding_state": Fraction(n, 100), "fte": Fraction(n, 100)}) for n in (10, 20, 70)
    ]
)
@example(filings=[Filing(Status.ACCEPTED, {"companies": Fraction(n), "fte": Fraction(0)}) for n in (0, 1)])
@example(filings=[Filing(Status.SUBMITTED, {"companies": Fraction(7)}, {"DE": 1})])
@example(filings=[Filing(Status.ACCEPTED)])
def test_both_implementations_agree_on_every_row(cast, filings):
    with transaction.atomic():
        account = national(write(filings, by=cast.edith))
        measures = list(Measure.objects.filter(section__catalogue__year=YEAR))
        transaction.set_rollback(True)
    plain = Plain([(row.code, row.kind, row.operands) for row in measures], set(AMOUNTS), filings)
    assert len(measures) == len(account.figures) == 10
    assert account.accepted == len(plain.filings)
    assert account.expected == len(filings)
    expected = {row.code: (plain.total(row.code), row.decimals) for row in measures}
    assert {figure.code: figure.text for figure in account.figures} == {
        code: printed(value, decimals) for code, (value, decimals) in expected.items()
    }
    # Nine decimals are kept; what lies beyond them is cut off.
    assert {figure.code: figure.value for figure in account.figures} == {
        code: None if value is None else Decimal(value * 10**9 // 1).scaleb(-9)
        for code, (value, _decimals) in expected.items()
    }


def test_the_second_implementation_can_disagree(cast):
    """A control: had a submitted filing been counted, the rows would differ."""
    filings = [
        Filing(Status.ACCEPTED, {"companies": Fraction(5)}),
        Filing(Status.SUBMITTED, {"companies": Fraction(7)}),
    ]
    account = {figure.code: figure.text for figure in national(write(filings, by=cast.edith)).figures}
    careless = Plain(
        [("companies", "collected", ["companies"])], set(), [Filing(Status.ACCEPTED, each.answers) for each in filings]
    )
    assert account["companies"] == "5"
    assert printed(careless.total("companies"), 0) == "12"
