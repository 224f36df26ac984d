"""The answers of a filing: numbers, lists of countries, and the unit's explanations."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from reporting.catalogue.models import Indicator
from reporting.submissions.models.filing import Submission


class ReportedValue(models.Model):
    """One row is one answer: a number in the indicator's unit, or `not relevant`. No row is no answer.

    `version` counts the value's changes; a save names the version it was based on. `save_key` is the
    key that the page gave the save, so that the same save sent again is known. Written by
    submissions.actions alone, which also writes the history.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="values", verbose_name=_("indberetning")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="values", verbose_name=_("indikator")
    )
    number = models.DecimalField(_("tal"), max_digits=16, decimal_places=2, null=True, blank=True)
    not_relevant = models.BooleanField(_("ikke relevant"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    save_key = models.CharField(_("gemmets nøgle"), max_length=36, blank=True)
    updated_at = models.DateTimeField(_("ændret"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ændret af")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("værdi")
        verbose_name_plural = _("værdier")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "indicator"],
                name="reportedvalue_one_per_indicator",
                violation_error_message=_("Feltet har allerede en værdi."),
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(not_relevant=False),
                name="reportedvalue_number_or_not_relevant",
                violation_error_message=_("Et felt er enten et tal eller ikke relevant, ikke begge dele."),
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(number__gte=0),
                name="reportedvalue_not_negative",
                violation_error_message=_("Tallet kan ikke være negativt."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator.code}: {'–' if self.number is None else self.number}"

    @property
    def content(self):
        """The answer itself: (number, whether it is not relevant)."""
        return (self.number, self.not_relevant)

    @property
    def is_answered(self):
        """Whether the question has an answer, be it a number or `not relevant`."""
        return self.not_relevant or self.number is not None


class CountryCount(models.Model):
    """One row says how many collaborations of one kind a unit had in one country (ISO 3166 alpha-2).

    Written by submissions.actions alone, which also writes the history: who set, changed or took out a country.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="country_counts", verbose_name=_("indberetning")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="country_counts", verbose_name=_("indikator")
    )
    country = models.CharField(_("land"), max_length=2)
    count = models.PositiveIntegerField(_("antal"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("land")
        verbose_name_plural = _("lande")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "indicator", "country"],
                name="countrycount_one_per_country",
                violation_error_message=_("Landet står der allerede."),
            ),
            models.CheckConstraint(
                condition=Q(count__gt=0),
                name="countrycount_positive",
                violation_error_message=_("Et land på listen har mindst ét samarbejde."),
            ),
        ]

    def __str__(self):
        return f"{self.country}: {self.count}"


class Explanation(models.Model):
    """One row is a unit's sentence on why a soft check's finding is right; `subject` is the code it is about.

    `is_footnote` is the editor's choice to print it below the table in which the figure stands.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="explanations", verbose_name=_("indberetning")
    )
    rule = models.SlugField(_("regel"), max_length=60)
    subject = models.SlugField(_("gælder"), max_length=60)
    text = models.CharField(_("forklaring"), max_length=500)
    updated_at = models.DateTimeField(_("ændret"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ændret af")
    )
    is_footnote = models.BooleanField(_("som fodnote i bogen"), default=False)

    class Meta:
        verbose_name = _("forklaring")
        verbose_name_plural = _("forklaringer")
        indexes = [models.Index(fields=["updated_at"], name="explanation_updated_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "rule", "subject"],
                name="explanation_one_per_finding",
                violation_error_message=_("Der er allerede en forklaring."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="explanation_not_blank",
                violation_error_message=_("Skriv en forklaring."),
            ),
        ]

    def __str__(self):
        return self.text
