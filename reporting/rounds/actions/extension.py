"""A unit's own deadline: given with a reason, changed, and withdrawn again. Letters tell it."""

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.models import Act
from clusters.permissions import check_can_edit
from reporting.dates import day_text
from reporting.rounds.errors import YearRefused
from reporting.rounds.models import RosterEntry


@transaction.atomic
def extend(*, entry, extended_to, reason, by, at):
    """Move one unit's deadline to `extended_to`, a day after the round's and not past; raises YearRefused.

    The same again changes nothing, so that nobody is told twice.
    """
    check_can_edit(by)
    reason = " ".join(reason.split())
    entry = _held(entry)
    if not reason:
        raise YearRefused(_("Skriv en grund. Den bliver stående ved enheden."))
    if extended_to <= entry.round.deadline_on:
        raise YearRefused(
            _("Vælg en dag efter den fælles frist, %(day)s.") % {"day": day_text(entry.round.deadline_on)}
        )
    if extended_to < localdate(at):
        raise YearRefused(_("Vælg en dag, der ikke er passeret."))
    if (entry.extended_to, entry.extension_reason) == (extended_to, reason):
        return
    is_told = {} if entry.extended_to == extended_to else {"extension_at": at}
    RosterEntry.objects.filter(pk=entry.pk).update(extended_to=extended_to, extension_reason=reason, **is_told)
    # The unit reads its log; the reason stands with its place on the list, for the nation alone.
    text = day_text(extended_to)
    record(Act.EXTENDED, by=by, at=at, cluster=entry.cluster, year=entry.round.year, text=text)


@transaction.atomic
def extend_all(*, entries, extended_to, reason, by, at):
    """Move the deadline of all these units, or of none of them; raises YearRefused."""
    for entry in sorted(entries, key=lambda row: row.pk):  # two who do this at once meet the rows in one order
        extend(entry=entry, extended_to=extended_to, reason=reason, by=by, at=at)


@transaction.atomic
def withdraw_extension(*, entry, by, at):
    """Let the round's own deadline hold for the unit again; a second time changes nothing."""
    check_can_edit(by)
    entry = _held(entry)
    if entry.extended_to is None:
        return
    RosterEntry.objects.filter(pk=entry.pk).update(extended_to=None, extension_reason="", extension_at=at)
    record(Act.EXTENSION_WITHDRAWN, by=by, at=at, cluster=entry.cluster, year=entry.round.year)


def _held(entry):
    return RosterEntry.objects.select_for_update(of=("self",)).select_related("round", "cluster").get(pk=entry.pk)
