"""When the retention periods were last applied."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RetentionRun(models.Model):
    """One row is one time old data was deleted: how many of each kind. Appended by privacy.actions, never changed."""

    at = models.DateTimeField(_("tidspunkt"))
    counts = models.JSONField(_("slettet"), default=dict)

    class Meta:
        verbose_name = _("kørsel af opbevaringsfristerne")
        verbose_name_plural = _("kørsler af opbevaringsfristerne")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at}"

    @property
    def total(self):
        """How many rows of all kinds together."""
        return sum(self.counts.values())
