"""What was sent, word for word: the frozen copy behind a receipt."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.submissions.models.filing import SubmissionEvent


class Receipt(models.Model):
    """One row is what a unit sent at one moment, with its fingerprint. Appended by actions.submit, never changed.

    `content` is what queries.content_of makes of a filing; `fingerprint` is the SHA-256 of its canonical
    text. `declaration` is the sentence that the sender confirmed, in the words that they read.
    """

    event = models.OneToOneField(
        SubmissionEvent, on_delete=models.CASCADE, related_name="receipt", verbose_name=_("hændelse")
    )
    content = models.JSONField(_("indhold"))
    fingerprint = models.CharField(_("fingeraftryk"), max_length=64)
    # The fingerprint of `content` since a person's name was taken out of its explanations; `fingerprint` stays as given out.
    redacted_fingerprint = models.CharField(_("fingeraftryk efter sletning"), max_length=64, blank=True)
    declaration = models.TextField(_("erklæring"))
    at = models.DateTimeField(_("tidspunkt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("af"))

    class Meta:
        verbose_name = _("kvittering")
        verbose_name_plural = _("kvitteringer")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                name="receipt_fingerprint_once",
                violation_error_message=_("Der er allerede en kvittering med det fingeraftryk."),
            ),
            models.CheckConstraint(
                condition=~Q(declaration=""),
                name="receipt_declaration_kept",
                violation_error_message=_("En kvittering har erklæringen med."),
            ),
        ]

    def __str__(self):
        return f"{self.event}: {self.short_fingerprint}"

    @property
    def version(self):
        """The filing's version that was sent."""
        return self.event.version

    @property
    def kept_fingerprint(self):
        """The fingerprint that the copy must have as it is kept."""
        return self.redacted_fingerprint or self.fingerprint

    @property
    def short_fingerprint(self):
        """The first sixteen signs in fours, as people read them out."""
        return " ".join(self.fingerprint[start : start + 4] for start in range(0, 16, 4))
