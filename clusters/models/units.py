"""Units: who reports, their certificates, and what became of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ClusterKind(models.TextChoices):
    """The two kinds of reporting units."""

    CLUSTER = "cluster", _("Klynge")
    NETWORK = "network", _("Innovationsnetværk")


class ClusterQuerySet(models.QuerySet):
    """Units in the words of the field."""

    def visible_to(self, user):
        """Units whose filings `user` may see: the own ones, or all with a national role."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.reads_everything:
            return self
        return self.filter(memberships__user=user)

    def active_in(self, year):
        """Units that existed in the whole or a part of `year`."""
        return self.filter(Q(active_from=None) | Q(active_from__lte=year), Q(active_to=None) | Q(active_to__gte=year))


class Cluster(models.Model):
    """One row is one reporting unit: a cluster or an innovation network with its own secretariat."""

    name = models.CharField(_("navn"), max_length=160, unique=True)
    short_name = models.CharField(_("kort navn"), max_length=40)
    slug = models.SlugField(_("adresse"), max_length=60, unique=True)
    former_name = models.CharField(_("tidligere navn"), max_length=160, blank=True)
    kind = models.CharField(_("art"), max_length=10, choices=ClusterKind.choices)
    active_from = models.PositiveSmallIntegerField(_("aktiv fra år"), null=True, blank=True)
    active_to = models.PositiveSmallIntegerField(_("aktiv til og med år"), null=True, blank=True)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("enhed")
        verbose_name_plural = _("enheder")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_from=None) | Q(active_to__gte=models.F("active_from")),
                name="cluster_active_years_ordered",
                violation_error_message=_("En enhed kan ikke lukke, før den er begyndt."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ClusterKind.values),
                name="cluster_kind_known",
                violation_error_message=_("En enhed er enten en klynge eller et innovationsnetværk."),
            ),
        ]

    def __str__(self):
        return self.name


class HostedNetwork(models.Model):
    """One row is an innovation network without its own filing: it reports through the cluster that hosts it."""

    host = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="hosted_networks", verbose_name=_("vært"))
    name = models.CharField(_("navn"), max_length=160, unique=True)

    class Meta:
        verbose_name = _("værtsført innovationsnetværk")
        verbose_name_plural = _("værtsførte innovationsnetværk")
        ordering = ["name"]

    def __str__(self):
        return self.name


class CertificationLevel(models.TextChoices):
    """The levels of the European Cluster Excellence Initiative."""

    GOLD = "gold", _("Guld")
    SILVER = "silver", _("Sølv")
    BRONZE = "bronze", _("Bronze")


class CertificationQuerySet(models.QuerySet):
    """Certifications in time."""

    def valid_at_end_of(self, year):
        """The certifications in force on the last day of `year`."""
        return self.filter(Q(valid_to_year=None) | Q(valid_to_year__gte=year), valid_from_year__lte=year)


class Certification(models.Model):
    """One row is one unit's certificate at one level over a span of years."""

    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="certifications", verbose_name=_("enhed")
    )
    level = models.CharField(_("niveau"), max_length=6, choices=CertificationLevel.choices)
    valid_from_year = models.PositiveSmallIntegerField(_("gælder fra år"))
    valid_to_year = models.PositiveSmallIntegerField(_("gælder til og med år"), null=True, blank=True)

    objects = CertificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificering")
        verbose_name_plural = _("certificeringer")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "valid_from_year"],
                name="certification_one_per_year",
                violation_error_message=_("Enheden har allerede en certificering fra det år."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to_year=None) | Q(valid_to_year__gte=models.F("valid_from_year")),
                name="certification_years_ordered",
                violation_error_message=_("En certificering kan ikke udløbe, før den gælder."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=CertificationLevel.values),
                name="certification_level_known",
                violation_error_message=_("Niveauet er guld, sølv eller bronze."),
            ),
        ]

    def __str__(self):
        return f"{self.cluster}: {self.get_level_display()}"


class Succession(models.Model):
    """One row says that one unit was carried on by another from a year: A and B became C is two rows."""

    predecessor = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, related_name="successions_from", verbose_name=_("forgænger")
    )
    successor = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, related_name="successions_to", verbose_name=_("efterfølger")
    )
    year = models.PositiveSmallIntegerField(_("fra år"))

    class Meta:
        verbose_name = _("efterfølge")
        verbose_name_plural = _("efterfølger")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="succession_once",
                violation_error_message=_("Den efterfølge er allerede registreret."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")),
                name="succession_not_itself",
                violation_error_message=_("En enhed kan ikke efterfølge sig selv."),
            ),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor} ({self.year})"
