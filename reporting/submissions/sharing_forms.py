"""The forms with which a unit's people share their work: parse and type-check, nothing more."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import MembershipRole
from reporting.submissions.actions import LINK_DAYS

ROLES = [
    (MembershipRole.REPORTER, gettext_lazy("Indberetter: udfylder tal og forklaringer")),
    (MembershipRole.MANAGER, gettext_lazy("Ansvarlig: udfylder, indsender og giver kolleger adgang")),
]
NAME = forms.TextInput(attrs={"autocomplete": "off"})


class InviteForm(forms.Form):
    """A new colleague: who, and what they may do."""

    name = forms.CharField(
        label=gettext_lazy("Navn"),
        max_length=120,
        widget=NAME,
        error_messages={"required": gettext_lazy("Skriv kollegaens navn.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Skriv kollegaens e-mail."),
            "invalid": gettext_lazy("Skriv en e-mailadresse som navn@enhed.dk."),
        },
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Rolle"),
        choices=ROLES,
        initial=MembershipRole.REPORTER,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Vælg en rolle."),
            "invalid_choice": gettext_lazy("Vælg en af de to roller."),
        },
    )

    def clean_email(self):
        """Addresses are kept in lower case."""
        return self.cleaned_data["email"].lower()


class RoleForm(forms.Form):
    """What a colleague may do; whoever lets go of their own responsibility says that they know."""

    role = InviteForm.base_fields["role"]
    confirm = forms.BooleanField(
        label=gettext_lazy("Jeg ved, at jeg så hverken kan indsende eller ændre, hvem der har adgang"), required=False
    )

    def __init__(self, data=None, *, is_own, initial=None):
        super().__init__(data, initial=initial)
        self.is_own = is_own
        self.fields["role"].label = _("Hvad vil du kunne?") if is_own else _("Hvad skal kollegaen kunne?")
        if not is_own:
            del self.fields["confirm"]

    def clean(self):
        """The cross is asked for where the own responsibility is given up."""
        gives_up = self.is_own and self.cleaned_data.get("role") == MembershipRole.REPORTER
        if gives_up and not self.cleaned_data.get("confirm"):
            self.add_error("confirm", _("Sæt kryds, hvis du ikke længere vil være ansvarlig."))


class AssignForm(forms.Form):
    """Who takes care of a section; empty for nobody."""

    user = forms.ChoiceField(required=False, widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, data=None, *, sheet, people, user=None):
        super().__init__(data, initial={"user": user.pk if user else ""}, auto_id=f"id_{sheet.code}_%s")
        self.sheet = sheet
        self.people = {str(person.pk): person for person in people}
        self.fields["user"].label = sheet.section.title
        self.fields["user"].choices = [
            ("", _("Ingen endnu")),
            *((key, str(person)) for key, person in self.people.items()),
        ]
        self.fields["user"].error_messages["invalid_choice"] = _("Vælg en af jeres kolleger på listen.")

    def clean_user(self):
        """The person, None for nobody."""
        return self.people.get(self.cleaned_data["user"])


class LinkForm(forms.Form):
    """A link for somebody without an account: whose, to which section, for how long."""

    guest = forms.CharField(
        label=gettext_lazy("Navn på den, der skal have linket"),
        max_length=120,
        widget=NAME,
        help_text=gettext_lazy("Det, der bliver skrevet gennem linket, gemmes under det navn."),
        error_messages={"required": gettext_lazy("Skriv navnet på den, der skal have linket.")},
    )
    section = forms.ChoiceField(
        label=gettext_lazy("Afsnit"),
        error_messages={
            "required": gettext_lazy("Vælg et afsnit."),
            "invalid_choice": gettext_lazy("Vælg et af afsnittene på listen."),
        },
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Linket gælder i"),
        coerce=int,
        initial=LINK_DAYS[1],
        error_messages={"invalid_choice": gettext_lazy("Et link gælder i 7, 14 eller 30 dage.")},
    )

    def __init__(self, data=None, *, sheets):
        super().__init__(data)
        self.fields["section"].choices = [
            ("", _("Vælg afsnit")),
            *((sheet.code, sheet.section.title) for sheet in sheets),
        ]
        self.fields["days"].choices = [(days, _("%(days)d dage") % {"days": days}) for days in LINK_DAYS]
