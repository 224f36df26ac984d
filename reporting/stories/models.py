"""The stories that units tell with their filings, each a spread in the book."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.submissions.models import Submission


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
