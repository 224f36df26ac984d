"""Deleting what is too old, and what the worker does once a day."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from clusters.actions import drop_letters, record
from clusters.models import ERASED_AT, Act, User
from reporting.privacy.actions.dormant import close_dormant
from reporting.privacy.actions.erasing import ErasureRefused, erase
from reporting.privacy.models import RetentionRun
from reporting.privacy.queries import due_at, last_run, mentions_of, terms_of


def apply_retention(*, at) -> RetentionRun:
    """Delete of each kind of data what is older than its period, and keep how many of each.

    A closed account is erased where nobody is named in what people typed; where somebody is, an editor has to look.
    """
    counts = {due.period.key: _DELETE.get(due.period.key, _delete)(due.rows, at) for due in due_at(at) if due.count}
    if settings.RETENTION_DAYS["letters"]:
        counts["mail"] = _old_mail(at - datetime.timedelta(days=settings.RETENTION_DAYS["letters"]))
    counts = {key: count for key, count in counts.items() if count}
    with transaction.atomic():
        run = RetentionRun.objects.create(at=at, counts=counts)
        if counts:
            record(Act.RETENTION, by=None, at=at, text=", ".join(f"{key} {count}" for key, count in counts.items()))
    return run


def daily(*, at):
    """What the worker does once a day: warn and close unused log-ins, delete what is too old."""
    run = last_run()
    if run is None or timezone.localdate(run.at) < timezone.localdate(at):
        close_dormant(at=at)
        apply_retention(at=at)


def _delete(rows, at):
    _total, by_model = rows.delete()
    return by_model.get(rows.model._meta.label, 0)


@transaction.atomic
def _forget_links(rows, at):
    guests = list(rows.values_list("guest", flat=True))
    rows.delete()
    for guest in User.objects.filter(pk__in=guests):
        User.objects.filter(pk=guest.pk).update(
            name=guest.pseudonym, email=f"slettet-{guest.pk}{ERASED_AT}", closed_at=at, erased_at=at
        )
    return len(guests)


def _erase_accounts(rows, at):
    erased = 0
    for user in rows:
        if not mentions_of(user, terms_of(user)):
            try:
                erase(user=user, by=None, at=at)
            except ErasureRefused:
                continue
            erased += 1
    return erased


def _old_mail(moment):
    return drop_letters(
        folder=settings.MAIL_DIR, is_meant=lambda letter: letter.sent_at is not None and letter.sent_at < moment
    )


_DELETE = {"links": _forget_links, "accounts": _erase_accounts}
