"""What a line of a workbook comes to, given what it was made from, what it says, and what stands now."""

from decimal import Decimal

import pytest

from reporting.submissions.actions import Entry, save_answers, start
from reporting.submissions.queries import load_filing
from reporting.workbooks.comparison import chosen, compare
from reporting.workbooks.queries import _shown
from reporting.workbooks.reading import read_workbook
from tests import builders
from tests.workbooks.editing import fetched, filled, with_countries


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing with 120 companies and two countries."""
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma, answers={"companies": 120})
    return filing


def lines(filing, data):
    loaded = load_filing(filing)
    found = compare(loaded, read_workbook(data, loaded), _shown(filing, list(loaded.answers)))
    return {line.answer.code: line for line in found}


def kind(filing, data, code="companies"):
    return lines(filing, data)[code].kind.value


def colleague_writes(filing, cast, number, *, based_on=1, **more):
    save_answers(
        submission=filing,
        entries=[Entry("companies", number, based_on=based_on, **more)],
        by=cast.anton,
        at=builders.AT,
    )


@pytest.mark.parametrize(
    ("cell", "theirs", "expected"),
    [
        (120, None, "same"),
        (130, None, "change"),
        ("", None, "kept"),
        (120, 140, "overtaken"),
        (130, 140, "conflict"),
        (140, 140, "same"),
        ("", 140, "kept"),
    ],
    ids=str,
)
def test_a_number(cell, theirs, expected, cast, filing):
    data = filled(fetched(filing), v_companies=cell)
    if theirs:
        colleague_writes(filing, cast, Decimal(theirs))
    assert kind(filing, data) == expected


def test_a_question_without_an_answer_in_either_place(filing):
    assert kind(filing, fetched(filing), "fte") == "blank"


def test_a_colleague_said_not_relevant_and_the_workbook_says_a_number(cast, filing):
    data = filled(fetched(filing), v_companies=130)
    colleague_writes(filing, cast, None, not_relevant=True)
    line = lines(filing, data)["companies"]
    assert (line.kind.value, line.now_text, line.new_text) == ("conflict", "Ikke relevant", "130")


def test_a_first_answer_that_a_colleague_gave_as_well(cast, filing):
    data = filled(fetched(filing), v_fte=4.5)
    builders.fill(filing, by=cast.anton, answers={"fte": 5}, countries={})
    assert kind(filing, data, "fte") == "conflict"


@pytest.mark.parametrize(
    ("rows", "theirs", "expected"),
    [
        ([("Tyskland", 3), ("Sverige", 2)], None, "same"),
        ([("Tyskland", 3)], None, "change"),
        ([], None, "kept"),
        ([("Tyskland", 3), ("Sverige", 2)], {"NO": 1}, "overtaken"),
        ([("Tyskland", 4)], {"NO": 1}, "conflict"),
        ([("Norge", 1)], {"NO": 1}, "same"),
    ],
    ids=str,
)
def test_a_list_of_countries(rows, theirs, expected, cast, filing):
    data = with_countries(fetched(filing), *rows)
    if theirs:
        builders.fill(filing, by=cast.anton, answers={}, countries={"countries_cluster": theirs})
    assert kind(filing, data, "countries_cluster") == expected


@pytest.mark.parametrize(
    ("choice", "written", "unsettled"),
    [
        ("workbook@2", ["companies"], []),
        ("keep@2", [], []),
        ("workbook@1", [], ["companies"]),
        ("keep@1", [], ["companies"]),
        ("", [], ["companies"]),
        ("both@2", [], ["companies"]),
    ],
)
def test_a_choice_is_one_between_the_answers_that_were_seen(choice, written, unsettled, cast, filing):
    data = filled(fetched(filing), v_companies=130)
    colleague_writes(filing, cast, Decimal(140))
    found = chosen(lines(filing, data).values(), {"choice__companies": choice})
    assert [[line.answer.code for line in part] for part in found] == [written, unsettled]
