"""What one can ask the log for: parsed here, with a sentence for what cannot be understood."""

import datetime

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Act, Cluster, User
from clusters.queries import sorted_by_name
from reporting.log.queries import Search, act_choices, kinds_of_choice
from reporting.rounds.models import Round

DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y"]
MOST_PEOPLE = 300  # of one name


def _day(label):
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Skriv dagen som dag, måned og år med punktum imellem.")},
    )


FIRST_DAY = datetime.date(1900, 1, 1)  # nobody did anything before; the year 1 has no midnight in every zone


class TimelineForm(forms.Form):
    """What is wanted of one filing's list: by whom, and of what kind."""

    person = forms.CharField(
        label=gettext_lazy("Person"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    act = forms.ChoiceField(
        label=gettext_lazy("Hvad"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Vælg fra listen, hvad der skal vises.")},
    )

    def __init__(self, data, *, private=False, acts=tuple(Act)):
        super().__init__(data)
        self.fields["act"].choices = [("", _("Alt")), *act_choices(private=private, acts=acts)]

    def clean_person(self):
        """The people of that name or address, as their keys."""
        text = " ".join(self.cleaned_data["person"].split())
        if not text:
            return None
        named = User.objects.filter(name__icontains=text) | User.objects.filter(email__icontains=text)
        people = list(named.values_list("pk", flat=True)[: MOST_PEOPLE + 1])
        if not people:
            raise forms.ValidationError(_("Ingen person hedder noget med »%(text)s«.") % {"text": text})
        if len(people) > MOST_PEOPLE:
            raise forms.ValidationError(_("»%(text)s« passer på for mange. Skriv mere af navnet.") % {"text": text})
        return tuple(people)

    def search(self, **more) -> Search:
        """The search that was asked for; of a form with errors only what could be understood."""
        asked = getattr(self, "cleaned_data", {})
        return Search(people=asked.get("person"), kinds=kinds_of_choice(asked.get("act", "")), **more)


class LogForm(TimelineForm):
    """What is wanted of the whole country's log."""

    q = forms.CharField(label=gettext_lazy("Søg"), required=False, max_length=100)
    unit = forms.ChoiceField(
        label=gettext_lazy("Enhed"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Vælg en enhed fra listen.")},
    )
    year = forms.ChoiceField(
        label=gettext_lazy("Regnskabsår"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Vælg et år fra listen.")},
    )
    since = _day(gettext_lazy("Fra og med"))
    until = _day(gettext_lazy("Til og med"))
    on_behalf = forms.BooleanField(label=gettext_lazy("Kun på vegne af en enhed"), required=False)
    field_order = ["q", "person", "unit", "year", "act", "since", "until", "on_behalf"]

    def __init__(self, data):
        super().__init__(data)
        units = sorted_by_name(Cluster.objects.only("pk", "name", "slug"))
        self.keys = {unit.slug: unit.pk for unit in units}
        self.fields["unit"].choices = [("", _("Alle enheder")), *((unit.slug, unit.name) for unit in units)]
        years = Round.objects.values_list("year", flat=True)
        self.fields["year"].choices = [("", _("Alle år")), *((str(year), str(year)) for year in years)]

    def clean(self):
        """The two days in their order."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("»Til og med« ligger før »Fra og med«. Byt dem om."))
        return self.cleaned_data

    def search(self) -> Search:
        """The search that was asked for; of a form with errors only what could be understood."""
        asked = getattr(self, "cleaned_data", {})
        unit, year, until = asked.get("unit"), asked.get("year"), asked.get("until")
        return super().search(
            text=" ".join(asked.get("q", "").split()),
            clusters=(self.keys[unit],) if unit else None,
            year=int(year) if year else None,
            since=_midnight(asked.get("since")),
            until=_midnight(until + datetime.timedelta(days=1)) if until and until < datetime.date.max else None,
            on_behalf=asked.get("on_behalf", False),
        )

    def in_words(self) -> str:
        """What was asked for, for the log: fields and what stood in them, but of a person only that one was named."""
        asked = []
        for name, field in self.fields.items():
            value = self.data.get(name, "")
            if value and name == "person":
                value = _("én person")
            if value:
                asked.append(f"{field.label}: {value}")
        return "; ".join(asked) or _("hele loggen")


def _midnight(day):
    return make_aware(datetime.datetime.combine(max(day, FIRST_DAY), datetime.time.min)) if day else None
