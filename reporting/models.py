"""Django looks for models here; each stage keeps its own."""

from reporting.catalogue.models import Catalogue, Indicator, Measure, Rule, Section
from reporting.consolidation.models import Consolidation, ConsolidationInput, NationalFigure, PublishedFigure
from reporting.publication.models import BookBuild, Chapter, Edition, Report, ReportStory
from reporting.rounds.models import RosterEntry, Round
from reporting.stories.models import CaseStory, StoryComment, StoryPhoto, StoryVersion
from reporting.submissions.models import (
    CountryCount,
    Explanation,
    FieldComment,
    FieldNote,
    Presence,
    ReportedValue,
    SectionAssignment,
    SectionLink,
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
    "FieldComment",
    "FieldNote",
    "Indicator",
    "Measure",
    "NationalFigure",
    "Presence",
    "PublishedFigure",
    "Report",
    "ReportStory",
    "ReportedValue",
    "RosterEntry",
    "Round",
    "Rule",
    "Section",
    "SectionAssignment",
    "SectionLink",
    "StoryComment",
    "StoryPhoto",
    "StoryVersion",
    "Submission",
    "SubmissionEvent",
]
