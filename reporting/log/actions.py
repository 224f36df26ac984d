"""Taking a part of the log out of the house, which is an act of its own."""

from collections.abc import Iterator

from django.db import transaction

from clusters.actions import record
from clusters.models import Act
from clusters.permissions import check_can_edit
from reporting.log.queries import THE_NATIONS, Search, csv_lines


@transaction.atomic
def export_log(*, search: Search, asked: str, by, at) -> Iterator[str]:
    """The lines of the file that answers the search, after it is recorded who took it; `asked` is the search in words.

    Raises PermissionDenied for whoever is no editor.
    """
    check_can_edit(by)
    record(Act.LOG_EXPORTED, by=by, at=at, year=search.year, text=asked)
    return csv_lines(search, sources=THE_NATIONS)
