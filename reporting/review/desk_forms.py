"""What somebody asks of the desk: which units, in which order, and what to do with those that were chosen."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import ClusterKind
from reporting.review.queries import MISSING, SORTS, Choice
from reporting.submissions.models import Status

STATUSES = {
    MISSING: _("Ikke begyndt"),
    Status.DRAFT: _("Under udfyldelse"),
    Status.SUBMITTED: _("Indsendt"),
    Status.RETURNED: _("Sendt retur"),
    Status.ACCEPTED: _("Godkendt"),
}
STATES = {"empty": _("tomt"), "begun": _("begyndt"), "complete": _("færdigt"), "problems": _("fund at rette")}
ONLY = {
    "late": _("Fristen er overskredet"),
    "problems": _("Fund at rette eller forklare"),
    "never": _("Aldrig logget ind"),
    "nobody": _("Ingen person"),
    "letter": _("Brev kom ikke frem"),
    "extended": _("Har udsættelse"),
}
_ORDERS = {
    "status": _("Det, der venter på dig, først"),
    "name": _("Navn"),
    "problems": _("Fund at rette"),
    "answered": _("Besvaret"),
    "activity": _("Sidste aktivitet"),
    "login": _("Sidste log-in"),
    "letter": _("Sidste brev"),
    "deadline": _("Frist"),
}
ORDERS = [(sort, _ORDERS[sort]) for sort in SORTS]
LONGEST_SEARCH = 100


class DeskForm(forms.Form):
    """The choice as an address carries it; what the house does not know is said and left out."""

    q = forms.CharField(label=_("Søg"), required=False, max_length=LONGEST_SEARCH, strip=True)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("Alle")), *STATUSES.items()])
    only = forms.ChoiceField(label=_("Vis kun"), required=False, choices=[("", _("Alle")), *ONLY.items()])
    kind = forms.ChoiceField(label=_("Art"), required=False, choices=[("", _("Alle")), *ClusterKind.choices])
    sort = forms.ChoiceField(
        label=_("Rækkefølge"),
        required=False,
        choices=[*ORDERS, *((f"-{sort}", words) for sort, words in ORDERS)],
    )

    def choice(self) -> Choice:
        """The choice, as far as it could be read."""
        self.full_clean()
        said = self.cleaned_data
        return Choice(
            text=said.get("q", ""),
            status=said.get("status", ""),
            only=said.get("only", ""),
            kind=said.get("kind", ""),
            sort=said.get("sort") or "status",
        )


def address_of(choice, **changes) -> str:
    """The choice as the query of an address, with some of it changed; `?` alone is the whole list."""
    said = {"q": choice.text, "status": choice.status, "only": choice.only, "kind": choice.kind, "sort": choice.sort}
    said |= changes
    kept = {name: value for name, value in said.items() if value and (name, value) != ("sort", "status")}
    return f"?{urlencode(kept)}"


class NudgeForm(forms.Form):
    """One sentence of the editor's own, which goes into every letter."""

    text = forms.CharField(
        label=_("En sætning fra dig (frivilligt)"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Den står sidst i brevet, fx: Ring til os på 33 33 33 33, hvis I mangler hjælp."),
    )


class ExtendForm(forms.Form):
    """Until when the chosen units may send, and why; the reason is for the nation alone."""

    to = forms.DateField(
        label=_("Ny frist"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Skriv den nye frist."),
            "invalid": _("Skriv datoen med tal som dag-måned-år."),
        },
    )
    reason = forms.CharField(
        label=_("Grund"),
        max_length=500,
        error_messages={"required": _("Skriv, hvorfor enheden får længere tid.")},
    )
