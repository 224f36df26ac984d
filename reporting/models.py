"""Django looks for models here; each stage keeps its own."""

from reporting.catalogue.models import Catalogue, CatalogueDrop, Indicator, Measure, Rule, Section
from reporting.consolidation.models import Consolidation, ConsolidationInput, NationalFigure, PublishedFigure
from reporting.letters.models import Letter, Nudge, Told
from reporting.privacy.models import RetentionRun
from reporting.publication.models import BookBuild, Chapter, Edition, Report, ReportStory
from reporting.receipts.models import PeerGroup
from reporting.rehearsal.models import Rehearsal
from reporting.review.models import FirstLook, InternalNote, PreparedQuestion, Seen
from reporting.rounds.models import RosterEntry, Round
from reporting.stories.models import CaseStory, StoryComment, StoryPhoto, StoryVersion
from reporting.submissions.models import (
    Correction,
    CountryCount,
    Explanation,
    FieldComment,
    FieldNote,
    Finding,
    Presence,
    Receipt,
    ReportedValue,
    ReturnedField,
    SectionAssignment,
    SectionLink,
    Standing,
    Submission,
    SubmissionEvent,
    Waiver,
)
from reporting.workbooks.models import WorkbookUpload

__all__ = [
    "BookBuild",
    "CaseStory",
    "Catalogue",
    "CatalogueDrop",
    "Chapter",
    "Consolidation",
    "ConsolidationInput",
    "Correction",
    "CountryCount",
    "Edition",
    "Explanation",
    "FieldComment",
    "FieldNote",
    "Finding",
    "FirstLook",
    "Finding",
    "Indicator",
    "InternalNote",
    "Letter",
    "Measure",
    "NationalFigure",
    "Nudge",
    "PeerGroup",
    "PreparedQuestion",
    "Presence",
    "PublishedFigure",
    "Receipt",
    "Rehearsal",
    "Report",
    "ReportStory",
    "ReportedValue",
    "RetentionRun",
    "ReturnedField",
    "RosterEntry",
    "Round",
    "Rule",
    "Section",
    "SectionAssignment",
    "SectionLink",
    "Standing",
    "Seen",
    "StoryComment",
    "StoryPhoto",
    "StoryVersion",
    "Submission",
    "SubmissionEvent",
    "Waiver",
    "WorkbookUpload",
    "Told",
]
