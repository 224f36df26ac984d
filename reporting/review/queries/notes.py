"""What the review wrote about a filing: prepared questions, notes, the first of two looks."""

from collections import defaultdict

from reporting.review.models import FirstLook, InternalNote, PreparedQuestion


def prepared_questions(submission) -> list[PreparedQuestion]:
    """The questions that wait to be sent with the filing, in the order of the form."""
    return list(PreparedQuestion.objects.filter(submission=submission).select_related("indicator__section", "by"))


def notes_of(submission) -> dict[str, list[InternalNote]]:
    """The notes by the code of their question, in the order of time; those about the whole filing under ""."""
    notes = defaultdict(list)
    for note in InternalNote.objects.filter(submission=submission).select_related("indicator", "by", "settled_by"):
        notes[note.indicator.code if note.indicator else ""].append(note)
    return notes


def first_look_at(submission) -> FirstLook | None:
    """Who approved the filing, as it stands, first, where the round wants two."""
    return FirstLook.objects.filter(submission=submission, version=submission.version).select_related("by").first()
