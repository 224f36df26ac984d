"""What is asked: sections, indicators, rules, and the rows of the printed tables."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reporting.numbers import NumberKind


def in_language(danish, english):
    """The text in the reader's language; Danish where there is no English one."""
    return english if english and (get_language() or "").startswith("en") else danish


class Catalogue(models.Model):
    """One row is all that is asked for one reference year; frozen from the day a round uses it.

    Written by catalogue.actions from a file; a frozen catalogue is never changed again.
    """

    year = models.PositiveSmallIntegerField(_("regnskabsår"), unique=True)
    title_da = models.CharField(_("titel"), max_length=160)
    title_en = models.CharField(_("engelsk titel"), max_length=160, blank=True)
    fingerprint = models.CharField(_("fingeraftryk"), max_length=64)
    frozen_at = models.DateTimeField(_("låst"), null=True, blank=True)

    class Meta:
        verbose_name = _("katalog")
        verbose_name_plural = _("kataloger")
        ordering = ["year"]

    def __str__(self):
        return self.title_da


class Section(models.Model):
    """One row is one page of the form and one block of the printed tables."""

    catalogue = models.ForeignKey(
        Catalogue, on_delete=models.CASCADE, related_name="sections", verbose_name=_("katalog")
    )
    code = models.SlugField(_("kode"), max_length=40)
    position = models.PositiveSmallIntegerField(_("rækkefølge"))
    title_da = models.CharField(_("titel"), max_length=120)
    title_en = models.CharField(_("engelsk titel"), max_length=120, blank=True)
    intro_da = models.TextField(_("indledning"), blank=True)
    intro_en = models.TextField(_("engelsk indledning"), blank=True)
    table_da = models.CharField(_("tabel"), max_length=120)
    table_en = models.CharField(_("engelsk tabel"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("afsnit")
        verbose_name_plural = _("afsnit")
        ordering = ["catalogue", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue", "code"],
                name="section_code_once",
                violation_error_message=_("Kataloget har allerede et afsnit med den kode."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self):
        """The title in the reader's language."""
        return in_language(self.title_da, self.title_en)

    @property
    def intro(self):
        """The introduction in the reader's language."""
        return in_language(self.intro_da, self.intro_en)


class DataType(models.TextChoices):
    """What kind of answer an indicator takes."""

    COUNT = "count", _("antal")
    DECIMAL = "decimal", _("decimaltal")
    AMOUNT = "amount", _("beløb")
    COUNTRIES = "countries", _("lande")


class Indicator(models.Model):
    """One row is one question. Its code is the same every year and is the form field's name.

    `definition_version` counts up when the definition changes; a series shows a break there.
    """

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="indicators", verbose_name=_("afsnit"))
    code = models.SlugField(_("kode"), max_length=60)
    position = models.PositiveSmallIntegerField(_("rækkefølge"))
    group_da = models.CharField(_("gruppe"), max_length=120, blank=True)
    group_en = models.CharField(_("engelsk gruppe"), max_length=120, blank=True)
    label_da = models.CharField(_("tekst"), max_length=240)
    label_en = models.CharField(_("engelsk tekst"), max_length=240, blank=True)
    definition_da = models.TextField(_("definition"))
    definition_en = models.TextField(_("engelsk definition"), blank=True)
    definition_version = models.PositiveSmallIntegerField(_("definitionens version"), default=1)
    unit = models.CharField(_("enhed"), max_length=20)
    data_type = models.CharField(_("datatype"), max_length=10, choices=DataType.choices)
    decimals = models.PositiveSmallIntegerField(_("decimaler"), default=0)
    minimum = models.DecimalField(_("mindst"), max_digits=16, decimal_places=2, default=0)
    maximum = models.DecimalField(_("højst"), max_digits=16, decimal_places=2)
    part_of = models.SlugField(_("del af"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("indikator")
        verbose_name_plural = _("indikatorer")
        ordering = ["section__position", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "code"],
                name="indicator_code_once",
                violation_error_message=_("Afsnittet har allerede en indikator med den kode."),
            ),
            models.CheckConstraint(
                condition=Q(minimum__lte=models.F("maximum")),
                name="indicator_bounds_ordered",
                violation_error_message=_("Den mindste værdi kan ikke være større end den største."),
            ),
            models.CheckConstraint(
                condition=Q(data_type__in=DataType.values),
                name="indicator_data_type_known",
                violation_error_message=_("Vælg en af datatyperne."),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """The question in the reader's language."""
        return in_language(self.label_da, self.label_en)

    @property
    def group(self):
        """The heading above the question's group, in the reader's language."""
        return in_language(self.group_da, self.group_en)

    @property
    def definition(self):
        """What counts and what does not, in the reader's language."""
        return in_language(self.definition_da, self.definition_en)

    @property
    def is_list_of_countries(self):
        """Whether the answer is countries with counts rather than one number."""
        return self.data_type == DataType.COUNTRIES

    @property
    def number_kind(self):
        """Decimals and bounds for the number parser, in the indicator's unit (kroner, persons, FTE)."""
        return NumberKind(self.decimals, self.minimum, self.maximum)


class RuleKind(models.TextChoices):
    """What a rule compares; checks.py has one function per kind."""

    PART_OF = "part_of", _("del højst lig helheden")
    ADDS_UP = "adds_up", _("lande giver antallet")
    JUMP = "jump", _("spring mod sidste år")
    SMALL_AMOUNT = "small_amount", _("påfaldende lille beløb")
    UNANSWERED = "unanswered", _("ubesvarede felter")


class Strength(models.TextChoices):
    """Hard stops the submission; soft asks for an explanation."""

    HARD = "hard", _("skal rettes")
    SOFT = "soft", _("skal forklares")


class Rule(models.Model):
    """One row is one check of a catalogue, as data: what it looks at, against what, and its limits.

    `threshold` is percent for a jump and kroner for a small amount; below `floor` (in the indicator's
    unit) a jump is not mentioned, so that small units are not nagged.
    """

    catalogue = models.ForeignKey(Catalogue, on_delete=models.CASCADE, related_name="rules", verbose_name=_("katalog"))
    code = models.SlugField(_("kode"), max_length=60)
    position = models.PositiveSmallIntegerField(_("rækkefølge"))
    kind = models.CharField(_("art"), max_length=14, choices=RuleKind.choices)
    strength = models.CharField(_("styrke"), max_length=4, choices=Strength.choices)
    subjects = models.JSONField(_("gælder"), default=list)
    against = models.JSONField(_("holdt op mod"), default=list, blank=True)
    threshold = models.DecimalField(_("grænse"), max_digits=16, decimal_places=2, null=True, blank=True)
    floor = models.DecimalField(_("bagatelgrænse"), max_digits=16, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("regel")
        verbose_name_plural = _("regler")
        ordering = ["catalogue", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue", "code"],
                name="rule_code_once",
                violation_error_message=_("Kataloget har allerede en regel med den kode."),
            ),
            models.CheckConstraint(
                condition=Q(strength__in=Strength.values) & Q(kind__in=RuleKind.values),
                name="rule_kind_and_strength_known",
                violation_error_message=_("Vælg en af arterne og en af styrkerne."),
            ),
        ]

    def __str__(self):
        return self.code


class MeasureKind(models.TextChoices):
    """How a printed row comes about."""

    COUNT = "count", _("antal enheder")
    COLLECTED = "collected", _("sum af indberetninger")
    TOTAL = "total", _("sum af rækker")
    MEAN = "mean", _("gennemsnit pr. enhed")
    RATIO = "ratio", _("forhold")
    SHARE = "share", _("andel af enheder")
    DISTINCT = "distinct", _("forskellige lande")


class Measure(models.Model):
    """One row is one row of the printed tables: its formula over indicators and other measures, in order."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="measures", verbose_name=_("afsnit"))
    code = models.SlugField(_("kode"), max_length=60)
    position = models.PositiveSmallIntegerField(_("rækkefølge"))
    label_da = models.CharField(_("tekst"), max_length=240)
    label_en = models.CharField(_("engelsk tekst"), max_length=240, blank=True)
    heading_da = models.CharField(_("overskrift"), max_length=240, blank=True)
    heading_en = models.CharField(_("engelsk overskrift"), max_length=240, blank=True)
    short_da = models.CharField(_("kort tekst"), max_length=160)
    short_en = models.CharField(_("kort engelsk tekst"), max_length=160, blank=True)
    level = models.PositiveSmallIntegerField(_("indrykning"), default=0)
    unit = models.CharField(_("enhed"), max_length=20)
    kind = models.CharField(_("art"), max_length=10, choices=MeasureKind.choices)
    operands = models.JSONField(_("indgår"), default=list, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimaler"), default=0)

    class Meta:
        verbose_name = _("række")
        verbose_name_plural = _("rækker")
        ordering = ["section__position", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "code"],
                name="measure_code_once",
                violation_error_message=_("Afsnittet har allerede en række med den kode."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MeasureKind.values),
                name="measure_kind_known",
                violation_error_message=_("Vælg en af arterne."),
            ),
        ]

    def __str__(self):
        return in_language(self.label_da, self.label_en)

    @property
    def heading(self):
        """The group heading over rows that share it, in the reader's language."""
        return in_language(self.heading_da, self.heading_en)

    @property
    def short(self):
        """The row's label under its heading, in the reader's language."""
        return in_language(self.short_da, self.short_en)


class CatalogueDrop(models.Model):
    """One row is something that an editor took out of a catalogue, with what went along, so that it can come back.

    `content` holds the rows as they stood and what was mended in others (catalogue.references.Plan). Written by
    catalogue.actions; `restored_at` is when it was put back.
    """

    catalogue = models.ForeignKey(Catalogue, on_delete=models.CASCADE, related_name="drops", verbose_name=_("katalog"))
    at = models.DateTimeField(_("slettet"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("af"))
    label = models.CharField(_("hvad"), max_length=240)
    content = models.JSONField(_("indhold"))
    restored_at = models.DateTimeField(_("sat tilbage"), null=True, blank=True)

    class Meta:
        verbose_name = _("sletning")
        verbose_name_plural = _("sletninger")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.label
