"""Reading a workbook in, taking it over, putting it aside.

Taking over is all or nothing: one transaction, through the same save as the form's, on the answers that the
person saw beside the workbook's.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.models import Act
from reporting.submissions.actions import CountryEntry, Entry, Saved, save_answers, take
from reporting.submissions.queries import load_filing
from reporting.workbooks.comparison import chosen
from reporting.workbooks.errors import WorkbookRefused
from reporting.workbooks.models import UploadState, WorkbookUpload
from reporting.workbooks.queries import lines_of
from reporting.workbooks.reading import read_workbook

EXPIRES_AFTER = datetime.timedelta(days=7)
MOST_KEPT = 20  # uploads of a filing; older ones are forgotten
LONGEST_NAME, LONGEST_REFUSAL = 120, 600


class NotTakenOver(Exception):
    """Nothing was saved; str() says why and what to do."""


class Overtaken(NotTakenOver):
    """A colleague changed answers meanwhile: look at both, and choose."""


def receive(*, submission, name, data, by, at) -> WorkbookUpload:
    """Read an uploaded file and keep what was understood; the filing stays as it is.

    A file that cannot be used is kept as a row with the reason, without its content. Raises FilingLocked.
    """
    with transaction.atomic():
        take(submission, at=at)
    try:
        reading = read_workbook(data, load_filing(submission))
        state = UploadState.FLAWED if reading.refusals else UploadState.WAITING
        kept = {"state": state, "reading": reading.as_json()}
    except WorkbookRefused as refusal:
        kept = {"state": UploadState.REFUSED, "refusal": str(refusal)[:LONGEST_REFUSAL]}
    with transaction.atomic():
        upload = WorkbookUpload.objects.create(
            submission=submission,
            file_name=_printable(name),
            uploaded_at=at,
            uploaded_by=by,
            expires_at=at + EXPIRES_AFTER,
            **kept,
        )
        old = submission.workbook_uploads.values_list("pk", flat=True)[MOST_KEPT:]
        WorkbookUpload.objects.filter(pk__in=list(old)).delete()
        _record(Act.WORKBOOK_READ, submission, by=by, at=at)
    return upload


def _printable(name):
    text = "".join(sign for sign in name if sign.isprintable()).strip()
    return text[-LONGEST_NAME:] or _("uden navn")


@transaction.atomic
def take_over(*, upload, choices, by, at) -> int:
    """Save the workbook's answers in the filing and give how many were changed.

    `choices` settles conflicts (comparison.chosen). Raises FilingLocked, or NotTakenOver with a sentence; then
    nothing is saved.
    """
    submission = take(upload.submission, at=at)
    upload = WorkbookUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    _check_waiting(upload, at)
    lines = lines_of(upload, load_filing(submission))
    write, unsettled = chosen(lines, choices)
    if unsettled:
        raise Overtaken(
            _("En kollega har ændret svar, efter at arbejdsbogen blev hentet. Vælg, hvilke der skal gælde.")
        )
    saved = _save(submission, [line.entry() for line in write], by, at)
    _decide(upload, UploadState.TAKEN, by, at, changes=len(saved.codes))
    _record(Act.WORKBOOK_TAKEN, submission, by=by, at=at, text=str(len(saved.codes)))
    return len(saved.codes)


def _record(act, submission, **what):
    record(act, cluster=submission.cluster, year=submission.round.year, **what)


def _save(submission, entries, by, at) -> Saved:
    saved = save_answers(
        submission=submission,
        entries=[entry for entry in entries if isinstance(entry, Entry)],
        country_entries=[entry for entry in entries if isinstance(entry, CountryEntry)],
        by=by,
        at=at,
    )
    if saved.shut:
        raise NotTakenOver(" ".join(saved.shut.values()))
    if not saved.is_whole:
        raise Overtaken(_("En kollega har ændret svar i samme øjeblik. Se dem igennem igen."))
    return saved


@transaction.atomic
def put_aside(*, upload, by, at):
    """Decide that the workbook is not used; the filing stays as it is. Raises NotTakenOver when it is decided already."""
    upload = WorkbookUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    _check_waiting(upload, at)
    _decide(upload, UploadState.DISCARDED, by, at)


def _check_waiting(upload, at):
    if upload.state == UploadState.TAKEN:
        raise NotTakenOver(_("Arbejdsbogen er allerede taget over."))
    if upload.state == UploadState.FLAWED:
        raise NotTakenOver(_("Nogle celler skal rettes først. Ret dem i arbejdsbogen, og læs den ind igen."))
    if upload.state != UploadState.WAITING:
        raise NotTakenOver(_("Arbejdsbogen er lagt til side. Læs den ind igen, hvis den skal bruges."))
    if not upload.is_waiting(at):
        raise NotTakenOver(_("Det er mere end en uge siden, arbejdsbogen blev læst ind. Læs den ind igen."))


def _decide(upload, state, by, at, *, changes=0):
    """Set the end of it; the answers are dropped from the row, the report of them has been shown."""
    WorkbookUpload.objects.filter(pk=upload.pk).update(
        state=state, decided_by=by, decided_at=at, changes=changes, reading={}
    )
