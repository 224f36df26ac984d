"""The editor's pages of a year, by what one does there."""

from reporting.rounds.views.days import open_year, year_days
from reporting.rounds.views.importing import import_list
from reporting.rounds.views.roster import merge, new_unit, take_off, take_up, undo_merger, year_units
from reporting.rounds.views.unit import extend, withdraw_extension, year_unit
from reporting.rounds.views.years import discard_year, new_year, year, years

__all__ = [
    "discard_year",
    "extend",
    "import_list",
    "merge",
    "new_unit",
    "new_year",
    "open_year",
    "take_off",
    "take_up",
    "undo_merger",
    "withdraw_extension",
    "year",
    "year_days",
    "year_unit",
    "year_units",
    "years",
]
