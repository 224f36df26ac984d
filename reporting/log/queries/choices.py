"""What one can ask the log for, in words: each choice is a kind of happening, some with one act of it."""

from django.utils.translation import gettext as _

from clusters.models import Act
from reporting.letters.models import Kind
from reporting.submissions import workflow


def act_choices(*, private=False, acts=tuple(Act)):
    """Choices for a select, in groups; `private` with what only the unit itself sees, `acts` those that are offered."""
    answers = [
        ("value", _("Tal")),
        ("countries", _("Lande")),
        ("explanation", _("Forklaringer")),
        ("comment", _("Kommentarer ved tal")),
    ]
    if private:
        answers.append(("note", _("Noter til efterfølgeren")))
    else:
        answers.append(("internal_note", _("Interne noter")))
    return [
        (_("Svar"), answers),
        (_("Status"), [("event", _("Alle skift"))] + [(f"event.{name}", label) for name, label in _transitions()]),
        (_("Cases"), [("story", _("Rettelser i cases")), ("story_comment", _("Kommentarer til cases"))]),
        (_("Breve"), [("letter", _("Alle breve"))] + [(f"letter.{kind}", kind.label) for kind in Kind]),
        (_("Handlinger"), [("act", _("Alle handlinger"))] + [(f"act.{act}", act.label) for act in Act if act in acts]),
    ]


def kinds_of_choice(choice):
    """The kinds and acts that a choice stands for, as Search wants them; None for no choice."""
    kind, _dot, act = choice.partition(".")
    return {kind: (act,) if act else ()} if choice else None


def _transitions():
    return [(name, row.label) for name, row in workflow.TRANSITIONS.items()]


def acts_named(text):
    """The acts, transitions and letters whose name holds the text, by kind."""
    wanted = text.casefold()
    return {
        "act": tuple(act.value for act in Act if wanted in str(act.label).casefold()),
        "event": tuple(name for name, label in _transitions() if wanted in str(label).casefold()),
        "letter": tuple(kind.value for kind in Kind if wanted in str(kind.label).casefold()),
    }
