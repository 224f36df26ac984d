"""What a person picks on the give-back's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PeersForm(forms.Form):
    """The units to be compared with."""

    units = forms.MultipleChoiceField(
        label=_("Enheder"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Vælg mindst fem enheder, så ingen enkelt kan kendes."),
            "invalid_choice": _("En af enhederne er ikke på listen længere. Hent siden igen, og vælg på ny."),
        },
    )

    def __init__(self, units, *, data=None):
        super().__init__(data)
        self.fields["units"].choices = [(unit.slug, unit.name) for unit in units]
