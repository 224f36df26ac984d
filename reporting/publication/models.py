"""The book: what is written, what is being built, and what was made."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.consolidation.models import Consolidation
from reporting.rounds.models import Round
from reporting.stories.models import CaseStory

# A build without a sign of life for this long has lost its worker, or never had one.
SILENCE = datetime.timedelta(minutes=2)


class Report(models.Model):
    """One row is one year's book: its title and chapters, whatever the figures are. Changed by publication.actions."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="report", verbose_name=_("runde"))
    title = models.CharField(_("titel"), max_length=160)
    subtitle = models.CharField(_("undertitel"), max_length=240)

    class Meta:
        verbose_name = _("bog")
        verbose_name_plural = _("bøger")

    def __str__(self):
        return f"{self.title} {self.round.year}"


class Chapter(models.Model):
    """One row is one chapter: Markdown with placeholders for every figure, set by the layout of that name."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="chapters", verbose_name=_("bog"))
    code = models.SlugField(_("kode"), max_length=40)
    layout = models.SlugField(_("opsætning"), max_length=40)
    position = models.PositiveSmallIntegerField(_("rækkefølge"))
    title = models.CharField(_("titel"), max_length=160)
    lead = models.TextField(_("indledning"), blank=True)
    body = models.TextField(_("brødtekst"), blank=True)
    pulls = models.JSONField(_("fremhævede tal"), default=list, blank=True)
    notes = models.JSONField(_("noter"), default=list, blank=True)
    in_contents = models.BooleanField(_("i indholdsfortegnelsen"), default=True)

    class Meta:
        verbose_name = _("kapitel")
        verbose_name_plural = _("kapitler")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "code"],
                name="chapter_code_once",
                violation_error_message=_("Bogen har allerede et kapitel med den kode."),
            ),
        ]

    def __str__(self):
        return self.title


class ReportStory(models.Model):
    """One row puts one unit's case story into the book, at a place in the order."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="stories", verbose_name=_("bog"))
    story = models.ForeignKey(CaseStory, on_delete=models.PROTECT, related_name="+", verbose_name=_("case"))
    position = models.PositiveSmallIntegerField(_("rækkefølge"))

    class Meta:
        verbose_name = _("valgt case")
        verbose_name_plural = _("valgte cases")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "story"],
                name="reportstory_once",
                violation_error_message=_("Casen er allerede i bogen."),
            ),
        ]

    def __str__(self):
        return str(self.story)


class Edition(models.Model):
    """One row is one finished PDF made from one consolidation. Appended, never changed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="editions", verbose_name=_("bog"))
    consolidation = models.ForeignKey(
        Consolidation, on_delete=models.PROTECT, related_name="editions", verbose_name=_("opgørelse")
    )
    number = models.PositiveSmallIntegerField(_("nummer"))
    file = models.FileField(_("fil"), upload_to="editions/")
    sha256 = models.CharField(_("kontrolsum"), max_length=64)
    pages = models.PositiveSmallIntegerField(_("sider"))
    warnings = models.JSONField(_("bemærkninger"), default=list, blank=True)
    created_at = models.DateTimeField(_("bygget"))

    class Meta:
        verbose_name = _("udgave")
        verbose_name_plural = _("udgaver")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="edition_number_once",
                violation_error_message=_("Udgavens nummer er brugt."),
            ),
        ]

    def __str__(self):
        return f"{self.report} · {self.number}"


class BuildState(models.TextChoices):
    """How far a building of the book has come."""

    WAITING = "waiting", _("Venter")
    BUILDING = "building", _("Bygger")
    DONE = "done", _("Færdig")
    FAILED = "failed", _("Mislykket")


UNDER_WAY = (BuildState.WAITING, BuildState.BUILDING)


class BookBuildQuerySet(models.QuerySet):
    """Requests for the book in the words of the page."""

    def under_way(self):
        """Requests that nobody has finished or given up, though their worker may be dead."""
        return self.filter(state__in=UNDER_WAY)

    def silent_at(self, at):
        """Requests under way without a sign of life for so long that they are over; see BookBuild.is_silent_at."""
        return self.under_way().filter(touched_at__lt=at - SILENCE)


class BookBuild(models.Model):
    """One row is one request for the book: its progress while the worker builds it, and the edition it became.

    Written by publication.actions and, outside any transaction so that others see it, by the worker.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="builds", verbose_name=_("bog"))
    state = models.CharField(_("tilstand"), max_length=8, choices=BuildState.choices, default=BuildState.WAITING)
    steps_done = models.PositiveSmallIntegerField(_("trin nået"), default=0)
    steps_total = models.PositiveSmallIntegerField(_("trin i alt"), default=0)
    step = models.CharField(_("trin"), max_length=160, blank=True)
    error = models.TextField(_("fejl"), blank=True)
    edition = models.ForeignKey(
        Edition, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("udgave")
    )
    requested_at = models.DateTimeField(_("bestilt"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("bestilt af")
    )
    touched_at = models.DateTimeField(_("sidste livstegn"))

    objects = BookBuildQuerySet.as_manager()

    class Meta:
        verbose_name = _("bygning af bogen")
        verbose_name_plural = _("bygninger af bogen")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state__in=["waiting", "building"]),
                name="bookbuild_one_at_a_time",
                violation_error_message=_("Bogen er allerede ved at blive bygget."),
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(edition__isnull=False),
                name="bookbuild_done_has_edition",
                violation_error_message=_("En færdig bygning har en udgave."),
            ),
        ]

    def __str__(self):
        return f"{self.report}: {self.get_state_display()}"

    def is_silent_at(self, at):
        """Whether it began or waits but gave no sign of life for SILENCE: it is over, and another may be asked for."""
        return self.state in UNDER_WAY and self.touched_at < at - SILENCE

    def is_under_way_at(self, at):
        """Whether it waits for a worker or is being built by one that is alive."""
        return self.state in UNDER_WAY and not self.is_silent_at(at)
