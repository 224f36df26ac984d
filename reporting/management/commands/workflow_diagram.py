"""Write the diagram of a filing's statuses from the table of transitions."""

from django.core.management.base import BaseCommand
from django.utils.translation import override

from reporting.submissions.models import OPEN_STATUSES, Status
from reporting.submissions.workflow import TRANSITIONS, Actor

WHO = {
    Actor.MANAGER: "the unit's manager",
    Actor.REVIEWER: "a reviewer or an editor",
    Actor.EDITOR: "an editor",
}
HEAD = """\
# The statuses of a filing

Made by `python manage.py workflow_diagram` from the table in `reporting/submissions/workflow.py`; a test fails
when the two differ. Consolidated and published are no statuses: they are rows of their own.
"""


class Command(BaseCommand):
    """See `help`."""

    help = "Print docs/workflow.md: the statuses of a filing and who may move it, drawn from the table of transitions."

    def handle(self, **options):
        """Print it, with the Danish words that people see."""
        with override("da"):
            self.stdout.write("\n".join([HEAD, *_diagram(), "", *_table(), "", *_statuses()]))


def _diagram():
    yield "```mermaid"
    yield "stateDiagram-v2"
    for status in Status:
        yield f"    {status.value}: {status.label}"
    yield f"    [*] --> {Status.DRAFT.value}"
    for row in TRANSITIONS.values():
        for source in row.sources:
            yield f"    {source.value} --> {row.target.value}: {row.label}"
    yield "```"


def _table():
    yield "| transition | button | from | to | who | reason |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for row in TRANSITIONS.values():
        sources = ", ".join(source.value for source in row.sources)
        reason = "required" if row.needs_reason else "–"
        yield f"| `{row.name}` | {row.label} | {sources} | {row.target.value} | {WHO[row.actor]} | {reason} |"


def _statuses():
    yield "| status | on screen | the unit may write |"
    yield "| --- | --- | --- |"
    for status in Status:
        yield f"| {status.value} | {status.label} | {'yes' if status in OPEN_STATUSES else 'no'} |"
