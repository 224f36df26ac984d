"""The form with which a workbook is uploaded."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.workbooks.container import MOST_BYTES, size_sentence

_NO_FILE = _("Vælg den udfyldte arbejdsbog på din computer, før du læser den ind.")


class UploadForm(forms.Form):
    """One file; what is in it is judged by reading.py."""

    workbook = forms.FileField(
        label=_("Arbejdsbog"),
        allow_empty_file=True,  # an empty file gets a sentence of its own
        error_messages={"required": _NO_FILE, "invalid": _NO_FILE},
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx", "aria-describedby": "workbook-hint"}),
    )

    def clean_workbook(self):
        """Refuse what is too large before it is read into memory."""
        file = self.cleaned_data["workbook"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(size_sentence())
        return file
