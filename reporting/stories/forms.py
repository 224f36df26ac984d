"""A story's texts and its photo as people send them. All of it may have gaps; nothing here writes."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.stories.models import CaseStory, StoryCategory, StoryComment

MINE, THEIRS = "mine", "theirs"
LARGEST_NUMBER = 2**31 - 1


TOO_LONG = {
    "max_length": gettext_lazy("Højst %(limit_value)d tegn; der står %(show_value)d. Forkort teksten, og gem igen.")
}


def _text(name, *, rows=None, label, hint):
    column = CaseStory._meta.get_field(name)
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput
    field = forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=column.max_length,
        widget=widget,
        error_messages=TOO_LONG,
    )
    field.widget.attrs.pop("maxlength", None)  # a browser would cut off silently what is pasted
    return field


class _StoryTexts(forms.Form):
    """Some of a story's texts, with the version that they were based on; of a clash both are shown."""

    version = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_NUMBER, widget=forms.HiddenInput)
    names = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.clashes = ()
        for name in self.names:
            if self.data.get(f"{name}__choice"):
                self.fields[f"{name}__choice"] = forms.ChoiceField(
                    required=False, choices=[(MINE, ""), (THEIRS, "")], error_messages={"invalid_choice": ""}
                )

    @classmethod
    def of(cls, story):
        """The form as it stands for a story that is saved."""
        return cls(initial={name: getattr(story, name) for name in cls.names} | {"version": story.version})

    @property
    def based_on(self):
        """The version that the person saw; 0, which no story has, when the page did not say."""
        return self.cleaned_data.get("version") or 0

    def texts(self):
        """What was typed, by name, without the fields for which the person chose a colleague's text."""
        return {
            name: _unix(self.cleaned_data[name])
            for name in self.names
            if self.cleaned_data.get(f"{name}__choice") != THEIRS
        }

    def beside(self, saved):
        """The same form after a lost race: what was typed, what stands, and the version to choose on."""
        data = self.data.copy()
        data["version"] = str(saved.story.version)
        form = type(self)(data)
        form.full_clean()
        form.clashes = [
            Clash(name, form[name], form.cleaned_data.get(name), standing) for name, standing in saved.clashes.items()
        ]
        for name in saved.clashes:
            form.add_error(
                name,
                _("%(who)s har skrevet noget andet her imens. Vælg øverst, hvad der skal stå.")
                % {"who": saved.story.updated_by},
            )
        return form


class Clash:
    """One field that two people wrote in: what the one here typed and what stands, as a reader sees them."""

    def __init__(self, name, field, typed, standing):
        self.name, self.label = name, field.label
        self.typed, self.standing = _readable(name, typed), _readable(name, standing)


def _readable(name, value):
    if name == "category":
        return dict(StoryCategory.choices).get(value, "")
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    return value


def _unix(value):
    """Browsers send every line end as two characters; as one it compares with what is stored."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


class StoryForm(_StoryTexts):
    """The words of a story."""

    category = forms.ChoiceField(
        label=gettext_lazy("Kategori"),
        required=False,
        choices=[("", gettext_lazy("Vælg en kategori")), *StoryCategory.choices],
        widget=forms.Select(attrs={"class": "form-control"}),
        help_text=gettext_lazy("Den bestemmer farven i bogen."),
        error_messages={"invalid_choice": gettext_lazy("Vælg en af de fem kategorier.")},
    )
    headline = _text(
        "headline",
        label=gettext_lazy("Overskrift"),
        hint=gettext_lazy("Hvad skete der? Sig det, så man får lyst til at læse videre. Højst 90 tegn."),
    )
    lead = _text(
        "lead",
        rows=4,
        label=gettext_lazy("Indledning"),
        hint=gettext_lazy("To eller tre sætninger: problemet, hvad I gjorde, og hvad der kom ud af det."),
    )
    body = _text(
        "body",
        rows=18,
        label=gettext_lazy("Brødtekst"),
        hint=gettext_lazy("Omkring 350 ord fylder opslaget. Opslaget viser, hvor mange der er plads til."),
    )
    quote = _text(
        "quote",
        label=gettext_lazy("Citat på billedet"),
        hint=gettext_lazy("Én sætning, som nogen har sagt. Den trykkes stort på venstre side. Kan udelades."),
    )
    comment = forms.CharField(
        label=gettext_lazy("Kommentar til redaktionen"),
        required=False,
        max_length=StoryComment._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3, "form": "story-form"}),
        error_messages=TOO_LONG,
    )
    names = ("category", "headline", "lead", "body", "quote")

    @property
    def is_empty(self):
        """Whether nothing at all was written."""
        return not any(self.cleaned_data[name] for name in self.names)


class PhotoForm(_StoryTexts):
    """The photo of a story with its words, and which piece of it the page shows."""

    file = forms.FileField(
        label=gettext_lazy("Vælg et billede"),
        required=False,
        allow_empty_file=True,  # an empty one gets its own sentence where it is read
        max_length=None,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/tiff"}),
        help_text=gettext_lazy("JPEG, PNG, WebP eller TIFF på højst 20 MB. Et højt billede passer bedst til siden."),
    )
    focus = forms.IntegerField(
        label=gettext_lazy("Udsnit"),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"type": "range", "step": "5", "min": "0", "max": "100"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Vælg et udsnit mellem 0 og 100 procent.")
        ),
    )
    alt = _text(
        "alt",
        rows=2,
        label=gettext_lazy("Hvad ser man på billedet?"),
        hint=gettext_lazy("Læses højt for den, der ikke kan se det. For eksempel: »To svejsere ser på en skærm.«"),
    )
    credit = _text(
        "credit",
        label=gettext_lazy("Kreditering"),
        hint=gettext_lazy("Trykkes under teksten. For eksempel: »Foto: Anna Jensen«"),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("De, der er på billedet, har sagt ja til, at det trykkes i bogen og vises på nettet"),
        required=False,
        help_text=gettext_lazy(
            "Er der ingen mennesker på billedet, så sæt også kryds. Uden kryds trykkes billedet ikke."
        ),
    )
    seen = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER, widget=forms.HiddenInput)
    names = ("alt", "credit", "consent")

    def focus_on(self, photo):
        """Where the cut lies, in percent (x, y): the middle, or what the slider says on the side that is cut."""
        chosen = self.cleaned_data.get("focus")
        if photo is None:
            return 50, 50
        if chosen is None:
            return photo.focus_x, photo.focus_y
        return (chosen, photo.focus_y) if photo.is_wide else (photo.focus_x, chosen)


class CommentForm(forms.Form):
    """One remark on a story."""

    comment = forms.CharField(
        label=gettext_lazy("Kommentar"),
        max_length=StoryComment._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=TOO_LONG | {"required": gettext_lazy("Skriv en kommentar, før du sender.")},
    )
