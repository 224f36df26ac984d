"""Reads of the calendar: which years, whom they ask, what they lack, who would be told."""

from reporting.rounds.queries.calendar import entry_or_404, latest_round, round_or_404
from reporting.rounds.queries.checklist import Checklist, Step, checklist_of
from reporting.rounds.queries.days import consequences
from reporting.rounds.queries.lists import MOST_LINES, ListLine, UnitsAndPeople, read_list
from reporting.rounds.queries.opening import Opening, opening_of
from reporting.rounds.queries.roster import UnitGone, UnitList, UnitRow, not_on_the_list, unit_list
from reporting.rounds.queries.years import YearRow, latest_prepared, proposed_days, state_of, year_rows

__all__ = [
    "MOST_LINES",
    "Checklist",
    "ListLine",
    "Opening",
    "Step",
    "UnitGone",
    "UnitList",
    "UnitRow",
    "UnitsAndPeople",
    "YearRow",
    "checklist_of",
    "consequences",
    "entry_or_404",
    "latest_prepared",
    "latest_round",
    "not_on_the_list",
    "opening_of",
    "proposed_days",
    "read_list",
    "round_or_404",
    "state_of",
    "unit_list",
    "year_rows",
]
