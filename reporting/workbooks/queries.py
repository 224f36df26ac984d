"""Reads for the pages on Excel."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusters.errors import NotHere
from reporting.submissions.models import ReportedValue
from reporting.workbooks.comparison import Kind, Line, compare
from reporting.workbooks.models import WorkbookUpload
from reporting.workbooks.reading import Reading

MOST_SHOWN = 10


def uploads_of(submission):
    """The latest uploads of a filing with their people."""
    return submission.workbook_uploads.select_related("uploaded_by", "decided_by")[:MOST_SHOWN]


def upload_or_404(submission, number) -> WorkbookUpload:
    """One upload of the filing; raises NotHere."""
    upload = submission.workbook_uploads.select_related("uploaded_by", "decided_by").filter(pk=number).first()
    if upload is None:
        raise NotHere(_("Den arbejdsbog er her ikke mere. Gå til »Excel«, og læs den ind igen."))
    upload.submission = submission
    return upload


def reading_of(upload) -> Reading:
    """What was read of an upload that is not decided; empty for others."""
    return Reading.from_json(upload.reading) if upload.reading else Reading(())


def lines_of(upload, filing) -> tuple[Line, ...]:
    """The workbook's answers beside those of the filing as it stands."""
    reading = reading_of(upload)
    moved = [
        read.code
        for read in reading.answers
        if read.code in filing.answers and not read.is_blank and read.base != str(filing.answers[read.code].version)
    ]
    return compare(filing, reading, _shown(filing.submission, moved) if moved else {})


def _shown(submission, codes):
    """What the values held in each of their versions, by (code, version as text)."""
    rows = ReportedValue.history.filter(submission_id=submission.pk, indicator__code__in=codes)
    return {
        (code, str(version)): (number, not_relevant)
        for code, version, number, not_relevant in rows.values_list(
            "indicator__code", "version", "number", "not_relevant"
        )
    }


@dataclass(frozen=True)
class Preview:
    """A workbook's answers, sorted by what is to be done about them."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    is_waiting: bool
    choices: dict[str, str]  # what was chosen on the page that was sent, by field name

    def _of(self, *kinds):
        return [line for line in self.lines if line.kind in kinds]

    @property
    def refusals(self):
        """Cells that stand in the way, as (line, address, text, sentence)."""
        return [(line, *refusal) for line in self._of(Kind.REFUSED) for refusal in line.read.refusals]

    @property
    def conflicts(self):
        """Answers that were changed on both sides, as (line, what is chosen so far)."""
        return [
            (line, self.choices.get(line.choice_name, "").removesuffix(f"@{line.standing}"))
            for line in self._of(Kind.CONFLICT)
        ]

    @property
    def changes(self):
        """Answers that the workbook changes."""
        return self._of(Kind.CHANGE)

    @property
    def overtaken(self):
        """Answers that a colleague changed and the workbook did not: the newer one stays."""
        return self._of(Kind.OVERTAKEN)

    @property
    def kept(self):
        """Answers whose cell was emptied: they stay."""
        return self._of(Kind.KEPT)

    @property
    def same(self):
        """Answers that are as they were."""
        return self._of(Kind.SAME)

    @property
    def blank(self):
        """Questions without an answer in either place."""
        return self._of(Kind.BLANK)

    @property
    def can_be_taken(self) -> bool:
        """Whether there is something to save and nothing in the way."""
        return self.is_waiting and not self.refusals and bool(self.changes or self.conflicts)


def preview_of(upload, filing, at, choices) -> Preview:
    """The page's view of an upload beside the filing as it stands."""
    return Preview(lines_of(upload, filing), reading_of(upload).notes, upload.is_waiting(at), choices)
