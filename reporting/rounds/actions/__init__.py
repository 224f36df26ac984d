"""Writes of the collection's calendar: preparing a year, its list of units, opening it, extensions."""

from reporting.rounds.actions.extension import extend, extend_all, withdraw_extension
from reporting.rounds.actions.importing import Imported, import_list
from reporting.rounds.actions.opening import open_prepared, open_round
from reporting.rounds.actions.preparing import DAYS, change_days, discard_year, prepare_year
from reporting.rounds.actions.roster import found, merge, take_off, take_up, undo_closing, undo_merger

__all__ = [
    "DAYS",
    "Imported",
    "change_days",
    "discard_year",
    "extend",
    "extend_all",
    "found",
    "import_list",
    "merge",
    "open_prepared",
    "open_round",
    "prepare_year",
    "take_off",
    "take_up",
    "undo_closing",
    "undo_merger",
    "withdraw_extension",
]
