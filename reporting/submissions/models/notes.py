"""What people write beside a number: to whoever files next year, and to each other."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.catalogue.models import Indicator
from reporting.submissions.models.filing import Submission


class FieldNote(models.Model):
    """One row is a unit's note on one question to whoever files next year; nobody outside the unit reads it.

    `version` counts its changes; a save names the version it was based on. Written by actions.notes.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="notes", verbose_name=_("indberetning")
    )
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indikator"))
    text = models.CharField(_("note"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    updated_at = models.DateTimeField(_("ændret"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ændret af")
    )

    class Meta:
        verbose_name = _("note til efterfølgeren")
        verbose_name_plural = _("noter til efterfølgeren")
        indexes = [models.Index(fields=["updated_at"], name="fieldnote_updated_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "indicator"],
                name="fieldnote_one_per_indicator",
                violation_error_message=_("Feltet har allerede en note."),
            ),
        ]

    def __str__(self):
        return self.text


class FieldComment(models.Model):
    """One row is one remark in the thread on a question; the unit and the review read it. Appended, never changed."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="comments", verbose_name=_("indberetning")
    )
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indikator"))
    text = models.CharField(_("kommentar"), max_length=1000)
    at = models.DateTimeField(_("tidspunkt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("af"))

    class Meta:
        verbose_name = _("kommentar")
        verbose_name_plural = _("kommentarer")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="fieldcomment_at")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="fieldcomment_not_blank",
                violation_error_message=_("Skriv en kommentar."),
            ),
        ]

    def __str__(self):
        return self.text
