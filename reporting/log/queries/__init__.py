"""Reads of the log: what happened, searched, told in sentences, as a file."""

from reporting.log.queries.choices import act_choices, kinds_of_choice
from reporting.log.queries.export import csv_lines
from reporting.log.queries.lines import Line, days_of
from reporting.log.queries.search import Page, Search, moment_from, moment_text, search_log
from reporting.log.queries.sources import SEEN_BY_THE_UNIT, THE_NATIONS, THE_READERS, THE_UNITS

__all__ = [
    "SEEN_BY_THE_UNIT",
    "THE_NATIONS",
    "THE_READERS",
    "THE_UNITS",
    "Line",
    "Page",
    "Search",
    "act_choices",
    "csv_lines",
    "days_of",
    "kinds_of_choice",
    "moment_from",
    "moment_text",
    "search_log",
]
