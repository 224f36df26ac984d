"""The tables of what happened beyond the filing's own: stories, letters, and the acts of the log."""

from django.db.models import F

from clusters.models import Act, LogEntry
from reporting.letters.models import Told
from reporting.review.models import InternalNote
from reporting.stories.models import StoryComment, StoryVersion
from reporting.submissions.queries import OF_A_FILING, Source

STORIES = Source(
    kind="story",
    rank=6,
    rows=StoryVersion.objects.all,
    at="at",
    by="by",
    submission="story__submission",
    texts=("headline", "lead", "body"),
    columns={"text": F("headline"), "ref": F("story_id")},
)
STORY_COMMENTS = Source(
    kind="story_comment",
    rank=7,
    rows=StoryComment.objects.all,
    at="at",
    by="by",
    submission="story__submission",
    texts=("text",),
    columns={"text": F("text"), "ref": F("story_id")},
)
LETTERS = Source(
    kind="letter",
    rank=8,
    rows=Told.objects.all,
    at="letter__tried_at",
    submission="",
    cluster="cluster_id",
    year="round__year",
    act="kind",
    about="user_id",
    columns={"text": F("letter__error")},
)
ACTS = Source(
    kind="act",
    rank=0,  # it says what is begun or taken over; what came of it is told by the others
    rows=LogEntry.objects.all,
    at="at",
    by="by",
    submission="",
    cluster="cluster_id",
    year="year",
    act="act",
    code="subject",
    texts=("text", "subject"),
    subject="subject",
    about="person_id",
    behalf="on_behalf_of_id",
    columns={"text": F("text")},
)

INTERNAL_NOTES = Source(
    kind="internal_note",
    rank=10,
    rows=InternalNote.objects.all,
    at="at",
    by="by",
    code="indicator__code",
    texts=("text",),
    indicator="indicator",
    columns={"text": F("text")},
)

THE_UNITS = (*OF_A_FILING, STORIES, STORY_COMMENTS, LETTERS, ACTS)
# A unit's private notes are for whoever files next year, not for the review; and the review's are not for the unit.
THE_READERS = tuple(source for source in THE_UNITS if source.kind != "note")  # of the nation, and not of the review
THE_NATIONS = (*THE_READERS, INTERNAL_NOTES)

# What a unit is shown of the acts about its filing: what it did itself, and what was decided about it. An act that is
# not named here is the nation's own business, so a new one is hidden until somebody has thought about it.
SEEN_BY_THE_UNIT = frozenset(
    {
        Act.INVITED,
        Act.INVITED_AGAIN,
        Act.ROLE_CHANGED,
        Act.ACCESS_REMOVED,
        Act.FILING_STARTED,
        Act.SECTION_ASSIGNED,
        Act.SECTION_FREED,
        Act.LINK_MADE,
        Act.LINK_REVOKED,
        Act.WORKBOOK_READ,
        Act.WORKBOOK_TAKEN,
        Act.STORY_ADDED,
        Act.STORY_READY,
        Act.STORY_TAKEN_BACK,
        Act.STORY_DELETED,
        Act.CHECK_WAIVED,
        Act.WAIVER_WITHDRAWN,
        Act.CORRECTED,
        Act.ENROLLED,
        Act.PERSON_MOVED,
        Act.EXTENDED,
        Act.EXTENSION_WITHDRAWN,
    }
)
