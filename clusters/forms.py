"""The forms about people: parse and type-check, nothing more."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, MembershipRole, NationalRole
from clusters.queries import danish_key

NO_ROLE = ("", _("Ingen: kun egne enheder"))
NATIONAL_ROLES = [
    (NationalRole.VIEWER, _("Læser: ser alt, ændrer intet")),
    (NationalRole.REVIEWER, _("Gennemser: sender retur og godkender")),
    (NationalRole.EDITOR, _("Redaktør: gennemser, åbner år, bygger bogen og styrer adgang")),
]
UNIT_ROLES = [
    (MembershipRole.REPORTER, _("Indberetter: udfylder")),
    (MembershipRole.MANAGER, _("Ansvarlig: udfylder, indsender og giver adgang")),
]
NO_ACCESS = "none"
_SELECT = {"class": "form-select"}


class PersonForm(forms.Form):
    """Somebody new at Cluster Excellence Denmark."""

    name = forms.CharField(
        label=_("Navn"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Skriv personens navn.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Skriv personens e-mail."),
            "invalid": _("Skriv en e-mailadresse som navn@organisation.dk."),
        },
    )
    role = forms.ChoiceField(
        label=_("Rolle"),
        choices=NATIONAL_ROLES,
        initial=NationalRole.VIEWER,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg en rolle."), "invalid_choice": _("Vælg en af de tre roller.")},
    )


class NationalRoleForm(forms.Form):
    """What a person may do for the whole country."""

    role = forms.ChoiceField(
        label=_("National rolle"),
        required=False,
        choices=[NO_ROLE, *NATIONAL_ROLES],
        widget=forms.Select(attrs=_SELECT),
        error_messages={"invalid_choice": _("Vælg en af rollerne på listen.")},
    )


class UnitAccessForm(forms.Form):
    """What a person may do for one unit; `none` takes the access away."""

    cluster = forms.ModelChoiceField(
        label=_("Enhed"),
        queryset=Cluster.objects.all(),
        empty_label=_("Vælg enhed"),
        widget=forms.Select(attrs=_SELECT),
        error_messages={"required": _("Vælg en enhed."), "invalid_choice": _("Vælg en enhed på listen.")},
    )
    role = forms.ChoiceField(
        label=_("Rolle i enheden"),
        choices=[*UNIT_ROLES, (NO_ACCESS, _("Ingen adgang"))],
        widget=forms.Select(attrs=_SELECT),
        error_messages={"required": _("Vælg en rolle."), "invalid_choice": _("Vælg en rolle på listen.")},
    )

    def __init__(self, *args, without=(), **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            units = Cluster.objects.exclude(pk__in=[unit.pk for unit in without])
            rows = sorted(units, key=lambda unit: danish_key(unit.name))
            self.fields["cluster"].choices = [("", _("Vælg enhed")), *((unit.pk, unit.name) for unit in rows)]
            self.fields["role"].choices = UNIT_ROLES
