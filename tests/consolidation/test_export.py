"""The figures as files: csv and json for programs, a table for people; what is missing or open is said."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from reporting.consolidation.actions import load_history
from reporting.consolidation.export import as_csv, as_json, as_table
from reporting.consolidation.queries import national
from reporting.submissions.models import Status
from tests import builders


@pytest.fixture
def accepted(cast, round_, tmp_path):
    """Alfa's filing, and a history that leaves one change open and one row without a value."""
    path = tmp_path / "history.csv"
    path.write_text("code,2017,2018\nfunding_state,,3.5\ncompanies,90,200\n", encoding="utf-8")
    load_history(path=path)
    builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    return round_


def printed_by(*arguments):
    out = io.StringIO()
    call_command("figures", *arguments, stdout=out)
    return out.getvalue()


def test_the_csv_marks_what_is_open_and_leaves_blank_what_is_not_there(accepted):
    assert as_csv(national(accepted)).splitlines() == [
        "section,code,label,unit,2015,2016,2017,2018,2019,change,change_approximate,breaks",
        "financing,clusters,Klynger,antal,,,,,1,,false,",
        "financing,funding_state,Staten,mio. kr.,,,,3.5,2.00,-43,true,",
        "financing,funding_companies,Virksomheder,mio. kr.,,,,,1.50,,false,",
        "financing,funding_total,Samlet omsætning,mio. kr.,,,,,3.50,,false,",
        "financing,funding_per_fte,Omsætning pr. årsværk,mio. kr.,,,,,0.8,,false,",
        "financing,fee_share,Andel med kontingent,%,,,,,100,,false,",
        "participation,companies,Deltagende virksomheder,antal,,,90,200,120,-40,false,",
        "participation,companies_mean,Gennemsnit,antal,,,,,120,,false,",
        "international,collaborations_cluster,Klyngesamarbejder,antal,,,,,5,,false,",
        "international,countries_cluster,Lande,lande,,,,,2,,false,",
    ]


def test_in_json_nothing_is_null_and_nothing_is_zero(accepted):
    by_code = {row["code"]: row for row in json.loads(as_json(national(accepted)))["figures"]}
    assert by_code["companies"] == {
        "section": "participation", "code": "companies", "label": "Deltagende virksomheder", "unit": "antal",
        "2015": None, "2016": None, "2017": "90", "2018": "200", "2019": "120", "change": "-40", "change_approximate": False,
        "breaks": [],
    }  # fmt: skip


@pytest.mark.parametrize(("name", "export"), [("csv", as_csv), ("json", as_json), ("table", as_table)])
def test_the_command_prints_the_export(accepted, name, export):
    assert printed_by("2019", "--format", name) == export(national(accepted))


def test_the_command_prints_a_table_unless_told_otherwise(accepted):
    assert printed_by("2019") == as_table(national(accepted))


def test_the_command_says_when_there_is_no_such_year(accepted):
    with pytest.raises(CommandError, match="1999"):
        printed_by("1999")
