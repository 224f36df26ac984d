"""Reads about the rules: what became of their findings, and what a rule would find."""

from reporting.rules.queries.describing import describe, in_address
from reporting.rules.queries.record import Advice, RuleRecord, Tally, record_of, units_to_compute
from reporting.rules.queries.trial import Hit, Trial, YearTrial, try_rule

__all__ = [
    "Advice",
    "Hit",
    "RuleRecord",
    "Tally",
    "Trial",
    "YearTrial",
    "describe",
    "in_address",
    "record_of",
    "try_rule",
    "units_to_compute",
]
