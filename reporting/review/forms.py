"""What a reviewer sends with a decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST_VERSION = 2**31 - 1


class FootnoteForm(forms.Form):
    """Which explanation, and whether it shall stand in the book; only the page's own buttons send it."""

    rule = forms.SlugField()
    subject = forms.SlugField()
    on = forms.BooleanField(required=False)


class DecisionForm(forms.Form):
    """The version of the filing that the reviewer saw, and the reason for those decisions that need one."""

    version = forms.IntegerField(
        min_value=1,
        max_value=LARGEST_VERSION,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Siden sagde ikke, hvilken udgave af indberetningen du så. Hent den igen, og gentag."),
        ),
    )
    reason = forms.CharField(required=False, max_length=2000)

    def message(self):
        """What is wrong, in one line."""
        return " ".join(error for errors in self.errors.values() for error in errors)
