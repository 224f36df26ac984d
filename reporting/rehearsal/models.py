"""The rehearsal: what is known of the sealed copy in the real house."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.sealing import Copy

SILENCE = datetime.timedelta(minutes=2)  # a copying without a sign of life for so long has lost its worker


class RehearsalState(models.TextChoices):
    """How far a rehearsal has come."""

    COPYING = "copying", _("Gøres klar")
    READY = "ready", _("I gang")
    FAILED = "failed", _("Mislykket")


class RehearsalQuerySet(models.QuerySet):
    """Rehearsals in the words of the page."""

    def ready(self):
        """The one that can be entered."""
        return self.filter(state=RehearsalState.READY)


class Rehearsal(models.Model):
    """One row is the rehearsal that there is, at most one; throwing it away removes it. Changed by rehearsal.actions.

    `program` names the program's tables as they were when it was copied: another program cannot show it.
    `lets_units_in`: secretariats may enter, too, not only those with a national role. `size` is in bytes.
    """

    only = models.BooleanField(default=True, editable=False)
    year = models.PositiveSmallIntegerField(_("regnskabsår"))
    state = models.CharField(_("tilstand"), max_length=7, choices=RehearsalState.choices)
    steps_done = models.PositiveIntegerField(_("trin nået"), default=0)
    steps_total = models.PositiveIntegerField(_("trin i alt"), default=1)
    error = models.TextField(_("fejl"), blank=True)
    lets_units_in = models.BooleanField(_("sekretariater må komme ind"), default=False)
    program = models.CharField(_("programmets tabeller"), max_length=64)
    size = models.PositiveBigIntegerField(_("størrelse"), default=0)
    begun_at = models.DateTimeField(_("begyndt"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("begyndt af")
    )
    touched_at = models.DateTimeField(_("sidste livstegn"))

    objects = RehearsalQuerySet.as_manager()

    class Meta:
        verbose_name = _("generalprøve")
        verbose_name_plural = _("generalprøver")
        constraints = [
            models.UniqueConstraint(
                fields=["only"],
                name="rehearsal_one_at_a_time",
                violation_error_message=_("Der er allerede en generalprøve. Smid den væk, før en ny begyndes."),
            ),
            models.CheckConstraint(
                condition=Q(only=True),
                name="rehearsal_only_one",
                violation_error_message=_("Der kan kun være én generalprøve ad gangen."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=RehearsalState.values),
                name="rehearsal_state_known",
                violation_error_message=_("En generalprøve gøres klar, er i gang eller er mislykket."),
            ),
        ]

    def __str__(self):
        return f"{self.year}: {self.get_state_display()}"

    @property
    def ends_at(self):
        """When it is thrown away, should nobody do so before."""
        return self.begun_at + datetime.timedelta(days=settings.REHEARSAL_DAYS)

    @property
    def copy(self) -> Copy:
        """The copy that belongs to it."""
        return Copy(number=self.pk, year=self.year)

    def went_silent_at(self, at):
        """Whether it is still being copied, but nobody does."""
        return self.state == RehearsalState.COPYING and self.touched_at < at - SILENCE
