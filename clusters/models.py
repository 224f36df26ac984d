"""Who reports and who reads: units, people, and what binds them."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NationalRole(models.TextChoices):
    """What a person may do for the whole country; empty for those who only belong to units."""

    EDITOR = "editor", _("Redaktør")
    REVIEWER = "reviewer", _("Gennemser")
    VIEWER = "viewer", _("Læser")


class UserManager(BaseUserManager):
    """Makes users by e-mail; `actions.create_user` is what the application calls."""

    def create_user(self, email, password=None, **fields):
        """Make a user; without a password the person sets one through the reset link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        """Look a person up by e-mail, whatever the case it is typed in."""
        return self.get(email=email.lower())


class User(AbstractBaseUser):
    """One row is one person who can log in; the e-mail is stored in lower case. Changed by clusters.actions."""

    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("Der er allerede en bruger med den e-mail.")}
    )
    name = models.CharField(_("navn"), max_length=120)
    national_role = models.CharField(_("national rolle"), max_length=10, choices=NationalRole.choices, blank=True)
    is_active = models.BooleanField(_("aktiv"), default=True)
    created_at = models.DateTimeField(_("oprettet"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("bruger")
        verbose_name_plural = _("brugere")
        constraints = [
            models.CheckConstraint(
                condition=Q(national_role__in=["", *NationalRole.values]),
                name="user_national_role_known",
                violation_error_message=_("Vælg en af de nationale roller eller ingen."),
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def is_editor(self):
        """Whether the person edits the national account."""
        return self.is_active and self.national_role == NationalRole.EDITOR

    @property
    def may_review(self):
        """Whether the person may return and accept filings."""
        return self.is_active and self.national_role in (NationalRole.EDITOR, NationalRole.REVIEWER)

    @property
    def reads_everything(self):
        """Whether the person may read every filing, as all national roles may."""
        return self.is_active and bool(self.national_role)


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


class MembershipRole(models.TextChoices):
    """What a person may do for one unit."""

    REPORTER = "reporter", _("Indberetter")
    MANAGER = "manager", _("Ansvarlig")


class Membership(models.Model):
    """One row lets one person work for one unit: a reporter prepares, a manager also submits.

    `invited_at` says when a colleague or an editor invited them through a page: they are told by letter.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("bruger"))
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("enhed"))
    role = models.CharField(_("rolle"), max_length=10, choices=MembershipRole.choices)
    invited_at = models.DateTimeField(_("inviteret"), null=True, blank=True)
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("inviteret af")
    )

    class Meta:
        verbose_name = _("medlemskab")
        verbose_name_plural = _("medlemskaber")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "cluster"],
                name="membership_once",
                violation_error_message=_("Personen har allerede adgang til enheden."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=MembershipRole.values),
                name="membership_role_known",
                violation_error_message=_("Rollen er indberetter eller ansvarlig."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.cluster}"
