"""The answers: one filing per unit and round, its values, and everything that happened to it."""

from reporting.submissions.models.answers import CountryCount, Explanation, ReportedValue
from reporting.submissions.models.filing import (
    OPEN_STATUSES,
    Status,
    Submission,
    SubmissionEvent,
    SubmissionQuerySet,
    Unlocked,
)
from reporting.submissions.models.notes import FieldComment, FieldNote
from reporting.submissions.models.receipts import Receipt
from reporting.submissions.models.returns import Correction, ReturnedField, ReturnedFieldQuerySet, Waiver
from reporting.submissions.models.sharing import Presence, SectionAssignment, SectionLink, SectionLinkQuerySet
from reporting.submissions.models.standing import Finding, Standing, StandingQuerySet

__all__ = [
    "OPEN_STATUSES",
    "Correction",
    "CountryCount",
    "Explanation",
    "FieldComment",
    "FieldNote",
    "Finding",
    "Presence",
    "Receipt",
    "ReportedValue",
    "ReturnedField",
    "ReturnedFieldQuerySet",
    "SectionAssignment",
    "SectionLink",
    "SectionLinkQuerySet",
    "Standing",
    "StandingQuerySet",
    "Status",
    "Submission",
    "SubmissionEvent",
    "SubmissionQuerySet",
    "Unlocked",
    "Waiver",
]
