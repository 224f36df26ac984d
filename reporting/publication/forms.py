"""What the preview of a story takes: texts that nobody has saved yet, within the bounds of the saved ones."""

from django import forms

from reporting.stories.models import CaseStory

LARGEST_NUMBER = 2**31 - 1


class PreviewForm(forms.ModelForm):
    """A story's texts as they stand on the page; `story` names the saved one, whose photo is shown."""

    story = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)

    class Meta:
        model = CaseStory
        fields = ["category", "headline", "lead", "body", "quote"]

    def message(self):
        """What is wrong, in one line."""
        labels = {name: self.fields[name].label for name in self.errors}
        return " ".join(f"{labels[name]}: {error}" for name, errors in self.errors.items() for error in errors)
