"""What the review keeps for itself: questions being prepared, notes that no unit sees, the first of two looks, where
somebody has looked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.catalogue.models import Indicator
from reporting.submissions.models import Submission

LONGEST = 2000  # of a subject: more than all codes of a section


class PreparedQuestion(models.Model):
    """One row is a question about one value that the review has written down and not sent yet.

    It goes to the unit when the filing is sent back, and is gone then: it lives on as a remark in the value's thread.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="prepared_questions", verbose_name=_("indberetning")
    )
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indikator"))
    text = models.CharField(_("spørgsmål"), max_length=1000)
    at = models.DateTimeField(_("tidspunkt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("af"))

    class Meta:
        verbose_name = _("forberedt spørgsmål")
        verbose_name_plural = _("forberedte spørgsmål")
        ordering = ["indicator__section__position", "indicator__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "indicator"],
                name="preparedquestion_one_per_indicator",
                violation_error_message=_("Der er allerede et spørgsmål til feltet."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="preparedquestion_not_blank",
                violation_error_message=_("Skriv, hvad du vil spørge om."),
            ),
        ]

    def __str__(self):
        return self.text


class InternalNoteQuerySet(models.QuerySet):
    """Notes, in the words of the review."""

    def open(self):
        """Those that somebody is still to come back to."""
        return self.filter(needs_follow_up=True, settled_at=None)


class InternalNote(models.Model):
    """One row is a note that only the review reads, about a filing or one of its values.

    With `needs_follow_up` it is a mark to come back to until somebody settles it. Its text is never changed.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="internal_notes", verbose_name=_("indberetning")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indikator")
    )
    text = models.CharField(_("note"), max_length=1000)
    needs_follow_up = models.BooleanField(_("skal følges op"), default=False)
    at = models.DateTimeField(_("tidspunkt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("af"))
    settled_at = models.DateTimeField(_("fulgt op"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fulgt op af"),
    )

    objects = InternalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("intern note")
        verbose_name_plural = _("interne noter")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="internalnote_not_blank",
                violation_error_message=_("Skriv en note."),
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False, needs_follow_up=True),
                name="internalnote_settled_at_with_by",
                violation_error_message=_("Kun en note, der skal følges op, kan afsluttes, og af en person."),
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_open(self):
        """Whether somebody is still to come back to it."""
        return self.needs_follow_up and self.settled_at is None


class FirstLook(models.Model):
    """One row says that one person approved a filing in one version, where the round wants two to do so.

    The second, who must be another person, accepts it. A filing that was changed meanwhile begins anew.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="first_looks", verbose_name=_("indberetning")
    )
    version = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("tidspunkt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("af"))

    class Meta:
        verbose_name = _("første godkendelse")
        verbose_name_plural = _("første godkendelser")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "version"],
                name="firstlook_one_per_version",
                violation_error_message=_("Udgaven er allerede godkendt af den første."),
            ),
        ]

    def __str__(self):
        return f"{self.submission} v{self.version}: {self.by}"


class Seen(models.Model):
    """One row says that somebody has looked at one row of the queue, as it stood in `version`.

    `subject` names the row: the code of a question, codes with dots between them for several, nothing for the filing
    as a whole. `version` is that of the value (of several their sum, of the whole the filing's), so that
    the row comes back when the number is changed. Written by review.actions.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="seen", verbose_name=_("indberetning")
    )
    subject = models.CharField(_("gælder"), max_length=LONGEST, blank=True)
    version = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("tidspunkt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("af"))

    class Meta:
        verbose_name = _("set efter")
        verbose_name_plural = _("set efter")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "subject"],
                name="seen_once",
                violation_error_message=_("Rækken er allerede set efter."),
            ),
        ]

    def __str__(self):
        return f"{self.submission}: {self.subject}"
