"""When, and of whom: a round for a reference year and its roster."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from reporting.catalogue.models import Catalogue


class Round(models.Model):
    """One row is one year's collection. Opening it freezes its catalogue. Changed by rounds.actions.

    `is_demo` marks a round whose units' figures are made up; every page and book that shows them says so.
    """

    year = models.PositiveSmallIntegerField(_("regnskabsår"), unique=True)
    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("katalog"))
    opens_on = models.DateField(_("åbner"))
    deadline_on = models.DateField(_("frist"))
    is_demo = models.BooleanField(_("demonstration"), default=False)

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
        ]

    def __str__(self):
        return f"{self.year}"

    def is_open_on(self, day):
        """Whether units may file on `day`; after the deadline they still may, and are shown as late."""
        return self.opens_on <= day


class RosterEntry(models.Model):
    """One row says that a unit is expected to file in a round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="roster", verbose_name=_("runde"))
    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, related_name="roster_entries", verbose_name=_("enhed")
    )

    class Meta:
        verbose_name = _("plads på listen")
        verbose_name_plural = _("pladser på listen")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "cluster"],
                name="rosterentry_once",
                violation_error_message=_("Enheden står allerede på listen."),
            ),
        ]

    def __str__(self):
        return f"{self.cluster} · {self.round}"
