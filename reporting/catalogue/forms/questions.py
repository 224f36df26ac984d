"""The forms of a section and of a question."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.catalogue.forms.rows import NumberField, RowForm, choice, text
from reporting.catalogue.models import DataType, RuleKind
from reporting.catalogue.wording import Names, rule_sentence

NEW, MENDED = "new", "mended"
ASKED_OF = ("label_da", "definition_da", "unit", "data_type")  # what makes a number mean something else


class SectionForm(RowForm):
    """A page of the form and a block of the printed tables."""

    table = "section"
    english = ("title_en", "intro_en", "table_en")
    title_da = text(gettext_lazy("Titel"), gettext_lazy("Overskriften på siden, fx »Deltagelse«."), longest=120)
    intro_da = text(
        gettext_lazy("Indledning"),
        gettext_lazy("Står under overskriften. Sig, hvad der tælles, og hvor tallene plejer at stå."),
        longest=2000,
        required=False,
        rows=4,
    )
    table_da = text(
        gettext_lazy("Trykt tabel"),
        gettext_lazy("Navnet på den tabel i bogen, som afsnittets rækker står i. Afsnit med samme navn deler tabel."),
        longest=120,
    )
    title_en = text(gettext_lazy("Titel på engelsk"), longest=120, required=False)
    intro_en = text(gettext_lazy("Indledning på engelsk"), longest=2000, required=False, rows=4)
    table_en = text(gettext_lazy("Trykt tabel på engelsk"), longest=120, required=False)


class IndicatorForm(RowForm):
    """A question. For one that last year had too it asks what a change of its meaning is.

    `before` is last year's question (queries.definition_before) or None.
    """

    table = "indicator"
    english = ("label_en", "definition_en", "group_en")
    label_da = text(gettext_lazy("Spørgsmål"), gettext_lazy("Kort, fx »Deltagende virksomheder«."), longest=240)
    definition_da = text(
        gettext_lazy("Definition"),
        gettext_lazy("Hvad tæller med, hvad gør ikke, og hvor finder man tallet? Vises ved feltet og i bogen."),
        longest=4000,
        rows=6,
    )
    kind_of_change = choice(
        gettext_lazy("Er det en ny definition?"),
        choices=[
            (NEW, gettext_lazy("Ny definition: tallene kan ikke sammenlignes med før")),
            (MENDED, gettext_lazy("Kun en sprogrettelse: tallene betyder det samme")),
        ],
        required=False,
        radio=True,
    )
    section = choice(gettext_lazy("Afsnit"), gettext_lazy("Siden, som spørgsmålet står på."))
    group_da = text(
        gettext_lazy("Gruppe (valgfri)"),
        gettext_lazy("Mellemoverskrift over spørgsmål, der hører sammen. Den står kun én gang."),
        longest=120,
        required=False,
    )
    data_type = choice(
        gettext_lazy("Svaret er"),
        gettext_lazy("Antal er hele tal. Beløb skrives i kroner. Lande er en liste med et antal ud for hvert land."),
        choices=DataType.choices,
    )
    unit = text(gettext_lazy("Enhed"), gettext_lazy("Fx antal, kr., årsværk eller lande."), longest=20)
    decimals = NumberField(
        label=gettext_lazy("Decimaler"),
        help_text=gettext_lazy("Hvor mange tal der må stå efter kommaet: 0, 1 eller 2."),
        decimals=0,
        most=2,
    )
    minimum = NumberField(label=gettext_lazy("Mindst"), help_text=gettext_lazy("Som regel 0."))
    maximum = NumberField(
        label=gettext_lazy("Højst"),
        help_text=gettext_lazy("Et større tal kan ikke gemmes. Sæt grænsen højt; den skal kun fange tastefejl."),
    )
    part_of = choice(
        gettext_lazy("Del af (valgfri)"),
        gettext_lazy("Vælg helheden, hvis tallet er talt med i et andet, fx små virksomheder i virksomheder."),
        required=False,
    )
    label_en = text(gettext_lazy("Spørgsmål på engelsk"), longest=240, required=False)
    definition_en = text(gettext_lazy("Definition på engelsk"), longest=4000, required=False, rows=6)
    group_en = text(gettext_lazy("Gruppe på engelsk"), longest=120, required=False)
    is_checked = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("Tjek, at delen højst er helheden"),
        help_text=gettext_lazy(
            "Gælder kun, hvis du har valgt en helhed. Reglen stopper indsendelsen, til tallet er rettet."
        ),
    )
    jump_rule = choice(
        gettext_lazy("Hold øje med spring"),
        gettext_lazy("Vælg den regel, der spørger sekretariatet, når tallet er langt fra året før."),
        required=False,
    )
    is_printed = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("Tryk tallet i tabellerne"),
        help_text=gettext_lazy("Vi laver rækken til dig: summen af enhedernes svar, under samme navn."),
    )

    def __init__(self, data=None, *, before=None, **kwargs):
        self.before = before
        super().__init__(data, **kwargs)

    def build(self):
        """Sections, wholes and rules of this catalogue; the question about the definition only where it means something."""
        self.fields["section"].choices = [(row["code"], row["title_da"]) for row in self.document["section"]]
        own = self.row and self.row["code"]
        self.fields["part_of"].choices = [("", _("Ikke en del af noget"))] + [
            (row["code"], row["label_da"])
            for row in self.document["indicator"]
            if row["code"] != own and row["data_type"] != DataType.COUNTRIES
        ]
        names = Names(self.document)
        self.fields["jump_rule"].choices = [("", _("Ingen regel"))] + [
            (row["code"], rule_sentence(row, names)) for row in self.document["rule"] if row["kind"] == RuleKind.JUMP
        ]
        if self.row:
            for name in ("is_checked", "jump_rule", "is_printed"):
                del self.fields[name]
        if self.before is None:
            del self.fields["kind_of_change"]
        else:
            self._ask_about_the_definition()

    def _ask_about_the_definition(self):
        year = self.before.section.catalogue.year
        self.fields["kind_of_change"].label = _("Sammenlignet med %(year)s: er det en ny definition?") % {"year": year}
        self.fields["kind_of_change"].help_text = _(
            "Skal kun besvares, når du har ændret spørgsmål, definition, enhed eller slags svar. En ny definition sætter "
            "et brud mellem %(before)s og i år i formular, tabeller og bog; den gamle og den nye tekst kan læses der."
        ) % {"before": year}
        if self.row["definition_version"] > self.before.definition_version:
            self.initial["kind_of_change"] = NEW

    def clean(self):
        """A changed meaning needs an answer; codes of a list of countries come in the unit of their count."""
        cleaned = super().clean()
        if "kind_of_change" in self.fields and not cleaned.get("kind_of_change") and self._meaning_changed(cleaned):
            self.add_error(
                "kind_of_change",
                _("Er det en ny definition (tallene kan ikke sammenlignes med før) eller kun en sprogrettelse?"),
            )
        return cleaned

    def _meaning_changed(self, cleaned):
        return any(name in cleaned and cleaned[name] != self.row[name] for name in ASKED_OF)

    def content(self):
        """Without the answers that are not the question's own; the version is the action's matter."""
        content = super().content()
        return {**content, "decimals": int(content["decimals"])}

    @property
    def is_new_definition(self):
        """The answer about the definition; None where it was not asked or not answered."""
        answer = self.cleaned_data.get("kind_of_change")
        return None if not answer else answer == NEW
