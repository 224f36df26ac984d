"""Forms in which soft findings are explained: on the check page all of them, on a section's page its own."""

from django import forms
from django.utils.translation import gettext as _

from reporting.submissions.actions import ExplanationEntry


class ExplainingForm(forms.Form):
    """A form in which findings are explained; beside each text travels the one that the person saw."""

    def add_explanations(self, problems):
        """A field for each soft finding, and a hidden one with the text that stands."""
        self.explained = {problem.field_name: problem for problem in problems if not problem.is_hard}
        for name, problem in self.explained.items():
            text = problem.explanation.text if problem.explanation else ""
            self.fields[name] = forms.CharField(required=False, max_length=500, label=_("Forklaring"), initial=text)
            self.fields[f"{name}__seen"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=text)

    def seen_fields(self):
        """The hidden fields, to be printed once."""
        return [self[f"{name}__seen"] for name in self.explained]

    def typed_explanations(self):
        """What can be read; a finding that was not on the page that was sent is left alone."""
        return tuple(
            ExplanationEntry(
                problem.rule, problem.subject, self.cleaned_data[name], self.cleaned_data.get(f"{name}__seen", "")
            )
            for name, problem in self.explained.items()
            if name in self.cleaned_data and name in self.data
        )

    def show_explanation_conflicts(self, saved):
        """Set a colleague's newer text beside the person's own; saving again chooses the own one."""
        self.data = self.data.copy()
        for name in saved.shut.keys() & self.explained.keys():
            self.add_error(name, saved.shut[name])
        for name, problem in self.explained.items():
            if (problem.rule, problem.subject) not in saved.explanation_conflicts:
                if (problem.rule, problem.subject) in saved.explained:
                    self.data[f"{name}__seen"] = self.data[name]
                continue
            standing = saved.explanation_conflicts[problem.rule, problem.subject]
            self.data[f"{name}__seen"] = standing.text if standing else ""
            self.add_error(
                name,
                _(
                    "%(who)s har imens skrevet: »%(theirs)s«. Din tekst står i feltet og er ikke gemt. Gem igen for at bruge den."
                )
                % {
                    "who": standing.updated_by if standing else _("En kollega"),
                    "theirs": standing.text if standing else _("tomt"),
                },
            )


class ExplanationsForm(ExplainingForm):
    """The explanations of soft findings, all on the check page."""

    def __init__(self, problems, *, data=None):
        self.problems = tuple(problem for problem in problems if not problem.is_hard)
        super().__init__(data)
        self.add_explanations(self.problems)

    def rows(self):
        """Findings about values, each with its field."""
        return [(problem, self[problem.field_name]) for problem in self.problems if not problem.is_about_gaps]

    def gap_rows(self):
        """Findings about missing answers, each with its field."""
        return [(problem, self[problem.field_name]) for problem in self.problems if problem.is_about_gaps]
