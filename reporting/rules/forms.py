"""The form with which a rule is tried: what the catalogue's rule form asks, and a second limit to compare with."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.catalogue.models import DataType, Indicator, Rule, RuleKind, Section, Strength
from reporting.numbers import NumberKind, NumberRefused, parse_number

TRIED = "proeve"  # the code of a rule that has none yet
LIMIT = NumberKind(decimals=2)


class NumberText(forms.CharField):
    """A number in Danish notation, read by the house's own parser; blank is None."""

    def __init__(self, **options):
        super().__init__(
            required=False,
            max_length=40,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control"}),
            **options,
        )

    def clean(self, value):
        """The number, or the parser's sentence."""
        try:
            return parse_number(super().clean(value), LIMIT)
        except NumberRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class TrialForm(forms.Form):
    """A rule as one thinks of it; `rule` is the code of the one that it would change, if any."""

    rule = forms.SlugField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("Art"),
        choices=RuleKind.choices,
        error_messages={
            "required": gettext_lazy("Vælg, hvad reglen skal se efter."),
            "invalid_choice": gettext_lazy("Vælg en af arterne."),
        },
    )
    strength = forms.ChoiceField(
        label=gettext_lazy("Styrke"),
        choices=Strength.choices[::-1],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Vælg en af styrkerne.")},
    )
    subjects = forms.MultipleChoiceField(
        label=gettext_lazy("Gælder"),
        error_messages={
            "required": gettext_lazy("Vælg mindst ét spørgsmål, som reglen skal gælde."),
            "invalid_choice": gettext_lazy("Kataloget har ikke »%(value)s«. Vælg fra listen."),
        },
        help_text=gettext_lazy("Åbn et afsnit, og sæt kryds. For »ubesvarede felter« sættes kryds ved afsnit nederst."),
    )
    against = forms.MultipleChoiceField(
        label=gettext_lazy("Holdt op mod"),
        required=False,
        help_text=gettext_lazy("Kun for »del højst lig helheden« og »lande giver antallet«."),
    )
    threshold = NumberText(
        label=gettext_lazy("Grænse"), help_text=gettext_lazy("Procent for et spring, kroner for et lille beløb.")
    )
    second = NumberText(
        label=gettext_lazy("Sammenlign med grænsen"),
        help_text=gettext_lazy("Valgfrit. De to vises ved siden af hinanden."),
    )
    floor = NumberText(
        label=gettext_lazy("Bagatelgrænse"),
        help_text=gettext_lazy("Valgfrit. Mindre ændringer nævnes ikke, i spørgsmålets enhed."),
    )

    def __init__(self, data, *, round_):
        super().__init__(data)
        asked = Indicator.objects.filter(section__catalogue=round_.catalogue_id).select_related("section")
        self.types = {row.code: row.data_type for row in asked}
        self.sections = {row.code: row.title for row in Section.objects.filter(catalogue=round_.catalogue_id)}
        self.names = self.sections | {row.code: row.label for row in asked}
        groups = {}
        for row in asked:
            groups.setdefault(row.section.title, []).append((row.code, row.label))
        questions = list(groups.items())
        self.fields["against"].choices = questions
        self.fields["subjects"].choices = [*questions, (_("Afsnit"), list(self.sections.items()))]

    def groups(self):
        """For the two lists of boxes: the field, and its groups as (title, how many are ticked, boxes)."""
        for name in ("subjects", "against"):
            ticked = set(self[name].value() or ())
            groups = [
                (title, sum(code in ticked for code, _label in choices), [(*box, box[0] in ticked) for box in choices])
                for title, choices in self.fields[name].choices
            ]
            yield self[name], groups

    def clean(self):
        """What the kinds ask for, each with its sentence."""
        asked = self.cleaned_data
        kind, subjects, against = asked.get("kind"), asked.get("subjects") or [], asked.get("against") or []
        if not kind or not subjects:
            return asked
        if kind in (RuleKind.JUMP, RuleKind.SMALL_AMOUNT) and "threshold" in asked and asked["threshold"] is None:
            self.add_error("threshold", _("Skriv en grænse, fx 50."))
        if kind in (RuleKind.PART_OF, RuleKind.ADDS_UP):
            self._check_pair(kind, subjects, against)
        self._check_types(kind, subjects)
        return asked

    def _check_pair(self, kind, subjects, against):
        if len(subjects) != 1:
            self.add_error("subjects", _("Vælg netop ét spørgsmål til en regel af den art."))
        if not against or (kind == RuleKind.ADDS_UP and len(against) != 1):
            self.add_error("against", _("Vælg det tal, der skal holdes op mod."))

    def _check_types(self, kind, subjects):
        if kind == RuleKind.UNANSWERED:
            if any(code not in self.sections for code in subjects):
                self.add_error("subjects", _("»Ubesvarede felter« gælder hele afsnit. Vælg dem nederst på listen."))
            return
        lists = [code for code in subjects if self.types.get(code) == DataType.COUNTRIES]
        if kind == RuleKind.ADDS_UP and not lists:
            self.add_error("subjects", _("Vælg en liste af lande til den art."))
        if kind != RuleKind.ADDS_UP and (lists or any(code not in self.types for code in subjects)):
            self.add_error("subjects", _("Vælg tal til den art, ikke lande eller afsnit."))

    def as_rule(self) -> Rule:
        """The rule that was described, unsaved."""
        asked = self.cleaned_data
        return Rule(
            code=asked["rule"] or TRIED,
            kind=asked["kind"],
            strength=asked["strength"] or Strength.SOFT,
            subjects=asked["subjects"],
            against=asked["against"],
            threshold=asked["threshold"],
            floor=asked["floor"] or Decimal(0),
        )
