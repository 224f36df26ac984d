"""Reads that serve the filing's pages, the review and the command line."""

from reporting.submissions.checks import Problem
from reporting.submissions.countries import country_name
from reporting.submissions.queries.filing import Answer, Filing, SectionSheet, in_order, load_filing, load_filings
from reporting.submissions.queries.pages import (
    Desk,
    desks_of,
    events_of,
    filing_page,
    latest_return,
    submission_or_404,
)
from reporting.submissions.queries.section import (
    Beside,
    Change,
    beside_fields,
    changes_of,
    countries_to_choose,
)

__all__ = [
    "Answer",
    "Beside",
    "Change",
    "Desk",
    "Filing",
    "Problem",
    "SectionSheet",
    "beside_fields",
    "changes_of",
    "countries_to_choose",
    "country_name",
    "desks_of",
    "events_of",
    "filing_page",
    "in_order",
    "latest_return",
    "load_filing",
    "load_filings",
    "submission_or_404",
]
