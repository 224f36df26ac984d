"""What is kept for how long and why, and what is too old at a moment."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from clusters.models import GUESTS_AT, LogEntry, User
from reporting.letters.models import Letter
from reporting.privacy.models import RetentionRun
from reporting.submissions.models import Presence, SectionLink
from reporting.workbooks.models import WorkbookUpload

YEAR = 365  # days


@dataclass(frozen=True)
class Period:
    """One kind of data: its name in the settings, what it is, why it is kept, and which rows are older than a moment."""

    key: str
    what: str
    why: str
    older: Callable


def _links(moment):
    return SectionLink.objects.filter(Q(expires_at__lt=moment) | Q(revoked_at__lt=moment))


def _accounts(moment):
    closed = User.objects.filter(closed_at__lt=moment, erased_at=None)
    return closed.exclude(email__endswith=GUESTS_AT).order_by("pk")


PERIODS = (
    Period(
        "sessions",
        _("Log-ins, der er udløbet"),
        _("De bruges ikke til noget, når de er udløbet."),
        lambda moment: Session.objects.filter(expire_date__lt=moment),
    ),
    Period(
        "presence",
        _("Hvem der sidst var i en indberetning"),
        _("Så kolleger kan se hinanden, mens de arbejder, og et sekretariat kan se, om et link er brugt."),
        lambda moment: Presence.objects.filter(seen_at__lt=moment),
    ),
    Period(
        "uploads",
        _("Arbejdsbøger, der er læst ind"),
        _("Så sekretariatet kan se, hvad der blev læst. Svarene selv er gemt i indberetningen."),
        lambda moment: WorkbookUpload.objects.filter(uploaded_at__lt=moment),
    ),
    Period(
        "jobs",
        _("Baggrundsopgaver, der er færdige"),
        _("Til fejlsøgning."),
        lambda moment: DBTaskResult.objects.filter(finished_at__lt=moment),
    ),
    Period(
        "letters",
        _("Breve: hvem der fik hvilket, og hvornår"),
        _("Så vi kan svare på, om nogen har fået besked, også ved næste års indberetning."),
        lambda moment: Letter.objects.filter(tried_at__lt=moment),
    ),
    Period(
        "links",
        _("Lukkede links og gæsternes navne"),
        _(
            "Så det kan ses, hvem der gav et tal, så længe det kan blive rettet. Bagefter står tallet under et pseudonym."
        ),
        _links,
    ),
    Period(
        "accounts",
        _("Lukkede brugere"),
        _("Så det kan ses, hvem der indsendte og godkendte. Bagefter står det under et pseudonym."),
        _accounts,
    ),
    Period(
        "log",
        _("Loggen over handlinger"),
        _("Så en afgørelse om et tal kan efterprøves."),
        lambda moment: LogEntry.objects.filter(at__lt=moment),
    ),
)


@dataclass(frozen=True)
class Due:
    """One kind of data as the page shows it; `days` None is kept for good, 0 goes as soon as it has no use."""

    period: Period
    days: int | None
    rows: object
    count: int

    @property
    def for_how_long(self):
        """The days in words: whole years where they are such."""
        if self.days and self.days % YEAR == 0:
            return _("%(years)d år") % {"years": self.days // YEAR}
        return _("%(days)d dage") % {"days": self.days or 0}


def days_of(period) -> int | None:
    """How many days the kind is kept; None: for good. Sessions go when they have expired."""
    return 0 if period.key == "sessions" else (settings.RETENTION_DAYS[period.key] or None)


def due_at(at) -> list[Due]:
    """Of each kind what the next run would delete, as things stand at `at`."""
    found = []
    for period in PERIODS:
        days = days_of(period)
        rows = None if days is None else period.older(at - datetime.timedelta(days=days))
        found.append(Due(period, days, rows, 0 if rows is None else rows.count()))
    return found


def last_run() -> RetentionRun | None:
    """The latest run, None before the first."""
    return RetentionRun.objects.first()
