"""One filing per unit and round, and everything that happened to it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from reporting.rounds.models import RosterEntry, Round


class Status(models.TextChoices):
    """Where a filing stands. Consolidated and published are not statuses: they are rows elsewhere."""

    DRAFT = "draft", _("Under udfyldelse")
    SUBMITTED = "submitted", _("Indsendt")
    RETURNED = "returned", _("Sendt retur")
    ACCEPTED = "accepted", _("Godkendt")


class Unlocked(models.TextChoices):
    """How much of a filing that is with the unit may be written in."""

    ALL = "all", _("hele indberetningen")
    FIELDS = "fields", _("kun de felter, der er spurgt til")
    FIELDS_AND_STORIES = "stories", _("de felter, der er spurgt til, og casene")


OPEN_STATUSES = (Status.DRAFT, Status.RETURNED)  # the unit may write


class SubmissionQuerySet(models.QuerySet):
    """Filings in the words of the field."""

    def visible_to(self, user):
        """Filings that `user` may see: the own units', or all with a national role."""
        return self.filter(cluster__in=Cluster.objects.visible_to(user))

    def writable_by(self, user):
        """Filings that `user` works on as one of the unit; whether they are open now is for the write to see."""
        return self.filter(cluster__memberships__user=user, cluster__memberships__user__is_active=True)

    def writable_on(self, day):
        """Filings that the unit may write in on `day`: a draft until its lock, a returned one always.

        One condition of an UPDATE, without a join: a filing that is sent at this moment is not written in.
        """
        lock = RosterEntry.objects.locked_on(day).filter(round=OuterRef("round"), cluster=OuterRef("cluster"))
        return self.filter(~(Q(status=Status.DRAFT) & Exists(lock)), status__in=OPEN_STATUSES)

    def with_own_days(self):
        """Filings that know their unit's extension, so that deadline and lock cost no query of their own."""
        entry = RosterEntry.objects.filter(round=OuterRef("round"), cluster=OuterRef("cluster"))
        return self.annotate(own_extension=Subquery(entry.values("extended_to")[:1]))

    def for_round(self, round_):
        """The filings of one round."""
        return self.filter(round=round_)

    def accepted(self):
        """The filings that count in national figures."""
        return self.filter(status=Status.ACCEPTED)


class Submission(models.Model):
    """One row is one unit's filing in one round.

    `version` counts every change of content or status: who acts on a filing names the version they saw.
    Status is assigned by submissions.workflow.apply alone; content by submissions.actions. `unlocked` says what of
    a returned filing may be written in: all of it, or the fields that the review asked about (see ReturnedField).
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("runde"))
    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("enhed"))
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    unlocked = models.CharField(_("låst op"), max_length=10, choices=Unlocked.choices, default=Unlocked.ALL)
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
                condition=Q(unlocked=Unlocked.ALL) | Q(unlocked__in=Unlocked.values, status=Status.RETURNED),
                name="submission_partly_unlocked_when_returned",
                violation_error_message=_("Kun en indberetning, der er sendt retur, kan være åben for enkelte felter."),
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
        """Whether it is with the unit, which may write in it unless it is locked."""
        return self.status in OPEN_STATUSES

    @property
    def is_open_in_part(self):
        """Whether the unit may write only in the fields that the review asked about."""
        return self.unlocked != Unlocked.ALL

    @property
    def are_stories_open(self):
        """Whether the unit may write in its stories: not while only single values are sent back."""
        return self.is_open and self.unlocked != Unlocked.FIELDS

    @cached_property
    def extended_to(self):
        """What the unit's deadline was extended to, None where it was not; one query unless it was read with it."""
        if "own_extension" in self.__dict__:
            return self.own_extension
        places = RosterEntry.objects.filter(round=self.round_id, cluster=self.cluster_id)
        return places.values_list("extended_to", flat=True).first()

    @property
    def deadline_on(self):
        """The unit's own deadline, which every page and paper shows."""
        return self.round.deadline_with(self.extended_to)

    @property
    def locks_on(self):
        """The last day on which the unit may write in it and send it for the first time; None: no lock."""
        return self.round.lock_with(self.extended_to)

    def is_locked_on(self, day):
        """Whether the lock has closed it before it was ever sent; what was returned may always be corrected."""
        if self.status != Status.DRAFT or self.round.locks_on is None or day <= self.round.locks_on:
            return False
        return day > self.locks_on

    def is_open_on(self, day):
        """Whether the unit may write in it on `day`."""
        return self.is_open and not self.is_locked_on(day)


class SubmissionEvent(models.Model):
    """One row is one transition of a filing: what, who, when, why. Appended by workflow.apply, never changed.

    `fingerprint` is that of the content that was accepted; empty for the other transitions.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="events", verbose_name=_("indberetning")
    )
    transition = models.CharField(_("hændelse"), max_length=24)
    from_status = models.CharField(_("fra"), max_length=10, choices=Status.choices)
    to_status = models.CharField(_("til"), max_length=10, choices=Status.choices)
    version = models.PositiveIntegerField(_("version"))
    reason = models.TextField(_("begrundelse"), blank=True)
    fingerprint = models.CharField(_("fingeraftryk"), max_length=64, blank=True)
    at = models.DateTimeField(_("tidspunkt"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("af"))

    class Meta:
        verbose_name = _("hændelse")
        verbose_name_plural = _("hændelser")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="submissionevent_at")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_status=F("to_status")),
                name="submissionevent_changes_status",
                violation_error_message=_("En hændelse flytter indberetningen til en anden status."),
            ),
        ]

    def __str__(self):
        return f"{self.submission}: {self.transition}"
