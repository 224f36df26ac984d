"""Writing the book down: beginning it, asking for it, and what the worker does."""

import hashlib
import tomllib
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.models import Act
from reporting.consolidation.actions import consolidate
from reporting.publication.models import BookBuild, BuildState, Chapter, Edition, Report, ReportStory
from reporting.publication.queries import book_contents
from reporting.publication.typesetting import typeset

BOOK_FILE = Path(__file__).parent / "books" / "viden-og-vaekst.toml"


class BookRefused(Exception):
    """The book cannot be asked for now; str() says why and what to do."""


@transaction.atomic
def begin_report(*, round_, path=BOOK_FILE):
    """Make the round's book with the standard chapters, or give the one that is begun."""
    report = Report.objects.filter(round=round_).first()
    if report:
        return report
    document = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    report = Report.objects.create(round=round_, **document["book"])
    Chapter.objects.bulk_create(
        Chapter(report=report, position=position, **row) for position, row in enumerate(document["chapter"], start=1)
    )
    return report


@transaction.atomic
def choose_stories(*, report, stories, by, at):
    """Put these case stories into the book, in this order."""
    report.stories.all().delete()
    ReportStory.objects.bulk_create(
        ReportStory(report=report, story=story, position=position) for position, story in enumerate(stories, start=1)
    )
    record(Act.STORIES_CHOSEN, by=by, at=at, year=report.round.year, text=str(len(stories)))


@transaction.atomic
def request_build(*, report, by, at, enqueue=None) -> BookBuild:
    """Ask for the book and hand it to the worker by `enqueue(pk)`: both or neither, so that no build waits for a job
    that was never made. Raises BookRefused while another is under way.

    A build whose worker fell silent is given up first, so that nobody is locked out by a dead process.
    """
    BookBuild.objects.filter(report=report).silent_at(at).update(
        state=BuildState.FAILED, error=_("Bygningen gik i stå og er opgivet. Byg bogen igen.")
    )
    try:
        with transaction.atomic():
            requested = BookBuild.objects.create(report=report, requested_at=at, requested_by=by, touched_at=at)
    except IntegrityError:
        raise BookRefused(_("Bogen er allerede ved at blive bygget. Vent, til den er færdig.")) from None
    if enqueue:
        enqueue(requested.pk)
    return requested


def build(*, build) -> Edition:
    """Build the book that was asked for: add up, typeset, keep the file. What the worker runs.

    Progress is written as it happens, outside any transaction. Running it again after a crash starts over.
    Raises whatever went wrong, after the build is marked as failed with a sentence; BookRefused when the build was
    given up before or meanwhile, which leaves it as it is.
    """
    begun = (
        BookBuild.objects.under_way()
        .filter(pk=build.pk)
        .update(state=BuildState.BUILDING, error="", touched_at=timezone.now())
    )
    if not begun:
        raise _given_up()
    try:
        consolidation = consolidate(round_=build.report.round, by=build.requested_by, at=timezone.now())
        book = book_contents(build.report, consolidation, published_on=timezone.localdate(build.requested_at))
        made = typeset(book, progress=lambda done, total, label: _progress(build, done, total, label))
        return _finish(build, consolidation, made)
    except BaseException as error:  # also SystemExit: a worker that is told twice to stop ends in the middle of a job
        _building(build).update(state=BuildState.FAILED, error=_reason(error), touched_at=timezone.now())
        raise


def fail_killed_build(*, build_id, at):
    """Mark a build as failed because it killed every worker that took it up; a finished one stays as it is."""
    BookBuild.objects.under_way().filter(pk=build_id).update(
        state=BuildState.FAILED,
        error=_("Bogen kunne ikke bygges: serveren gik ned hver gang, den prøvede. Kontakt driften."),
        touched_at=at,
    )


def _building(build):
    """The build as long as it is being built; nobody, once it was given up, so that it cannot come back to life."""
    return BookBuild.objects.filter(pk=build.pk, state=BuildState.BUILDING)


def _progress(build, done, total, label):
    if not _building(build).update(steps_done=done, steps_total=total, step=label, touched_at=timezone.now()):
        raise _given_up()


@transaction.atomic
def _finish(build, consolidation, made):
    """Keep the edition and mark the build as done, both or neither; raises BookRefused when it was given up."""
    if not _building(build).select_for_update().first():  # asked before the file is written, which no rollback removes
        raise _given_up()
    edition = keep_edition(
        report=build.report, consolidation=consolidation, made=made, at=timezone.now(), by=build.requested_by
    )
    _building(build).update(state=BuildState.DONE, edition=edition, touched_at=timezone.now())
    return edition


def _given_up():
    return BookRefused(_("Bygningen er opgivet i mellemtiden."))


def _reason(error):
    if isinstance(error, Exception):
        return _("Bogen kunne ikke bygges: %(error)s") % {"error": error}
    return _("Bygningen blev afbrudt, fordi serveren blev stoppet. Byg bogen igen.")


@transaction.atomic
def keep_edition(*, report, consolidation, made, at, by=None) -> Edition:
    """Keep a typeset book as the report's next edition, with its checksum."""
    Report.objects.select_for_update().get(pk=report.pk)
    number = Edition.objects.filter(report=report).count() + 1
    edition = Edition(
        report=report,
        consolidation=consolidation,
        number=number,
        sha256=hashlib.sha256(made.pdf).hexdigest(),
        pages=made.pages,
        warnings=list(made.warnings),
        created_at=at,
    )
    edition.file.save(f"viden-og-vaekst-{report.round.year}-{number}.pdf", ContentFile(made.pdf), save=False)
    edition.save()
    record(Act.EDITION_KEPT, by=by, at=at, year=report.round.year, text=str(number))
    return edition
