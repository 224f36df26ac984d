"""Django looks for models here; each stage keeps its own."""

from reporting.catalogue.models import Catalogue, Indicator, Measure, Rule, Section
from reporting.consolidation.models import Consolidation, ConsolidationInput, NationalFigure, PublishedFigure
from reporting.publication.models import BookBuild, Chapter, Edition, Report, ReportStory
from reporting.rounds.models import RosterEntry, Round
from reporting.submissions.models import (
    CaseStory,
    CountryCount,
    Explanation,
    ReportedValue,
    Submission,
    SubmissionEvent,
)

__all__ = [
    "BookBuild",
    "CaseStory",
    "Catalogue",
    "Chapter",
    "Consolidation",
    "ConsolidationInput",
    "CountryCount",
    "Edition",
    "Explanation",
    "Indicator",
    "Measure",
    "NationalFigure",
    "PublishedFigure",
    "Report",
    "ReportStory",
    "ReportedValue",
    "RosterEntry",
    "Round",
    "Rule",
    "Section",
    "Submission",
    "SubmissionEvent",
]
