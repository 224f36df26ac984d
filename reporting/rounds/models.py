"""When, and of whom: a round for a reference year and its roster."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from reporting.catalogue.models import Catalogue


class RoundQuerySet(models.QuerySet):
    """Rounds in the words of the field."""

    def opened(self):
        """The rounds that units know of; one that is still being prepared is the editors' alone."""
        return self.filter(opened_at__isnull=False)

    def in_preparation(self):
        """The rounds that an editor is preparing: their catalogue and roster may still be changed."""
        return self.filter(opened_at=None)


class Round(models.Model):
    """One row is one year's collection. Opening it freezes its catalogue. Changed by rounds.actions.

    Three days, three names: from `opens_on` (åbning) units may file; at `deadline_on` (frist) they should have
    sent, and are late afterwards; after `locks_on` (lås) what was never sent can no longer be filled in or sent
    (empty: never). `opened_at` is when an editor opened the round; before that it is being prepared and only
    editors know of it. With `four_eyes` a filing is accepted by two people. `is_demo` marks a round whose units'
    figures are made up; every page and book that shows them says so.
    """

    year = models.PositiveSmallIntegerField(_("regnskabsår"), unique=True)
    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("katalog"))
    opens_on = models.DateField(_("åbner"))
    deadline_on = models.DateField(_("frist"))
    locks_on = models.DateField(_("låses"), null=True, blank=True)
    opened_at = models.DateTimeField(_("åbnet"), null=True, blank=True)
    four_eyes = models.BooleanField(_("godkendes af to"), default=False)
    is_demo = models.BooleanField(_("demonstration"), default=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("runde")
        verbose_name_plural = _("runder")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deadline_on__gte=F("opens_on")),
                name="round_opens_before_deadline",
                violation_error_message=_("Fristen kan ikke ligge før åbningsdagen."),
            ),
            models.CheckConstraint(
                condition=Q(locks_on=None) | Q(locks_on__gte=F("deadline_on")),
                name="round_locks_after_deadline",
                violation_error_message=_("Låsen kan ikke ligge før fristen."),
            ),
        ]

    def __str__(self):
        return f"{self.year}"

    def is_open_on(self, day):
        """Whether units may begin to file on `day`; after the deadline they still may, and are shown as late."""
        return self.opened_at is not None and self.opens_on <= day

    def deadline_with(self, extended_to) -> datetime.date:
        """The deadline of a unit that was extended to `extended_to` (None: it was not)."""
        return extended_to or self.deadline_on

    def lock_with(self, extended_to) -> datetime.date | None:
        """The lock of a unit that was extended to `extended_to`: never before its own deadline; None: there is none."""
        if self.locks_on is None or extended_to is None:
            return self.locks_on
        return max(self.locks_on, extended_to)


class RosterEntryQuerySet(models.QuerySet):
    """Places on the roster in the words of the field."""

    def locked_on(self, day):
        """Those whose unit can no longer send a first filing on `day`: the lock has passed, and so has an extension."""
        return self.filter(Q(extended_to=None) | Q(extended_to__lt=day), round__locks_on__lt=day)


class RosterEntry(models.Model):
    """One row says that a unit is expected to file in a round; `extended_to` is its own deadline, with a reason.

    An extension moves the unit's deadline, and its lock where that lies earlier. `extension_at` is when it was last
    given, changed or withdrawn: the unit's people are told by letter.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="roster", verbose_name=_("runde"))
    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, related_name="roster_entries", verbose_name=_("enhed")
    )
    extended_to = models.DateField(_("udsat til"), null=True, blank=True)
    extension_reason = models.CharField(_("grund til udsættelsen"), max_length=500, blank=True)
    extension_at = models.DateTimeField(_("udsættelsen givet eller trukket tilbage"), null=True, blank=True)

    objects = RosterEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("plads på listen")
        verbose_name_plural = _("pladser på listen")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "cluster"],
                name="rosterentry_once",
                violation_error_message=_("Enheden står allerede på listen."),
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None, extension_reason="")
                | (Q(extended_to__isnull=False) & ~Q(extension_reason="")),
                name="rosterentry_extension_with_reason",
                violation_error_message=_("En udsættelse har både en dato og en grund."),
            ),
        ]

    def __str__(self):
        return f"{self.cluster} · {self.round}"

    @property
    def deadline_on(self) -> datetime.date:
        """The unit's own deadline: the round's, or what it was extended to."""
        return self.round.deadline_with(self.extended_to)

    @property
    def locks_on(self) -> datetime.date | None:
        """The last day on which the unit may send for the first time; None: there is no lock."""
        return self.round.lock_with(self.extended_to)
