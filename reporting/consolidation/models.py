"""The nation: what was published before, and each time the accepted filings were added up."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.rounds.models import Round
from reporting.submissions.models import Submission


class PublishedFigure(models.Model):
    """One row is a national figure as an earlier account printed it, with the decimals it was printed with.

    `value` is in the measure's unit (persons, mio. kr., %). Loaded by consolidation.actions.load_history.
    """

    code = models.SlugField(_("kode"), max_length=60)
    year = models.PositiveSmallIntegerField(_("år"))
    value = models.DecimalField(_("værdi"), max_digits=20, decimal_places=6)
    decimals = models.PositiveSmallIntegerField(_("trykte decimaler"))
    source = models.CharField(_("kilde"), max_length=160)

    class Meta:
        verbose_name = _("offentliggjort tal")
        verbose_name_plural = _("offentliggjorte tal")
        ordering = ["year", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "year"],
                name="publishedfigure_one_per_year",
                violation_error_message=_("Året har allerede et offentliggjort tal for rækken."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.year}"


class Consolidation(models.Model):
    """One row is one time the accepted filings of a round were added up. Appended, never changed.

    `fingerprint` is SHA-256 over inputs, formulas and history; material that is still the
    latest is not appended again, material that has been replaced and is back gets a row of its own.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="consolidations", verbose_name=_("runde"))
    number = models.PositiveIntegerField(_("nummer"))
    fingerprint = models.CharField(_("fingeraftryk"), max_length=64)
    expected = models.PositiveSmallIntegerField(_("enheder på listen"))
    accepted = models.PositiveSmallIntegerField(_("godkendte indberetninger"))
    facts = models.JSONField(_("oplysninger"), default=dict)
    created_at = models.DateTimeField(_("gjort op"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gjort op af"),
    )

    class Meta:
        verbose_name = _("opgørelse")
        verbose_name_plural = _("opgørelser")
        ordering = ["round", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"],
                name="consolidation_number_once",
                violation_error_message=_("Opgørelsens nummer er brugt."),
            ),
            models.CheckConstraint(
                condition=Q(accepted__lte=models.F("expected")),
                name="consolidation_coverage_within_roster",
                violation_error_message=_("Der kan ikke være flere godkendte indberetninger end enheder på listen."),
            ),
        ]

    def __str__(self):
        return f"{self.round.year} · {self.fingerprint[:8]}"


class ConsolidationInput(models.Model):
    """One row is one filing that a consolidation counted, in the version that was accepted."""

    consolidation = models.ForeignKey(
        Consolidation, on_delete=models.CASCADE, related_name="inputs", verbose_name=_("opgørelse")
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="+", verbose_name=_("indberetning")
    )
    version = models.PositiveIntegerField(_("version"))

    class Meta:
        verbose_name = _("grundlag")
        verbose_name_plural = _("grundlag")
        constraints = [
            models.UniqueConstraint(
                fields=["consolidation", "submission"],
                name="consolidationinput_once",
                violation_error_message=_("Indberetningen er allerede talt med."),
            ),
        ]

    def __str__(self):
        return f"{self.submission} v{self.version}"


class NationalFigure(models.Model):
    """One row is one figure of one year in a consolidation: the unrounded value and where it came from."""

    consolidation = models.ForeignKey(
        Consolidation, on_delete=models.CASCADE, related_name="figures", verbose_name=_("opgørelse")
    )
    code = models.SlugField(_("kode"), max_length=60)
    year = models.PositiveSmallIntegerField(_("år"))
    value = models.DecimalField(_("værdi"), max_digits=24, decimal_places=9, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimaler"))
    source = models.CharField(_("kilde"), max_length=10)
    contributors = models.PositiveSmallIntegerField(_("bidragydere"), default=0)
    change = models.DecimalField(_("ændring"), max_digits=12, decimal_places=0, null=True, blank=True)
    change_approximate = models.BooleanField(_("omtrentlig ændring"), default=False)

    class Meta:
        verbose_name = _("nationalt tal")
        verbose_name_plural = _("nationale tal")
        constraints = [
            models.UniqueConstraint(
                fields=["consolidation", "code", "year"],
                name="nationalfigure_one_per_year",
                violation_error_message=_("Opgørelsen har allerede tallet for det år."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.year}"
