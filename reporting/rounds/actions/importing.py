"""Taking over a list of units and people that an editor pasted or uploaded: the good lines, each by itself."""

from dataclasses import dataclass

from django.db import transaction

from clusters.actions import enrol, record
from clusters.errors import AccessRefused, UnitRefused
from clusters.models import Act, Cluster
from clusters.permissions import check_can_edit
from reporting.rounds.actions.roster import found, take_up
from reporting.rounds.errors import YearRefused
from reporting.rounds.models import Round
from reporting.rounds.queries import read_list


@dataclass(frozen=True)
class Imported:
    """What became of an import: how many lines changed something, and sentences on those that could not be saved."""

    saved: int
    refused: tuple[str, ...]


@transaction.atomic
def import_list(*, round_, text, by, at) -> Imported:
    """Save every line of `text` that is new or changed; mistakes are left out, and the same list again changes nothing.

    What the lines mean is read off the database as it is now, so two who import the same list at once make nobody twice.
    """
    check_can_edit(by)
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    saved, refused = 0, []
    for line in read_list(round_, text).lines:
        if not line.is_change:
            continue
        try:
            with transaction.atomic():
                _save(round_, line, by, at)
        except (AccessRefused, UnitRefused, YearRefused) as refusal:
            refused.append(str(refusal))
        else:
            saved += 1
    if saved:
        record(Act.LIST_IMPORTED, by=by, at=at, year=round_.year, text=str(saved))
    return Imported(saved, tuple(refused))


def _save(round_, line, by, at):
    cluster = line.cluster or Cluster.objects.filter(name__iexact=line.unit).first()
    if cluster is None:
        cluster = found(
            round_=round_,
            name=line.unit,
            short_name=line.short_name,
            kind=line.kind,
            former_name=line.former_name,
            by=by,
            at=at,
        )
    else:
        take_up(round_=round_, cluster=cluster, by=by, at=at)
    if line.email:
        is_told = round_.opened_at is not None
        enrol(cluster=cluster, email=line.email, name=line.person, role=line.role, is_told=is_told, by=by, at=at)
