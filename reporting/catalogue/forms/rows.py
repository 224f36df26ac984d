"""What all forms of rows share: the code, what they are based on, and how mistakes find their field."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.catalogue.content import TABLES
from reporting.numbers import NumberKind, NumberRefused, format_exact, parse_number

LARGEST = Decimal(10) ** 14 - 1
PLACES = 2  # that the tables keep
MISSING = {"required": gettext_lazy("Feltet skal udfyldes.")}


class NumberField(forms.CharField):
    """A number in Danish notation, read by the one parser; cleans to Decimal or None."""

    def __init__(self, *, decimals=PLACES, most=LARGEST, **kwargs):
        super().__init__(strip=False, error_messages=MISSING, **kwargs)
        self.kind = NumberKind(decimals, Decimal(0), Decimal(most))
        self.widget.attrs |= {"inputmode": "decimal" if decimals else "numeric", "autocomplete": "off"}

    def prepare_value(self, value):
        """A number as one would type it."""
        return format_exact(Decimal(value)) if isinstance(value, (Decimal, int)) else value

    def clean(self, value):
        """Read the number; a refusal becomes the field's error, in the parser's words."""
        try:
            number = parse_number(value or "", self.kind)
        except NumberRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        if number is None and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        return number


class RowForm(forms.Form):
    """One row of the catalogue: `document` is the whole catalogue, `row` the row's document or None for a new one.

    The fields have the names of the document's fields, so that a mistake of the catalogue finds its field.
    """

    table = ""
    kind = ""
    english = ()  # names of the fields that are shown folded away
    code = forms.CharField(required=False, max_length=40, label=gettext_lazy("Kode"))
    based_on = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data=None, *, document, row=None, based_on="", initial=None, locked=False):
        self.document, self.row = document, row
        standing = {name: row[name] for name in row if name != "kind"} if row else {}
        super().__init__(
            data,
            initial={**standing, **self.shown(row or {}), **(initial or {}), "based_on": based_on},
            use_required_attribute=False,
        )
        if row:
            del self.fields["code"]
        else:
            del self.fields["based_on"]
            self.fields["code"].help_text = _(
                "Navnet i regneark og i årsrækker, fx %(example)s. Lad feltet stå tomt, så laver vi det af teksten. "
                "Det kan ikke ændres bagefter."
            ) % {"example": "new_ideas"}
            self.fields["code"].max_length = TABLES[self.table]._meta.get_field("code").max_length
            self.fields["code"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.build()
        if locked:
            for field in self.fields.values():
                field.disabled = True

    def build(self):
        """Fill in choices and hints that depend on the catalogue."""

    def shown(self, row):
        """Initial values of fields that are not the document's own."""
        return {}

    def offer_the_old_code(self, year, label):
        """Say that the code meant something in an earlier year; ticking the box says that it is the same."""
        self.fields["is_same"] = forms.BooleanField(required=False, label=_("Ja, det er det samme tal som dengang"))
        if self.data.get("is_same"):
            return
        self.add_error(
            "code",
            _(
                "Koden blev brugt i %(year)s til »%(label)s«. Er det et andet tal, så vælg en anden kode; er det samme, "
                "så sæt kryds nederst."
            )
            % {"year": year, "label": label},
        )

    def content(self):
        """The row's fields as the document has them, without the code."""
        names = TABLES[self.table]._meta.get_fields()
        known = {field.name for field in names}
        return {name: value for name, value in self.cleaned_data.items() if name in known and name != "code"}

    def name_for_code(self):
        """The text of which a code is made."""
        return self.cleaned_data.get("label_da") or self.cleaned_data.get("title_da") or ""

    def add_mistakes(self, mistakes):
        """Show the catalogue's mistakes at their fields, as far as they have one here."""
        for mistake in mistakes:
            self.add_error(mistake.field if mistake.field in self.fields else None, str(mistake))

    def show_clash(self, standing, based_on):
        """Show beside each field what somebody else has written meanwhile; saving again chooses the own text."""
        theirs = type(self)(document=self.document, row=standing).initial
        self.data = self.data.copy()
        self.data["based_on"] = based_on
        for name, field in self.fields.items():
            written = field.prepare_value(theirs.get(name))
            if name == "based_on" or name not in self.cleaned_data or self._reads_as(name, theirs.get(name)):
                continue
            text = ", ".join(written) if isinstance(written, list) else written
            self.add_error(
                name,
                _(
                    "En anden redaktør har imens skrevet: »%(theirs)s«. Dit svar står i feltet og er ikke gemt. Gem igen "
                    "for at bruge dit, eller skriv det andet."
                )
                % {"theirs": "" if text is None else text},
            )
        if not self.errors:
            self.add_error(None, _("En anden redaktør har ændret det samme imens. Se det igennem, og gem igen."))

    def _reads_as(self, name, standing):
        mine = self.cleaned_data[name]
        if isinstance(standing, list) or isinstance(mine, list):
            return sorted(mine or []) == sorted(standing or [])
        return mine == standing or (mine in ("", None) and standing in ("", None))

    @property
    def plain_fields(self):
        """The fields in order, without the hidden ones and the English ones."""
        return [field for field in self.visible_fields() if field.name not in (*self.english, "code", "is_same")]

    @property
    def english_fields(self):
        """The fields for the English pages."""
        return [self[name] for name in self.english]


def text(label, hint="", *, longest, required=True, rows=0):
    """A field for text."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    field = forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=longest,
        widget=widget,
        error_messages={
            **MISSING,
            "max_length": gettext_lazy("Højst %(limit_value)d tegn; der står %(show_value)d. Forkort teksten."),
        },
    )
    field.widget.attrs.pop("maxlength", None)  # a browser would cut off silently what is pasted
    return field


def choice(label, hint="", *, choices=(), required=True, radio=False):
    """A field with one of some choices; they may be set later."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        required=required,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={
            **MISSING,
            "invalid_choice": gettext_lazy("Vælg noget på listen; det valgte er der ikke mere."),
        },
    )


def several(label, hint=""):
    """A field with boxes to tick; the choices are set later."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Sæt mindst ét kryds."),
            "invalid_choice": gettext_lazy("Noget af det valgte er der ikke mere. Vælg igen."),
        },
    )
