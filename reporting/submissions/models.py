"""The answers: one filing per unit and round, its values, and everything that happened to it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from clusters.models import Cluster
from reporting.catalogue.models import Indicator
from reporting.rounds.models import Round


class Status(models.TextChoices):
    """Where a filing stands. Consolidated and published are not statuses: they are rows elsewhere."""

    DRAFT = "draft", _("Under udfyldelse")
    SUBMITTED = "submitted", _("Indsendt")
    RETURNED = "returned", _("Sendt retur")
    ACCEPTED = "accepted", _("Godkendt")


OPEN_STATUSES = (Status.DRAFT, Status.RETURNED)  # the unit may write


class SubmissionQuerySet(models.QuerySet):
    """Filings in the words of the field."""

    def visible_to(self, user):
        """Filings that `user` may see: the own units', or all with a national role."""
        return self.filter(cluster__in=Cluster.objects.visible_to(user))

    def for_round(self, round_):
        """The filings of one round."""
        return self.filter(round=round_)

    def accepted(self):
        """The filings that count in national figures."""
        return self.filter(status=Status.ACCEPTED)


class Submission(models.Model):
    """One row is one unit's filing in one round.

    `version` counts every change of content or status: who acts on a filing names the version they saw.
    Status is assigned by submissions.workflow.apply alone; content by submissions.actions.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("runde"))
    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("enhed"))
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("begyndt"), auto_now_add=True)
    changed_at = models.DateTimeField(_("sidst ændret"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("indsendt"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("indsendt af"),
    )
    accepted_at = models.DateTimeField(_("godkendt"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("godkendt af"),
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("indberetning")
        verbose_name_plural = _("indberetninger")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "cluster"],
                name="submission_one_per_round",
                violation_error_message=_("Enheden har allerede en indberetning i runden."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="submission_status_known",
                violation_error_message=_("Ukendt status."),
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="submission_submitted_at_with_by",
                violation_error_message=_("En indsendelse har både tidspunkt og person."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="submission_accepted_at_with_by",
                violation_error_message=_("En godkendelse har både tidspunkt og person."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT, submitted_at=None)
                | (~Q(status=Status.DRAFT) & Q(submitted_at__isnull=False)),
                name="submission_sent_unless_draft",
                violation_error_message=_("Alt andet end en kladde er indsendt på et tidspunkt."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.ACCEPTED, accepted_at__isnull=False)
                | (~Q(status=Status.ACCEPTED) & Q(accepted_at=None)),
                name="submission_accepted_at_iff_accepted",
                violation_error_message=_("Kun en godkendt indberetning har et tidspunkt for godkendelse."),
            ),
        ]

    def __str__(self):
        return f"{self.cluster} {self.round.year}"

    @property
    def is_open(self):
        """Whether the unit may write in it."""
        return self.status in OPEN_STATUSES


class ReportedValue(models.Model):
    """One row is one answer: a number in the indicator's unit, or `not relevant`. No row is no answer.

    `version` counts the value's changes; a save names the version it was based on. Written by
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
    def is_answered(self):
        """Whether the question has an answer, be it a number or `not relevant`."""
        return self.not_relevant or self.number is not None


class CountryCount(models.Model):
    """One row says how many collaborations of one kind a unit had in one country (ISO 3166 alpha-2)."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="country_counts", verbose_name=_("indberetning")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="country_counts", verbose_name=_("indikator")
    )
    country = models.CharField(_("land"), max_length=2)
    count = models.PositiveIntegerField(_("antal"))

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
    """One row is a unit's sentence on why a soft check's finding is right; `subject` is the code it is about."""

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

    class Meta:
        verbose_name = _("forklaring")
        verbose_name_plural = _("forklaringer")
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


class SubmissionEvent(models.Model):
    """One row is one transition of a filing: what, who, when, why. Appended by workflow.apply, never changed."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="events", verbose_name=_("indberetning")
    )
    transition = models.CharField(_("hændelse"), max_length=24)
    from_status = models.CharField(_("fra"), max_length=10, choices=Status.choices)
    to_status = models.CharField(_("til"), max_length=10, choices=Status.choices)
    version = models.PositiveIntegerField(_("version"))
    reason = models.TextField(_("begrundelse"), blank=True)
    at = models.DateTimeField(_("tidspunkt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("af"))

    class Meta:
        verbose_name = _("hændelse")
        verbose_name_plural = _("hændelser")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_status=F("to_status")),
                name="submissionevent_changes_status",
                violation_error_message=_("En hændelse flytter indberetningen til en anden status."),
            ),
        ]

    def __str__(self):
        return f"{self.submission}: {self.transition}"


class StoryCategory(models.TextChoices):
    """The five categories of services; each case story carries one."""

    MATCHMAKING = "matchmaking", _("Matchmaking & Videndeling")
    PROJECTS = "projects", _("Samarbejdsprojekter")
    COMPETENCE = "competence", _("Kompetenceudvikling")
    INTERNATIONAL = "international", _("Internationalisering")
    DISSEMINATION = "dissemination", _("Formidling")


class CaseStory(models.Model):
    """One row is one story a unit tells with its filing; `body` and `quote` are Markdown and plain text."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="stories", verbose_name=_("indberetning")
    )
    category = models.CharField(_("kategori"), max_length=14, choices=StoryCategory.choices)
    headline = models.CharField(_("overskrift"), max_length=90)
    lead = models.TextField(_("indledning"), max_length=500)
    body = models.TextField(_("brødtekst"), max_length=6000)
    quote = models.CharField(_("citat"), max_length=240, blank=True)
    credit = models.CharField(_("kreditering"), max_length=120, blank=True)
    alt = models.CharField(_("billedbeskrivelse"), max_length=240, blank=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["submission", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "headline"],
                name="casestory_headline_once",
                violation_error_message=_("Der er allerede en case med den overskrift."),
            ),
            models.CheckConstraint(
                condition=Q(category__in=StoryCategory.values),
                name="casestory_category_known",
                violation_error_message=_("Vælg en af de fem kategorier."),
            ),
        ]

    def __str__(self):
        return self.headline
