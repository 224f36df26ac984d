"""What the page of the queue sends: what is shown, and that somebody has looked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.review.forms import LARGEST_VERSION
from reporting.review.models import LONGEST


class SeenForm(forms.Form):
    """Which row of the queue somebody looked at, as it stood; only the page's own buttons send it."""

    unit = forms.SlugField()
    subject = forms.RegexField(r"^[-\w]+(\.[-\w]+)*$", max_length=LONGEST, required=False)
    version = forms.IntegerField(min_value=1, max_value=LARGEST_VERSION)
    on = forms.BooleanField(required=False)


class QueueFilterForm(forms.Form):
    """What of the queue is shown; what it does not know is as if it were not there."""

    statuses = forms.ChoiceField(
        label=_("Indberetninger"),
        choices=[("", _("Kun dem, der venter")), ("all", _("Alle, der er sendt"))],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    section = forms.ChoiceField(label=_("Afsnit"), required=False, widget=forms.Select(attrs={"class": "form-select"}))
    seen = forms.BooleanField(
        label=_("Vis også det, der er set efter"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args, sections=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [("", _("Alle afsnit")), *sections]

    def chosen(self) -> dict:
        """The choices that are understood."""
        self.is_valid()
        return {"statuses": "", "section": "", "seen": False} | self.cleaned_data
