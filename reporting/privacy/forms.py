"""What the editor chooses before a person is erased: parse and type-check, nothing more."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_WORDS, LONGEST_WORD = 10, 100


class EraseForm(forms.Form):
    """Which places are replaced of those that the page showed, and the cross that says that it is meant."""

    words = forms.CharField(required=False, max_length=MOST_WORDS * LONGEST_WORD, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    sure = forms.BooleanField(
        label=_("Ja, slet personen. Det kan ikke fortrydes"),
        error_messages={"required": _("Sæt kryds, hvis personen skal slettes for altid.")},
    )

    def __init__(self, data=None, *, words="", mentions=()):
        keys = [mention.key for mention in mentions]
        super().__init__(data, initial={"words": words, "seen": " ".join(keys)})
        self.known = set(keys)
        self.chosen = set(data.getlist("replace")) if data is not None else self.known

    @property
    def keep(self):
        """The places that were shown and not ticked: they stay as they are."""
        return (self.known & set(self.cleaned_data["seen"].split())) - self.chosen

    def clean_seen(self):
        """What was written about the person after the page was shown has to be looked at first."""
        seen = self.cleaned_data["seen"]
        if self.known - set(seen.split()):
            raise forms.ValidationError(_("Personen er nævnt flere steder, end siden viste. Se dem igennem nedenfor."))
        return seen


def words_of(text) -> list[str]:
    """What else to look for: lines or parts between commas, ten at most."""
    parts = (part.strip()[:LONGEST_WORD] for part in re.split(r"[\n,;]", text))
    return [part for part in parts if part][:MOST_WORDS]
