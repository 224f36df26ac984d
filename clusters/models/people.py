"""People: who can log in, for the whole country or for units."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.models.units import Cluster


class NationalRole(models.TextChoices):
    """What a person may do for the whole country; empty for those who only belong to units."""

    EDITOR = "editor", _("Redaktør")
    REVIEWER = "reviewer", _("Gennemser")
    VIEWER = "viewer", _("Læser")


GUESTS_AT = "@gaest.invalid"  # addresses of those who write through a link and can never log in
ERASED_AT = "@slettet.invalid"  # addresses of those who were erased


class AccountState(models.TextChoices):
    """How it stands with a person's log-in, read off the moments that the row keeps."""

    ACTIVE = "active", _("Aktiv")
    WARNED = "warned", _("Varslet")
    CLOSED = "closed", _("Lukket")
    ERASED = "erased", _("Slettet")


class UserQuerySet(models.QuerySet):
    """People in the words of the house."""

    def with_log_in(self):
        """Everybody who has or had a log-in; the guests of a link are not among them."""
        return self.exclude(email__endswith=GUESTS_AT)

    def unused_since(self, moment):
        """Those who can log in and gave no sign of life at `moment` or later: no log-in, no invitation, not opened."""
        quiet = self.with_log_in().filter(is_active=True, created_at__lt=moment)
        for column in ("last_login", "invited_at", "seen_at"):
            quiet = quiet.filter(Q(**{column: None}) | Q(**{f"{column}__lt": moment}))
        return quiet.exclude(pk__in=Membership.objects.filter(invited_at__gte=moment).values("user"))

    def editors(self):
        """Those who edit the national account now."""
        return self.filter(is_active=True, national_role=NationalRole.EDITOR)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
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
    """One row is one person who can log in; the e-mail is stored in lower case. Changed by clusters.actions.

    `invited_at`: an editor gave the national role and a letter goes out. `seen_at`: an editor
    opened the log-in again. `warned_at`: a letter says that the unused
    log-in will be closed. `closed_at`: nobody can log in with it. `erased_at`: who it was is forgotten for good;
    the row stays as a pseudonym under what the person wrote. `is_technical` opens Django's own admin site.
    """

    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("Der er allerede en bruger med den e-mail.")}
    )
    name = models.CharField(_("navn"), max_length=120)
    national_role = models.CharField(_("national rolle"), max_length=10, choices=NationalRole.choices, blank=True)
    is_active = models.BooleanField(_("aktiv"), default=True)
    is_technical = models.BooleanField(_("teknisk administrator"), default=False)
    created_at = models.DateTimeField(_("oprettet"), auto_now_add=True)
    invited_at = models.DateTimeField(_("inviteret"), null=True, blank=True)
    seen_at = models.DateTimeField(_("åbnet igen"), null=True, blank=True)
    warned_at = models.DateTimeField(_("varslet"), null=True, blank=True)
    closed_at = models.DateTimeField(_("lukket"), null=True, blank=True)
    erased_at = models.DateTimeField(_("slettet"), null=True, blank=True)

    objects = UserManager()
    sees_as = None  # key of the unit whose pages a national reader sees as its secretariat does, in this request

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
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(is_active=False),
                name="user_closed_is_inactive",
                violation_error_message=_("En bruger, der er lukket, kan ikke være aktiv."),
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(closed_at__isnull=False),
                name="user_erased_is_closed",
                violation_error_message=_("En bruger, der er slettet, er også lukket."),
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def state(self):
        """How it stands with the log-in."""
        if self.erased_at:
            return AccountState.ERASED
        if not self.is_active:
            return AccountState.CLOSED
        return AccountState.WARNED if self.is_warned else AccountState.ACTIVE

    @property
    def is_warned(self):
        """Whether a warning stands: nobody has logged in since it was given."""
        return self.warned_at is not None and (self.last_login is None or self.last_login <= self.warned_at)

    @property
    def is_guest(self):
        """Whether the row is only the name of somebody who writes through a link."""
        return self.email.endswith(GUESTS_AT)

    @property
    def pseudonym(self):
        """What stands in the place of the name once the person is erased: always the same for the same row."""
        return f"Slettet person {self.pk}"

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
