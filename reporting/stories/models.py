"""The stories that units tell with their filings, each a spread in the book."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.submissions.models import Submission

MOST_STORIES = 3  # of one unit in one filing
PAGE_SHAPE = (216, 276)  # mm of the left page with its bleed
IN_THE_HAND = 0  # the place of a story while two change places


class StoryCategory(models.TextChoices):
    """The five categories of services; each case story carries one."""

    MATCHMAKING = "matchmaking", _("Matchmaking & Videndeling")
    PROJECTS = "projects", _("Samarbejdsprojekter")
    COMPETENCE = "competence", _("Kompetenceudvikling")
    INTERNATIONAL = "international", _("Internationalisering")
    DISSEMINATION = "dissemination", _("Formidling")


class StoryState(models.TextChoices):
    """What a unit says of its story: still writing, or for the editor to read."""

    DRAFT = "draft", _("Kladde")
    READY = "ready", _("Klar til redaktionen")


class StoryText(models.Model):
    """What people write of a story, all of it with gaps; `lead` and `body` are Markdown, `consent` is the sitters'."""

    category = models.CharField(_("kategori"), max_length=14, choices=StoryCategory.choices, blank=True)
    headline = models.CharField(_("overskrift"), max_length=90, blank=True)
    lead = models.TextField(_("indledning"), max_length=500, blank=True)
    body = models.TextField(_("brødtekst"), max_length=9000, blank=True)
    quote = models.CharField(_("citat på billedet"), max_length=240, blank=True)
    credit = models.CharField(_("kreditering"), max_length=120, blank=True)
    alt = models.CharField(_("billedbeskrivelse"), max_length=240, blank=True)
    consent = models.BooleanField(_("samtykke"), default=False)

    class Meta:
        abstract = True


class CaseStory(StoryText):
    """One row is one story a unit tells with its filing, at its place among the unit's three. Written by stories.actions.

    `version` counts the changes of its texts; a save names the version that it was based on.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="stories", verbose_name=_("indberetning")
    )
    position = models.PositiveSmallIntegerField(_("plads"), default=1)
    state = models.CharField(_("tilstand"), max_length=5, choices=StoryState.choices, default=StoryState.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1)
    updated_at = models.DateTimeField(_("ændret"), null=True, blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ændret af"),
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["submission", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "position"],
                name="casestory_place_once",
                violation_error_message=_("Der står allerede en case på den plads."),
            ),
            models.CheckConstraint(
                condition=Q(position__gte=IN_THE_HAND, position__lte=MOST_STORIES),
                name="casestory_three_at_most",
                violation_error_message=_("En enhed kan højst fortælle tre cases."),
            ),
            models.CheckConstraint(
                condition=Q(category__in=["", *StoryCategory.values]),
                name="casestory_category_known",
                violation_error_message=_("Vælg en af de fem kategorier."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=StoryState.values),
                name="casestory_state_known",
                violation_error_message=_("En case er en kladde eller klar til redaktionen."),
            ),
        ]

    def __str__(self):
        return self.headline or str(_("Case uden overskrift"))


class StoryVersion(StoryText):
    """One row is a story's texts as one save left them, so that none is lost. Appended, never changed."""

    story = models.ForeignKey(CaseStory, on_delete=models.CASCADE, related_name="versions", verbose_name=_("case"))
    number = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("tidspunkt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("af"))

    class Meta:
        verbose_name = _("udgave af en case")
        verbose_name_plural = _("udgaver af en case")
        ordering = ["story", "number"]
        indexes = [models.Index(fields=["at"], name="storyversion_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "number"],
                name="storyversion_number_once",
                violation_error_message=_("Den udgave af casen findes allerede."),
            ),
        ]

    def __str__(self):
        return f"{self.story} · {self.number}"


def photo_path(photo, filename):
    """Where a file of a photo lies: a folder of its own with a name that nobody can guess."""
    return f"stories/{uuid.uuid4().hex}/{filename}"


class StoryPhoto(models.Model):
    """One row is the photo of a story, in four sizes made from what was uploaded; another photo is another row.

    `focus_x` and `focus_y` say in percent which part stays when the photo is cut to the page's shape.
    """

    story = models.OneToOneField(CaseStory, on_delete=models.CASCADE, related_name="photo", verbose_name=_("case"))
    original = models.FileField(_("original"), upload_to=photo_path)  # upright, without metadata, not cut
    page = models.FileField(_("til tryk"), upload_to=photo_path)  # cut to the page, with bleed
    web = models.FileField(_("til skærm"), upload_to=photo_path)  # the same, small
    whole = models.FileField(_("hele billedet"), upload_to=photo_path)  # not cut, small
    width = models.PositiveIntegerField(_("bredde"))
    height = models.PositiveIntegerField(_("højde"))
    focus_x = models.PositiveSmallIntegerField(_("vandret udsnit"), default=50)
    focus_y = models.PositiveSmallIntegerField(_("lodret udsnit"), default=50)
    uploaded_at = models.DateTimeField(_("lagt ind"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("lagt ind af")
    )

    class Meta:
        verbose_name = _("billede")
        verbose_name_plural = _("billeder")
        constraints = [
            models.CheckConstraint(
                condition=Q(focus_x__lte=100, focus_y__lte=100),
                name="storyphoto_focus_within",
                violation_error_message=_("Udsnittet angives i procent, fra 0 til 100."),
            ),
        ]

    def __str__(self):
        return f"{self.story}: {self.width} × {self.height}"

    @property
    def mark(self):
        """A word that is another one when the files are: for addresses that a browser may keep."""
        return self.web.name.split("/")[-2]

    @property
    def is_wide(self):
        """Whether the page cuts off something at the sides, else at the top and the bottom."""
        return self.width * PAGE_SHAPE[1] > self.height * PAGE_SHAPE[0]


class StoryComment(models.Model):
    """One row is one remark on a story; the unit and the review write and read them. Appended, never changed."""

    story = models.ForeignKey(CaseStory, on_delete=models.CASCADE, related_name="comments", verbose_name=_("case"))
    text = models.CharField(_("kommentar"), max_length=1000)
    at = models.DateTimeField(_("tidspunkt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("af"))

    class Meta:
        verbose_name = _("kommentar til en case")
        verbose_name_plural = _("kommentarer til cases")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="storycomment_not_blank",
                violation_error_message=_("Skriv en kommentar."),
            ),
        ]

    def __str__(self):
        return self.text
