"""A rehearsal's life: begun by an editor, copied by the worker, thrown away."""

import datetime
import logging

from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.models import Act
from reporting import sealing
from reporting.rehearsal.actions.copying import leave_at_the_door, make_database, remains, remove, size_of
from reporting.rehearsal.actions.staging import set_the_stage
from reporting.rehearsal.errors import RehearsalRefused
from reporting.rehearsal.models import SILENCE, Rehearsal, RehearsalState
from reporting.rehearsal.queries import program_mark, year_before, year_to_rehearse

_logger = logging.getLogger(__name__)


@transaction.atomic
def begin(*, year, by, at, enqueue=None) -> Rehearsal:
    """Ask the worker, by `enqueue(pk)`, for a sealed copy in which `year` is rehearsed. One that failed is replaced.

    Raises RehearsalRefused while there is one, or without a year whose figures could be played with.
    """
    year_to_rehearse(year)
    if year_before(year) is None:
        raise RehearsalRefused(
            _("Der er ingen godkendte indberetninger fra et tidligere år, så der er ingen tal at øve sig på.")
        )
    silent = Q(state=RehearsalState.COPYING, touched_at__lt=at - SILENCE)
    Rehearsal.objects.filter(Q(state=RehearsalState.FAILED) | silent).delete()
    try:
        with transaction.atomic():
            rehearsal = Rehearsal.objects.create(
                year=year,
                state=RehearsalState.COPYING,
                program=program_mark(),
                begun_at=at,
                begun_by=by,
                touched_at=at,
            )
    except IntegrityError:
        raise RehearsalRefused(_("Der er allerede en generalprøve. Smid den væk, før du begynder en ny.")) from None
    record(Act.REHEARSAL_BEGUN, by=by, at=at, year=year)
    if enqueue:
        enqueue(rehearsal.pk)
    return rehearsal


def copy_the_house(*, number):
    """Make the copy that was asked for and set its stage. What the worker runs; running it again starts over.

    Raises whatever went wrong, after the rehearsal is marked as failed with a sentence and its remains are gone.
    """
    rehearsal = Rehearsal.objects.select_related("begun_by").filter(pk=number).first()
    if rehearsal is None or rehearsal.state != RehearsalState.COPYING:
        return  # thrown away before it began, or done by another worker
    copy = rehearsal.copy
    try:
        remove([copy.folder], [copy.schema] if connection.vendor == "postgresql" else [])  # of a worker that was killed
        make_database(copy)
        _tell(number, 0, 1)
        with sealing.inside(copy):
            leave_at_the_door()
            steps = set_the_stage(year=copy.year, by=rehearsal.begun_by, at=timezone.now())
        _walk(copy, steps)
        ready = {"state": RehearsalState.READY, "size": size_of(copy), "touched_at": timezone.now()}
        if not Rehearsal.objects.filter(pk=number).update(**ready):
            raise _thrown_away()
    except BaseException as error:
        _fail(number, error)
        raise


def _walk(copy, steps):
    """Do one step after the other inside the copy, and tell the real house how far it is."""
    for done, step in enumerate(steps, start=1):
        with sealing.inside(copy):
            step()
        _tell(copy.number, done, len(steps))


def _tell(number, done, total):
    told = {"steps_done": done, "steps_total": max(total, 1), "touched_at": timezone.now()}
    if not Rehearsal.objects.filter(pk=number).update(**told):
        raise _thrown_away()


def _thrown_away():
    return RehearsalRefused(_("Generalprøven er smidt væk, mens den blev gjort klar."))


def _fail(number, error):
    reason = _("Generalprøven kunne ikke gøres klar: %(error)s") % {"error": error or type(error).__name__}
    Rehearsal.objects.filter(pk=number).update(state=RehearsalState.FAILED, error=reason, touched_at=timezone.now())
    try:
        throw_away_remains()
    except DatabaseError:
        _logger.exception("What is left of rehearsal %s could not be removed now.", number)


@transaction.atomic
def let_units_in(*, on, by, at):
    """Let the secretariats enter the copy, too, or no longer; raises RehearsalRefused where there is none."""
    if not Rehearsal.objects.update(lets_units_in=on):
        raise RehearsalRefused(_("Der er ingen generalprøve længere."))
    record(Act.REHEARSAL_SHARED, by=by, at=at, year=Rehearsal.objects.get().year, text="+" if on else "-")


def throw_away(*, by, at):
    """Throw the rehearsal away: its database, its files, its waiting jobs. Without one there is nothing to do.

    Whoever reads in it at this moment may hold it for some seconds; what cannot go now is taken by the worker.
    """
    with transaction.atomic():
        rehearsal = Rehearsal.objects.first()
        if rehearsal:
            Rehearsal.objects.filter(pk=rehearsal.pk).delete()
            record(Act.REHEARSAL_THROWN_AWAY, by=by, at=at, year=rehearsal.year)
    try:
        throw_away_remains()
    except DatabaseError:
        _logger.warning("The rehearsal is in use; the worker removes what is left.")


def throw_away_when_old(*, at):
    """Throw a rehearsal away that nobody did, or that an older program made: it holds names, and is not for keeping."""
    old = Q(begun_at__lt=at - datetime.timedelta(days=settings.REHEARSAL_DAYS))
    if Rehearsal.objects.filter(old | (Q(state=RehearsalState.READY) & ~Q(program=program_mark()))).exists():
        throw_away(by=None, at=at)


def throw_away_remains():
    """Remove what is left of rehearsals that are no more, or that failed."""
    folders, schemas = remains()  # looked for first: whatever is found now and still wanted has its row already
    rehearsal = Rehearsal.objects.exclude(state=RehearsalState.FAILED).first()
    wanted = {rehearsal.copy.folder, rehearsal.copy.schema} if rehearsal else set()
    remove([path for path in folders if path not in wanted], [name for name in schemas if name not in wanted])
