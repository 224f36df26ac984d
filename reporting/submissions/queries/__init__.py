"""Reads that serve the filing's pages, the review and the command line."""

from reporting.submissions.checks import Problem
from reporting.submissions.countries import country_choices, country_code, country_name
from reporting.submissions.queries.activity import latest_changes
from reporting.submissions.queries.filing import Answer, Filing, SectionSheet, in_order, load_filing, load_filings
from reporting.submissions.queries.pages import (
    Desk,
    desks_of,
    events_of,
    filing_page,
    guest_page,
    latest_return,
    submission_or_404,
    turn_of,
)
from reporting.submissions.queries.section import (
    Beside,
    Change,
    beside_fields,
    changes_of,
    countries_to_choose,
)
from reporting.submissions.queries.sharing import (
    FoundLink,
    assignments_of,
    digest_of,
    find_link,
    link_by_token,
    links_of,
    others_present,
    section_alone,
)

__all__ = [
    "Answer",
    "Beside",
    "Change",
    "Desk",
    "Filing",
    "FoundLink",
    "Problem",
    "SectionSheet",
    "assignments_of",
    "beside_fields",
    "changes_of",
    "countries_to_choose",
    "country_choices",
    "country_code",
    "country_name",
    "desks_of",
    "digest_of",
    "events_of",
    "filing_page",
    "find_link",
    "guest_page",
    "in_order",
    "latest_changes",
    "latest_return",
    "link_by_token",
    "links_of",
    "load_filing",
    "load_filings",
    "others_present",
    "section_alone",
    "submission_or_404",
    "turn_of",
]
