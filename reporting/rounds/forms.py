"""What an editor sends about a year: days, units, mergers, lists. Parse and type-check, nothing more."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import CertificationLevel, Cluster, ClusterKind, User
from reporting.rounds.actions import DAYS
from reporting.rounds.models import Round

DAY_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y"]
UNREADABLE_DAY = gettext_lazy("Skriv datoen som dag-måned-år med tal, for eksempel 15-3, og årstallet.")
# At which field a constraint of the round speaks.
FIELD_OF = {"round_opens_before_deadline": "deadline_on", "round_locks_after_deadline": "locks_on"}


def _day(label, help_text, **options):
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Vælg en dag."), "invalid": UNREADABLE_DAY},
        **options,
    )


class DaysForm(forms.Form):
    """The three days of a year, each with what it means, and whether two people accept."""

    opens_on = _day(
        gettext_lazy("Åbning"), gettext_lazy("Fra den dag kan enhederne udfylde. Samme morgen får de brev om det.")
    )
    deadline_on = _day(
        gettext_lazy("Frist"),
        gettext_lazy(
            "Den dag skal enhederne senest have indsendt. De mindes om det 14, 5 og 1 arbejdsdag før. Efter fristen kan de stadig indsende, men det vises som for sent."
        ),
    )
    locks_on = _day(
        gettext_lazy("Lås"),
        gettext_lazy(
            "Efter den dag kan det, der aldrig er indsendt, hverken udfyldes eller indsendes. Det, der er sendt retur, kan altid rettes. Lad feltet stå tomt, hvis der ikke skal låses."
        ),
        required=False,
    )
    four_eyes = forms.BooleanField(
        label=gettext_lazy("Godkendes af to"),
        help_text=gettext_lazy("Hver indberetning godkendes af to forskellige personer, før den tæller med."),
        required=False,
    )

    def clean(self):
        """The days in their order, in the words of the round's own constraints."""
        cleaned = super().clean()
        if {"opens_on", "deadline_on"} <= set(cleaned):
            round_ = Round(**{name: cleaned.get(name) for name in DAYS})
            for constraint in Round._meta.constraints:
                if constraint.name in FIELD_OF:
                    try:
                        constraint.validate(Round, round_)
                    except ValidationError as error:
                        self.add_error(FIELD_OF[constraint.name], error)
        return cleaned


def days_of(round_):
    """What stands in the round, by DAYS."""
    return {name: getattr(round_, name) for name in DAYS}


class UnitForm(forms.Form):
    """How a unit is called and what it is."""

    name = forms.CharField(
        label=gettext_lazy("Navn"),
        max_length=160,
        error_messages={"required": gettext_lazy("Skriv enhedens navn, som det skal stå i bogen.")},
    )
    short_name = forms.CharField(
        label=gettext_lazy("Kort navn"),
        max_length=40,
        help_text=gettext_lazy("Bruges i tabeller og breve. Højst 40 tegn."),
        error_messages={"required": gettext_lazy("Skriv et kort navn til tabellerne.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Art"),
        choices=ClusterKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Vælg, om enheden er en klynge eller et innovationsnetværk."),
            "invalid_choice": gettext_lazy("Vælg, om enheden er en klynge eller et innovationsnetværk."),
        },
    )
    former_name = forms.CharField(label=gettext_lazy("Tidligere navn (kan udelades)"), max_length=160, required=False)

    def clean_name(self):
        """A name is one line with single spaces."""
        return " ".join(self.cleaned_data["name"].split())


