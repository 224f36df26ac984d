"""What the review asks and decides about single values: fields sent back, checks waived, values corrected."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.catalogue.models import Indicator
from reporting.submissions.models.filing import Submission, SubmissionEvent
from reporting.submissions.models.notes import FieldComment


class ReturnedFieldQuerySet(models.QuerySet):
    """Fields sent back, in the words of the field."""

    def open(self):
        """Those that the unit has not sent again yet."""
        return self.filter(closed_at=None)


class ReturnedField(models.Model):
    """One row is one question of a filing that was sent back with a question of the review's.

    The question is a remark in the value's thread, so that the answer stands below it. `before` is what stood when
    it was asked (see queries.contents: a number as text, `not relevant`, a list of countries or None). It is closed
    when the unit sends the filing again. Written by workflow and submissions.actions.
    """

    event = models.ForeignKey(
        SubmissionEvent, on_delete=models.CASCADE, related_name="fields", verbose_name=_("hændelse")
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="returned_fields", verbose_name=_("indberetning")
    )
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indikator"))
    question = models.OneToOneField(
        FieldComment, on_delete=models.PROTECT, related_name="returned_field", verbose_name=_("spørgsmål")
    )
    before = models.JSONField(_("svaret, da der blev spurgt"), null=True)
    closed_at = models.DateTimeField(_("besvaret"), null=True, blank=True)

    objects = ReturnedFieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("felt sendt retur")
        verbose_name_plural = _("felter sendt retur")
        ordering = ["indicator__section__position", "indicator__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "indicator"],
                name="returnedfield_once",
                violation_error_message=_("Feltet er allerede sendt retur."),
            ),
        ]

    def __str__(self):
        return f"{self.submission}: {self.indicator.code}"


class Waiver(models.Model):
    """One row is an editor's decision that a hard check need not hold for one filing, with the reason, for all to see.

    It holds for the number as it stood: when that is changed afterwards, the check is back.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="waivers", verbose_name=_("indberetning")
    )
    rule = models.SlugField(_("regel"), max_length=60)
    subject = models.SlugField(_("gælder"), max_length=60)
    reason = models.CharField(_("begrundelse"), max_length=500)
    at = models.DateTimeField(_("tidspunkt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("af"))

    class Meta:
        verbose_name = _("fravigelse")
        verbose_name_plural = _("fravigelser")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "rule", "subject"],
                name="waiver_one_per_finding",
                violation_error_message=_("Kontrollen er allerede fraveget."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="waiver_has_a_reason",
                violation_error_message=_("Skriv, hvorfor kontrollen kan fraviges."),
            ),
        ]

    def __str__(self):
        return self.reason


class Correction(models.Model):
    """One row is a value that an editor corrected on the unit's behalf: who agreed to it, what stood before.

    The mark stands beside the figure as long as the value is the one that the editor wrote (`value_version`).
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="corrections", verbose_name=_("indberetning")
    )
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indikator"))
    before = models.JSONField(_("svaret før"), null=True)
    value_version = models.PositiveIntegerField(_("værdiens version"))
    consent = models.CharField(_("aftalt med"), max_length=500)
    at = models.DateTimeField(_("tidspunkt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("af"))

    class Meta:
        verbose_name = _("rettelse på enhedens vegne")
        verbose_name_plural = _("rettelser på enhedens vegne")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "indicator", "value_version"],
                name="correction_one_per_version",
                violation_error_message=_("Den udgave af tallet er allerede en rettelse."),
            ),
            models.CheckConstraint(
                condition=~Q(consent=""),
                name="correction_has_consent",
                violation_error_message=_("Skriv, hvem i sekretariatet rettelsen er aftalt med, og hvornår."),
            ),
        ]

    def __str__(self):
        return f"{self.submission}: {self.indicator.code}"
