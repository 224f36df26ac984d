"""What was told to whom: the letters, and the ledger of what stood in them."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from reporting.rounds.models import Round

NO_NEWS = "Ikke længere aktuelt."  # why a letter was given up that had nothing left to tell


class Kind(models.TextChoices):
    """What a letter may tell, in the order in which it tells it: first what somebody has to do something about."""

    INVITATION = "invitation", _("Invitation")
    NATIONAL = "national", _("Invitation fra Cluster Excellence Denmark")
    CLOSED = "closed", _("Bruger lukket")
    DORMANT = "dormant", _("Varsel om lukning")
    RETURNED = "returned", _("Sendt retur")
    REOPENED = "reopened", _("Genåbnet")
    NUDGE = "nudge", _("Rykker")
    REMINDER = "reminder", _("Påmindelse")
    EXTENDED = "extended", _("Udsættelse")
    WITHDRAWN = "withdrawn", _("Udsættelse trukket tilbage")
    OPENED = "opened", _("Runden er åben")
    ACCEPTED = "accepted", _("Godkendt")


class LetterQuerySet(models.QuerySet):
    """Letters in the words of the field."""

    def under_way(self):
        """The letters of which it is not known whether they will arrive: neither sent nor given up."""
        return self.filter(sent_at=None, failed_at=None)

    def undelivered(self):
        """The letters that did not reach their person, and after which none did: the address is not to be trusted."""
        later = Letter.objects.filter(user=OuterRef("user"), pk__gt=OuterRef("pk"), sent_at__isnull=False)
        lost = self.filter(Q(bounced_at__isnull=False) | Q(failed_at__isnull=False)).exclude(error=NO_NEWS)
        return lost.exclude(Exists(later.filter(bounced_at=None)))


class Letter(models.Model):
    """One row is one letter to one person; a person gets one a day at most. Written by letters.actions alone.

    The row is there before the letter is sent, so that two workers cannot both send it. `day` is the day of
    the latest try. The text is not kept: it may hold a link with which a password is chosen. A server may take a
    letter and send it back later: then it is `sent_at` and `bounced_at`, and `error` is what the server said.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters", verbose_name=_("til")
    )
    day = models.DateField(_("dag"))
    subject = models.CharField(_("emne"), max_length=200)
    claimed_at = models.DateTimeField(_("skrevet"))
    attempts = models.PositiveSmallIntegerField(_("forsøg"), default=1)
    tried_at = models.DateTimeField(_("sidst forsøgt"))
    sent_at = models.DateTimeField(_("sendt"), null=True, blank=True)
    failed_at = models.DateTimeField(_("opgivet"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("kommet retur"), null=True, blank=True)
    error = models.CharField(_("fejl"), max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("brev")
        verbose_name_plural = _("breve")
        ordering = ["-tried_at", "-pk"]
        indexes = [models.Index(fields=["tried_at"], name="letter_tried_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"],
                name="letter_one_a_day",
                violation_error_message=_("Personen har allerede fået et brev den dag."),
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(failed_at=None),
                name="letter_sent_or_failed",
                violation_error_message=_("Et brev er enten sendt eller opgivet, ikke begge dele."),
            ),
            models.CheckConstraint(
                condition=Q(bounced_at=None) | Q(sent_at__isnull=False),
                name="letter_bounced_was_sent",
                violation_error_message=_("Kun et brev, der er sendt, kan komme retur."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.subject}"


class Nudge(models.Model):
    """One row says that an editor asked for a unit to be reminded of its filing now, in a `text` of their own or none.

    Every person of the unit is told once, as long as the filing is still the unit's to send. Once a day at most,
    so that asking twice reminds once. Written by letters.actions.nudge.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="nudges", verbose_name=_("runde"))
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="+", verbose_name=_("enhed"))
    text = models.CharField(_("en sætning fra redaktøren"), max_length=500, blank=True)
    day = models.DateField(_("dag"))
    asked_at = models.DateTimeField(_("bedt om"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("bedt om af")
    )

    class Meta:
        verbose_name = _("rykker")
        verbose_name_plural = _("rykkere")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "cluster", "day"],
                name="nudge_one_a_day",
                violation_error_message=_("Enheden er allerede rykket i dag."),
            ),
        ]

    def __str__(self):
        return f"{self.cluster} {self.round}: {self.day}"


class Told(models.Model):
    """One row says that a person was told one thing, and in which letter; nothing is told to anybody twice.

    `key` names what was told among the things of its kind. An invitation belongs to no round, news of the own log-in to no unit.
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="told", verbose_name=_("brev"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("til")
    )
    kind = models.CharField(_("art"), max_length=10, choices=Kind.choices)
    key = models.CharField(_("nøgle"), max_length=80)
    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("enhed")
    )
    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("runde")
    )

    class Meta:
        verbose_name = _("fortalt")
        verbose_name_plural = _("fortalt")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "key"],
                name="told_once",
                violation_error_message=_("Det har personen allerede fået at vide."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values),
                name="told_kind_known",
                violation_error_message=_("Vælg en af de ting, et brev kan fortælle."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_kind_display()}"

    @property
    def told_as(self):
        """What makes it one thing told to one person."""
        return self.user_id, self.kind, self.key
