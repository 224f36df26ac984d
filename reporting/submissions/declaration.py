"""What a person confirms who sends a filing."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def declaration_text(round_):
    """The sentence, in the reader's language."""
    return _(
        "Jeg bekræfter, at tallene er rigtige efter bedste overbevisning, og at de kan bruges i Viden & Vækst, performanceregnskab for %(year)s."
    ) % {"year": round_.year}


class DeclarationForm(forms.Form):
    """The version of the filing that the page showed, and the tick beside the sentence."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Sæt kryds ved erklæringen: så kan I indsende. Jeres svar er gemt.")},
    )

    def __init__(self, submission, *, data=None):
        super().__init__(data, initial={"version": submission.version})
        self.fields["confirmed"].label = declaration_text(submission.round)
        if self.errors.get("confirmed"):
            self.fields["confirmed"].widget.attrs |= {
                "aria-invalid": "true",
                "aria-describedby": "confirmed-error",
                "autofocus": True,
            }