class UnitPageForm(UnitForm):
    """All that is known of a unit that an editor may change."""

    level = forms.ChoiceField(
        label=gettext_lazy("Certificering"),
        choices=[("", gettext_lazy("Ingen")), *CertificationLevel.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": gettext_lazy("Niveauet er guld, sølv, bronze eller ingen.")},
    )
    networks = forms.CharField(
        label=gettext_lazy("Værtsførte innovationsnetværk"),
        help_text=gettext_lazy(
            "Et navn på hver linje. De indberetter gennem enheden og har ikke deres egen indberetning."
        ),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_networks(self):
        """The names, each once."""
        names = [" ".join(line.split()) for line in self.cleaned_data["networks"].splitlines()]
        if any(len(name) > 160 for name in names):
            raise ValidationError(_("Et navn er for langt: højst 160 tegn. Skriv et navn på hver linje."))
        return list(dict.fromkeys(name for name in names if name))


def unit_as_typed(cluster, year):
    """What the unit's page shows in its fields."""
    level = cluster.certifications.valid_at_end_of(year).order_by("-valid_from_year").first()
    return {
        "name": cluster.name,
        "short_name": cluster.short_name,
        "kind": cluster.kind,
        "former_name": cluster.former_name,
        "level": level.level if level else "",
        "networks": "\n".join(network.name for network in cluster.hosted_networks.all()),
    }


class TakeUpForm(forms.Form):
    """A unit that exists and comes on the list."""

    cluster = forms.ModelChoiceField(
        label=gettext_lazy("Enhed"),
        queryset=Cluster.objects.all(),
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Vælg en enhed fra listen.")),
    )


class ExtensionForm(forms.Form):
    """A unit's own deadline and why."""

    extended_to = _day(gettext_lazy("Ny frist for enheden"), gettext_lazy("Er der en lås, flytter den med."))
    reason = forms.CharField(
        label=gettext_lazy("Grund"),
        help_text=gettext_lazy("Ses af redaktører og gennemsere, ikke af enheden."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Skriv en grund. Den bliver stående ved enheden.")},
    )


class MergerForm(forms.Form):
    """Who ends, and who carries them on: a unit that exists, or a new one."""

    predecessors = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Hvilke enheder ophører?"),
        queryset=Cluster.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice", "invalid_pk_value", "invalid_list"),
            gettext_lazy("Sæt kryds ved mindst en enhed, der ophører."),
        ),
    )
    successor = forms.ModelChoiceField(
        label=gettext_lazy("Hvilken enhed fører dem videre?"),
        queryset=Cluster.objects.all(),
        required=False,
        empty_label=gettext_lazy("En ny enhed, som navngives nedenfor"),
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": gettext_lazy("Vælg en enhed fra listen, eller navngiv en ny.")},
    )
    name = forms.CharField(label=gettext_lazy("Den nye enheds navn"), max_length=160, required=False)
    short_name = forms.CharField(label=gettext_lazy("Kort navn"), max_length=40, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Art"),
        choices=ClusterKind.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Vælg klynge eller innovationsnetværk.")},
    )
    users = forms.ModelMultipleChoiceField(queryset=User.objects.none(), required=False)

    def __init__(self, *args, clusters, **options):
        super().__init__(*args, **options)
        self.fields["predecessors"].queryset = Cluster.objects.filter(pk__in=[unit.pk for unit in clusters])
        self.fields["users"].queryset = User.objects.filter(memberships__cluster__in=clusters).distinct()

    def clean(self):
        """Either an existing unit or all of a new one; nobody carries on themselves."""
        cleaned = super().clean()
        if cleaned.get("successor") is None and "successor" not in self.errors:
            for field, sentence in (
                ("name", _("Skriv den nye enheds navn, eller vælg en enhed, der findes.")),
                ("short_name", _("Skriv et kort navn til tabellerne.")),
                ("kind", _("Vælg klynge eller innovationsnetværk.")),
            ):
                if not cleaned.get(field):
                    self.add_error(field, sentence)
            name = " ".join(cleaned.get("name", "").split())
            if Cluster.objects.filter(name__iexact=name).exists():
                self.add_error("name", _("Der er allerede en enhed af det navn. Vælg den på listen ovenfor."))
        elif cleaned.get("successor") in cleaned.get("predecessors", ()):
            self.add_error(
                "successor",
                _("%(unit)s kan ikke både ophøre og føre de andre videre. Fjern krydset ved den.")
                % {"unit": cleaned["successor"]},
            )
        return cleaned

    def new(self):
        """The unit that is to be made, None where one is chosen."""
        if self.cleaned_data["successor"]:
            return None
        return {name: self.cleaned_data[name] for name in ("name", "short_name", "kind")}


class ListForm(forms.Form):
    """A list of units and people, pasted or as a file."""

    text = forms.CharField(
        label=gettext_lazy("Indsæt fra regnearket"),
        required=False,
        strip=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={"max_length": gettext_lazy("Listen er for lang. Del den i to.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Eller vælg en fil (.xlsx eller .csv)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        error_messages={"empty": gettext_lazy("Filen er tom.")},
    )

    def clean(self):
        """One of the two."""
        cleaned = super().clean()
        if not self.errors and not (cleaned.get("text", "").strip() or cleaned.get("file")):
            self.add_error("text", _("Indsæt listen her, eller vælg en fil."))
        return cleaned
