"""Reads that serve the filing's pages, the review and the command line."""

from reporting.submissions.checks import Problem, change_text
from reporting.submissions.countries import country_name
from reporting.submissions.queries.contents import (
    NOT_RELEVANT,
    SHORT,
    WHOLE,
    canonical_text,
    content_of,
    fingerprint_of,
    latest_receipt,
    receipts_of,
    short_fingerprint,
    standing_fingerprint,
)
from reporting.submissions.queries.filing import Answer, Filing, SectionSheet, in_order, load_filing, load_filings
from reporting.submissions.queries.pages import (
    Desk,
    desks_of,
    events_of,
    filing_page,
    latest_return,
    managers_of,
    submission_or_404,
    tally_of,
)
from reporting.submissions.queries.section import (
    Beside,
    Change,
    beside_fields,
    changes_of,
    countries_to_choose,
)

__all__ = [
    "NOT_RELEVANT",
    "SHORT",
    "WHOLE",
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
    "canonical_text",
    "change_text",
    "content_of",
    "country_name",
    "desks_of",
    "events_of",
    "filing_page",
    "fingerprint_of",
    "in_order",
    "latest_receipt",
    "latest_return",
    "load_filing",
    "load_filings",
    "managers_of",
    "receipts_of",
    "short_fingerprint",
    "standing_fingerprint",
    "submission_or_404",
    "tally_of",
]
