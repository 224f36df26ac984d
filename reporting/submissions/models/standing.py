"""What was last computed of a filing: how it stands section by section, and when a check's finding came and went."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reporting.submissions.models.filing import Submission


class StandingQuerySet(models.QuerySet):
    """Standings in the words of the field."""

    def with_findings(self):
        """Of filings with something to mend or explain, missing answers not counted."""
        return self.filter(Q(hard__gt=0) | Q(soft__gt=0))


class Standing(models.Model):
    """One row is how one filing stood when it was last read whole, which takes too long to do for a list.

    `key` names what it was computed from (queries.standing_keys: the filing's version and those of the filings
    that it compares with); with another key it is stale and is computed again. Whoever changes what the checks
    read without counting up the version deletes the row. `sections` has the state of each section by its code:
    empty, begun, complete or problems. `hard`, `soft` and `gaps` are open. Written by actions.refresh_standings.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, related_name="standing", verbose_name=_("indberetning")
    )
    key = models.CharField(_("regnet af"), max_length=300)
    sections = models.JSONField(_("afsnit"))
    answered = models.PositiveSmallIntegerField(_("besvaret"))
    questions = models.PositiveSmallIntegerField(_("spørgsmål"))
    hard = models.PositiveSmallIntegerField(_("skal rettes"))
    soft = models.PositiveSmallIntegerField(_("skal forklares"))
    gaps = models.PositiveSmallIntegerField(_("mangler svar"))
    explained = models.PositiveSmallIntegerField(_("forklaret"))
    computed_at = models.DateTimeField(_("regnet"))

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("stilling")
        verbose_name_plural = _("stillinger")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered__lte=F("questions")),
                name="standing_answered_within_questions",
                violation_error_message=_("Der kan ikke være flere svar end spørgsmål."),
            ),
        ]

    def __str__(self):
        return f"{self.submission}: {self.answered}/{self.questions}"


class Finding(models.Model):
    """One row is one finding of a check in one filing: when it was first and last met, and what became of it.

    A finding is known by (submission, `rule`, `subject`), like an explanation; `rule` is the code of a Rule of the
    round's catalogue, `subject` that of the indicator, or of the section for missing answers. There is one row
    however often it goes and comes again, so rows are counted, not visits:

    - it fired: the row is there
    - it was explained: `was_explained`; it once stood with an explanation that held
    - it was mended: `was_mended`; it is gone (`gone_at`) because the filing itself was changed
    - it is gone for another reason, such as last year's number: `gone_at` without `was_mended`
    - it still stands: `gone_at` is None; met again it loses `gone_at` and `was_mended`

    It is looked for when the standing is computed, so one that came and went within minutes while somebody
    typed may have left no row. Written by actions.refresh_standings together with Standing.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="findings", verbose_name=_("indberetning")
    )
    rule = models.SlugField(_("regel"), max_length=60)
    subject = models.SlugField(_("gælder"), max_length=60)
    first_seen_at = models.DateTimeField(_("først set"))
    last_seen_at = models.DateTimeField(_("sidst set"))
    gone_at = models.DateTimeField(_("væk igen"), null=True, blank=True)
    was_explained = models.BooleanField(_("forklaret"), default=False)
    was_mended = models.BooleanField(_("rettet"), default=False)

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("fund")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "rule", "subject"],
                name="finding_once",
                violation_error_message=_("Fundet står der allerede."),
            ),
            models.CheckConstraint(
                condition=Q(was_mended=False) | Q(gone_at__isnull=False),
                name="finding_mended_is_gone",
                violation_error_message=_("Et fund, der er rettet, er væk."),
            ),
        ]

    def __str__(self):
        return f"{self.submission}: {self.rule} {self.subject}"
