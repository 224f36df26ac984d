"""Writing the log."""

from clusters.models import LogEntry


def record(act, *, by, at, cluster=None, year=None, person=None, subject="", text="", on_behalf_of=None):
    """Append one act to the log; called inside the transaction of the action that does it (`act`: a clusters.models.Act).

    `by` None is the program itself. Names and addresses go into `person`, never into `text`.
    """
    return LogEntry.objects.create(
        act=act,
        by=by,
        at=at,
        cluster=cluster,
        year=year,
        person=person,
        subject=subject,
        text=text[:2000],
        on_behalf_of=on_behalf_of,
    )
