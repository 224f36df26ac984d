"""Whom a unit wants to be compared with."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.submissions.models import Submission


class PeerGroup(models.Model):
    """One row is the units that a unit picked to be compared with in one year; `members` are their addresses.

    It is picked once a year and never changed, so that nobody can set two groups off against each other and
    read one unit's figures out of the difference. Written by receipts.actions.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, related_name="peer_group", verbose_name=_("indberetning")
    )
    members = models.JSONField(_("enheder"))
    chosen_at = models.DateTimeField(_("valgt"))
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("valgt af")
    )

    class Meta:
        verbose_name = _("sammenligningsgruppe")
        verbose_name_plural = _("sammenligningsgrupper")

    def __str__(self):
        return f"{self.submission}: {len(self.members)}"
