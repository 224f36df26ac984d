"""The files of the account of 2018: the printed numbers, with the same columns and in the same order."""

import csv
import io
import json
from decimal import Decimal

import pytest

from reporting.consolidation.export import as_csv, as_json, as_table
from reporting.consolidation.queries import national
from reporting.rounds.models import Round
from tests.consolidation.test_golden import PRINTED, YEARS

pytestmark = pytest.mark.django_db
HEAD = "section,code,label,unit,2014,2015,2016,2017,2018,change,change_approximate,breaks"


@pytest.fixture(scope="module")
def account(demo, django_db_blocker):
    with django_db_blocker.unblock():
        return national(Round.objects.get(year=2018))


def test_the_csv_has_exactly_these_columns(account):
    assert as_csv(account).splitlines()[0] == HEAD


def test_the_csv_holds_the_printed_numbers_with_a_decimal_point(account):
    rows = list(csv.DictReader(io.StringIO(as_csv(account))))
    assert [(row["section"], row["code"], row["unit"], *(row[year] for year in YEARS)) for row in rows] == [
        (row["section"], row["code"], row["unit"], *(row[year] for year in YEARS)) for row in PRINTED
    ]


def test_json_says_the_same_as_csv_with_the_coverage(account):
    document = json.loads(as_json(account))
    assert (document["year"], document["accepted"], document["expected"]) == (2018, 38, 38)
    assert list(document) == ["year", "accepted", "expected", "figures"]
    lines = csv.DictReader(io.StringIO(as_csv(account)))
    spelled = {None: "", True: "true", False: "false"}
    assert [
        {name: "" if value == [] else spelled.get(value, value) for name, value in row.items()}
        for row in document["figures"]
    ] == list(lines)


def test_the_table_is_written_the_danish_way_and_says_how_many_units_it_is_of(account):
    lines = as_table(account).splitlines()
    assert lines[0].split() == ["2014", "2015", "2016", "2017", "2018", "ændring"]
    assert len(lines) == 1 + 78 + 2
    for line, figure in zip(lines[1:79], account.figures, strict=True):
        cells = [
            figure.code,
            *(value.text for value in figure.series),
            *figure.change_text.split(),
            *figure.unit.split(),
        ]
        assert line.split() == cells
    assert lines[-1] == "38 af 38 enheder er godkendt."


def test_the_table_names_every_figure_in_full(account):
    table = as_table(account)
    assert (
        "companies                             12.830      11.708      16.520      16.545      18.058             9\u00a0%  antal"
        in table
    )
    assert (
        "funding_other                           22,5        10,1       19,23       26,41       18,31           \u221231\u00a0%  mio. kr."
        in table
    )


def test_values_are_rounded_as_printed_and_only_once(account):
    by_code = {figure.code: figure for figure in account.figures}
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(as_csv(account)))}
    mean = by_code["press_releases_mean"]
    assert mean.value == Decimal("10.736842105")
    assert rows["press_releases_mean"]["2018"] == "10.7"
