"""What a reviewer sends: a decision, questions, remarks, notes, a waiver, a corrected number."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.review.models import PreparedQuestion
from reporting.review.queries import mark_of
from reporting.submissions.models import Unlocked

LARGEST_VERSION = 2**31 - 1
LONGEST_REMARK = 1000
UNKNOWN_VERSION = _("Siden sagde ikke, hvilken udgave af indberetningen du så. Hent den igen, og gentag.")


class SaidForm(forms.Form):
    """A form whose mistakes are said in one line above the page."""

    def message(self):
        """What is wrong, in one line."""
        return " ".join(error for errors in self.errors.values() for error in errors)


class FootnoteForm(forms.Form):
    """Which explanation, and whether it shall stand in the book; only the page's own buttons send it."""

    rule = forms.SlugField()
    subject = forms.SlugField()
    on = forms.BooleanField(required=False)


class DecisionForm(SaidForm):
    """The version of the filing that the reviewer saw, with the fingerprint that the page showed."""

    version = forms.IntegerField(
        min_value=1,
        max_value=LARGEST_VERSION,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), UNKNOWN_VERSION),
    )
    fingerprint = forms.CharField(required=False, max_length=64)

    def decision(self):
        """What the decision is told, as keyword arguments of its action."""
        return {"version": self.cleaned_data["version"], "fingerprint": self.cleaned_data["fingerprint"]}


class ReturnForm(DecisionForm):
    """The same for sending back: a reason, which of the prepared questions, and what is unlocked."""

    reason = forms.CharField(required=False, max_length=2000)
    questions = forms.ModelMultipleChoiceField(
        PreparedQuestion.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _("Spørgsmålene er ændret, siden siden blev hentet. Se dem igen, før du sender.")
        },
    )
    seen_questions = forms.CharField(required=False)  # the questions in the words in which they were shown
    unlocked = forms.ChoiceField(choices=Unlocked.choices, required=False)

    def __init__(self, data, *, submission):
        super().__init__(data)
        self.submission = submission
        self.fields["questions"].queryset = PreparedQuestion.objects.filter(submission=submission)

    def clean_seen_questions(self):
        """What goes to the unit is what the person read: a question rewritten meanwhile is shown first."""
        seen = self.cleaned_data["seen_questions"]
        if seen and seen != mark_of(self.fields["questions"].queryset):
            raise forms.ValidationError(
                _("Spørgsmålene er ændret, siden siden blev hentet. Se dem igen, før du sender.")
            )
        return seen

    def decision(self):
        """What the decision is told, as keyword arguments of its action."""
        return {name: self.cleaned_data[name] for name in ("version", "reason", "questions", "unlocked")}

    def clean_unlocked(self):
        """What the unit may write in afterwards: everything unless the page says otherwise."""
        return self.cleaned_data["unlocked"] or Unlocked.ALL


class RemarkForm(SaidForm):
    """A remark in the thread with the secretariat."""

    text = forms.CharField(
        label=_("Kommentar til sekretariatet"),
        max_length=LONGEST_REMARK,
        error_messages={
            "required": _("Skriv en kommentar."),
            "max_length": _("Kommentaren er for lang. Skriv højst 1.000 tegn."),
        },
    )


class NoteForm(SaidForm):
    """A note for the review alone, perhaps one to come back to."""

    text = forms.CharField(
        label=_("Intern note"),
        max_length=LONGEST_REMARK,
        error_messages={
            "required": _("Skriv en note."),
            "max_length": _("Noten er for lang. Skriv højst 1.000 tegn."),
        },
    )
    needs_follow_up = forms.BooleanField(label=_("Skal følges op"), required=False)


class WaiverForm(SaidForm):
    """Which finding of a hard check is waived, and why."""

    rule = forms.SlugField()
    subject = forms.SlugField()
    reason = forms.CharField(
        required=False,
        max_length=500,
        error_messages={"max_length": _("Begrundelsen er for lang. Skriv højst 500 tegn.")},
    )


class CorrectionForm(SaidForm):
    """With whom a corrected number is agreed, and the version of the value that the editor saw."""

    consent = forms.CharField(
        label=_("Aftalt med (hvem og hvornår)"),
        max_length=500,
        error_messages={"required": _("Skriv, hvem i sekretariatet rettelsen er aftalt med, og hvornår.")},
    )
    version = forms.IntegerField(
        min_value=0,
        max_value=LARGEST_VERSION,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), UNKNOWN_VERSION),
    )
