"""Reading in, taking over, putting aside: all or nothing, and never over somebody's newer answer."""

import datetime
from decimal import Decimal

import pytest

from reporting.submissions.actions import Entry, FilingLocked, save_answers, start, submit
from reporting.submissions.models import CountryCount, ReportedValue, Submission
from reporting.workbooks.actions import EXPIRES_AFTER, MOST_KEPT, NotTakenOver, Overtaken, put_aside, receive, take_over
from reporting.workbooks.models import WorkbookUpload
from tests import builders
from tests.builders import AT
from tests.workbooks.editing import fetched, filled, with_countries

LATER = AT + datetime.timedelta(hours=1)


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing with 120 companies and two countries."""
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma)
    return filing


@pytest.fixture
def received(filing, cast):
    """Read in a workbook that says 130 companies, 5 full-time posts and one country."""
    data = with_countries(filled(fetched(filing), v_companies=130, v_fte="5"), ("Norge", 5))
    return receive(submission=filing, name="bog.xlsx", data=data, by=cast.alma, at=AT)


def standing():
    """The answers that the workbook would change."""
    numbers = ReportedValue.objects.filter(indicator__code__in=["companies", "fte"])
    return dict(numbers.values_list("indicator__code", "number")), dict(
        CountryCount.objects.values_list("country", "count")
    )


OLD = ({"companies": Decimal(120), "fte": Decimal("4.5")}, {"DE": 3, "SE": 2})
NEW = ({"companies": Decimal(130), "fte": Decimal(5)}, {"NO": 5})


def colleague_writes(filing, cast, number, based_on):
    entry = Entry("companies", Decimal(number), based_on=based_on)
    save_answers(submission=filing, entries=[entry], by=cast.anton, at=AT)


def test_reading_in_changes_nothing_in_the_filing(filing, received):
    assert (received.state, standing(), Submission.objects.get().version) == ("waiting", OLD, filing.version)


def test_taking_over_saves_all_with_name_and_time(filing, received, cast):
    assert take_over(upload=received, choices={}, by=cast.anton, at=LATER) == 3
    assert standing() == NEW
    value = ReportedValue.objects.get(indicator__code="companies")
    assert (value.version, value.updated_by, value.updated_at) == (2, cast.anton, LATER)
    received.refresh_from_db()
    assert (received.state, received.changes, received.reading) == ("taken", 3, {})
    assert (received.decided_by, received.decided_at) == (cast.anton, LATER)


def test_taking_over_twice_is_taking_over_once(received, cast):
    take_over(upload=received, choices={}, by=cast.alma, at=LATER)
    version = Submission.objects.get().version
    with pytest.raises(NotTakenOver, match="Arbejdsbogen er allerede taget over."):
        take_over(upload=received, choices={}, by=cast.alma, at=LATER)
    assert Submission.objects.get().version == version


def test_a_conflict_that_is_not_settled_stops_all_of_it(filing, received, cast):
    colleague_writes(filing, cast, 140, 1)
    with pytest.raises(Overtaken, match="En kollega har ændret svar"):
        take_over(upload=received, choices={}, by=cast.alma, at=LATER)
    assert standing() == ({**OLD[0], "companies": Decimal(140)}, OLD[1])


@pytest.mark.parametrize(("choice", "companies"), [("workbook@2", 130), ("keep@2", 140)])
def test_a_conflict_is_settled_by_choosing(choice, companies, filing, received, cast):
    colleague_writes(filing, cast, 140, 1)
    take_over(upload=received, choices={"choice__companies": choice}, by=cast.alma, at=LATER)
    assert standing() == ({**NEW[0], "companies": Decimal(companies)}, NEW[1])


def test_a_choice_does_not_hold_for_an_answer_that_was_not_seen(filing, received, cast):
    colleague_writes(filing, cast, 140, 1)
    colleague_writes(filing, cast, 150, 2)
    with pytest.raises(Overtaken):
        take_over(upload=received, choices={"choice__companies": "workbook@2"}, by=cast.alma, at=LATER)
    assert standing()[0]["companies"] == 150


def test_a_filing_that_was_sent_meanwhile_is_left_alone(filing, received, cast):
    submit(submission=filing, by=cast.alma, at=AT, version=filing.version)
    with pytest.raises(FilingLocked, match="Indberetningen er »Indsendt«"):
        take_over(upload=received, choices={}, by=cast.alma, at=LATER)
    with pytest.raises(FilingLocked):
        receive(submission=filing, name="bog.xlsx", data=b"", by=cast.alma, at=LATER)
    assert (standing(), WorkbookUpload.objects.count()) == (OLD, 1)


def test_a_week_later_it_is_read_in_again(received, cast):
    with pytest.raises(NotTakenOver, match="mere end en uge siden"):
        take_over(upload=received, choices={}, by=cast.alma, at=AT + EXPIRES_AFTER)
    assert standing() == OLD
    take_over(upload=received, choices={}, by=cast.alma, at=AT + EXPIRES_AFTER - datetime.timedelta(seconds=1))
    assert standing() == NEW


def test_a_workbook_with_a_refused_cell_gives_none_of_its_answers(filing, cast):
    data = filled(fetched(filing), v_companies=130, v_fte="ca. 5")
    upload = receive(submission=filing, name="bog.xlsx", data=data, by=cast.alma, at=AT)
    with pytest.raises(NotTakenOver, match="Nogle celler skal rettes først."):
        take_over(upload=upload, choices={}, by=cast.alma, at=LATER)
    assert (upload.state, standing()) == ("flawed", OLD)


def test_what_was_put_aside_is_not_taken_over(received, cast):
    put_aside(upload=received, by=cast.alma, at=LATER)
    with pytest.raises(NotTakenOver, match="Arbejdsbogen er lagt til side."):
        take_over(upload=received, choices={}, by=cast.alma, at=LATER)
    assert (standing(), WorkbookUpload.objects.get().state) == (OLD, "discarded")


def test_an_emptied_cell_leaves_its_answer_alone(filing, cast):
    data = filled(fetched(filing), v_companies=None, v_fte=5)
    upload = receive(submission=filing, name="bog.xlsx", data=data, by=cast.alma, at=AT)
    assert take_over(upload=upload, choices={}, by=cast.alma, at=LATER) == 1
    assert standing() == ({"companies": Decimal(120), "fte": Decimal(5)}, OLD[1])


def test_old_uploads_are_forgotten(filing, cast):
    for number in range(MOST_KEPT + 2):
        receive(submission=filing, name=f"{number}.xlsx", data=b"", by=cast.alma, at=AT)
    names = list(WorkbookUpload.objects.values_list("file_name", flat=True))
    assert names == [f"{number}.xlsx" for number in range(MOST_KEPT + 1, 1, -1)]


@pytest.mark.parametrize(
    ("name", "kept"), [("a\x00b\u202e.xlsx", "ab.xlsx"), ("", "uden navn"), ("x" * 300 + ".xlsx", "x" * 115 + ".xlsx")]
)
def test_the_name_of_the_file_is_kept_printable(name, kept, filing, cast):
    assert receive(submission=filing, name=name, data=b"", by=cast.alma, at=AT).file_name == kept
