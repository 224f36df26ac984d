"""How the people of a unit share the work of one filing."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reporting.submissions.models.filing import Submission


class SectionAssignment(models.Model):
    """One row says which colleague takes care of a section. It reminds; it does not forbid the others to write."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("indberetning")
    )
    section = models.SlugField(_("afsnit"), max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("kollega")
    )
    assigned_at = models.DateTimeField(_("tildelt"))
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("tildelt af")
    )

    class Meta:
        verbose_name = _("tildeling")
        verbose_name_plural = _("tildelinger")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "section"],
                name="sectionassignment_one_per_section",
                violation_error_message=_("Afsnittet er allerede givet til en kollega."),
            ),
        ]

    def __str__(self):
        return f"{self.section}: {self.user}"


class SectionLinkQuerySet(models.QuerySet):
    """Links in the words of the field."""

    def in_force(self, at):
        """The links that open at `at`: neither revoked nor expired."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class SectionLink(models.Model):
    """One row lets somebody without an account write in one section, by a secret address, for a while.

    `guest` is a person who cannot log in; all that is written through the link carries that name. Of the
    address only a digest is kept. Made and revoked by actions.sharing.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="links", verbose_name=_("indberetning")
    )
    section = models.SlugField(_("afsnit"), max_length=40)
    guest = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="section_link", verbose_name=_("gæst")
    )
    digest = models.CharField(_("aftryk af adressen"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("lavet"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("lavet af")
    )
    expires_at = models.DateTimeField(_("udløber"))
    revoked_at = models.DateTimeField(_("trukket tilbage"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("trukket tilbage af"),
    )

    objects = SectionLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link til et afsnit")
        verbose_name_plural = _("links til afsnit")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="sectionlink_expires_after_made",
                violation_error_message=_("Et link udløber, efter at det er lavet."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="sectionlink_revoked_at_with_by",
                violation_error_message=_("Et link, der er trukket tilbage, har både tidspunkt og person."),
            ),
        ]

    def __str__(self):
        return f"{self.section}: {self.guest}"


class Presence(models.Model):
    """One row says where in a filing a person was last seen, so that two at work see each other."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="presences", verbose_name=_("indberetning")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("bruger")
    )
    section = models.SlugField(_("afsnit"), max_length=40)
    seen_at = models.DateTimeField(_("set"))

    class Meta:
        verbose_name = _("tilstedeværelse")
        verbose_name_plural = _("tilstedeværelser")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "user"],
                name="presence_once",
                violation_error_message=_("Personen er allerede set i indberetningen."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.section}"
