"""Every write to a case story."""

from django.db import transaction

from reporting.stories.models import CaseStory
from reporting.submissions.actions import take, touch


@transaction.atomic
def add_story(*, submission, category, headline, lead, body, quote="", credit="", alt="", at):
    """Put a case story into an open filing; the same headline again replaces the story."""
    submission = take(submission)
    touch(submission, at)
    story, _made = CaseStory.objects.update_or_create(
        submission=submission,
        headline=headline,
        defaults={"category": category, "lead": lead, "body": body, "quote": quote, "credit": credit, "alt": alt},
    )
    return story
