"""Workbooks that were uploaded, with what was read of them until somebody decides."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reporting.submissions.models import Submission


class UploadState(models.TextChoices):
    """What became of an uploaded workbook."""

    REFUSED = "refused", _("Kunne ikke læses")
    FLAWED = "flawed", _("Skal rettes i arbejdsbogen")
    WAITING = "waiting", _("Venter på jeres svar")
    TAKEN = "taken", _("Taget over")
    DISCARDED = "discarded", _("Ikke brugt")


class WorkbookUpload(models.Model):
    """One row is one uploaded workbook: who, when, what was read, and what became of it.

    `reading` is what was understood, cell by cell, also of a flawed one, in which cells must be mended first. It is
    no part of the filing before it is taken over, and is dropped then. `refusal` is the sentence when the file could not be used. Written by workbooks.actions alone.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="workbook_uploads", verbose_name=_("indberetning")
    )
    file_name = models.CharField(_("filens navn"), max_length=120)
    state = models.CharField(_("resultat"), max_length=10, choices=UploadState.choices)
    refusal = models.CharField(_("afvist, fordi"), max_length=600, blank=True)
    reading = models.JSONField(_("læst"), default=dict, blank=True)
    changes = models.PositiveIntegerField(_("ændrede svar"), default=0)
    uploaded_at = models.DateTimeField(_("læst ind"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("læst ind af")
    )
    expires_at = models.DateTimeField(_("udløber"))
    decided_at = models.DateTimeField(_("afgjort"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("afgjort af"),
    )

    class Meta:
        verbose_name = _("arbejdsbog, der er læst ind")
        verbose_name_plural = _("arbejdsbøger, der er læst ind")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=UploadState.values),
                name="workbookupload_state_known",
                violation_error_message=_("Vælg et af de kendte resultater."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("uploaded_at")),
                name="workbookupload_expires_after_upload",
                violation_error_message=_("En arbejdsbog udløber, efter at den er læst ind."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[UploadState.TAKEN, UploadState.DISCARDED],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | Q(
                    ~Q(state__in=[UploadState.TAKEN, UploadState.DISCARDED]),
                    decided_at=None,
                    decided_by=None,
                ),
                name="workbookupload_decided_at_with_by",
                violation_error_message=_("En afgørelse har både tidspunkt og person, og kun en afgjort har dem."),
            ),
            models.CheckConstraint(
                condition=Q(state=UploadState.REFUSED) | Q(refusal=""),
                name="workbookupload_refusal_when_refused",
                violation_error_message=_("Kun en arbejdsbog, der er afvist, har en begrundelse."),
            ),
        ]

    def __str__(self):
        return self.file_name

    def is_waiting(self, at):
        """Whether it can still be taken over at the moment `at`."""
        return self.state == UploadState.WAITING and at < self.expires_at
