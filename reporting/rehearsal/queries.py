"""Reads of the rehearsal: whether there is one, who may enter, and what its stage looks like."""

import hashlib
from dataclasses import dataclass
from functools import cache

from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from clusters.errors import NotHere
from clusters.models import Cluster, Membership, User
from reporting import sealing
from reporting.rehearsal.models import Rehearsal
from reporting.rounds.models import Round
from reporting.submissions.models import Status, Submission


@cache
def program_mark():
    """A checksum of this program's migrations: two programs with the same tables have the same."""
    names = sorted(MigrationLoader(None).disk_migrations)
    return hashlib.sha256(repr(names).encode()).hexdigest()


def the_rehearsal() -> Rehearsal | None:
    """The rehearsal that there is, whatever its state."""
    return Rehearsal.objects.select_related("begun_by").first()


def rehearsal_for(user) -> Rehearsal:
    """The rehearsal that `user` may enter; raises NotHere with a sentence. Asked in the real house."""
    rehearsal = Rehearsal.objects.ready().first()
    if rehearsal is None or not (user.reads_everything or (user.is_active and rehearsal.lets_units_in)):
        raise NotHere(_("Der er ingen generalprøve i gang, som du kan komme ind i."))
    if rehearsal.program != program_mark():
        raise NotHere(
            _(
                "Generalprøven er lavet med en ældre udgave af programmet og kan ikke vises. Redaktøren kan smide den væk og begynde en ny."
            )
        )
    return rehearsal


def myself_in_copy(real: User, *, units) -> User:
    """The person `real` as the copy knows them; raises NotHere when it does not. Asked inside the copy.

    `units` are the keys of the units that the person works for in the real house. What was taken from somebody there
    after the copying is not theirs in the copy either.
    """
    found = User.objects.filter(pk=real.pk, email=real.email).first()
    if found is None:
        raise NotHere(_("Du er ikke med i generalprøven, for den blev lavet, før du fik adgang."))
    found.national_role, found.is_active = real.national_role, real.is_active
    inside = set(Membership.objects.filter(user=found).values_list("cluster", flat=True))
    if not real.reads_everything and not inside <= set(units):
        raise NotHere(_("Din adgang er ændret, siden generalprøven blev lavet, så du kan ikke komme ind i den."))
    return found


def units_of(user):
    """Keys of the units that the person works for; asked in the real house."""
    return [] if user.reads_everything else list(user.memberships.values_list("cluster", flat=True))


def year_to_rehearse(year) -> Round | None:
    """The round of `year`, None where the year follows the last one and can be made in the copy; else raises NotHere."""
    round_ = Round.objects.filter(year=year).first()
    last = Round.objects.order_by("-year").first()
    if round_ is None and (last is None or year != last.year + 1):
        raise NotHere(_("%(year)s kan ikke prøves: der er ingen runde for året eller for året før.") % {"year": year})
    return round_


def year_before(year) -> int | None:
    """The latest year before `year` with accepted filings, whose figures the rehearsal plays with; None: there is none."""
    accepted = Submission.objects.filter(status=Status.ACCEPTED, round__year__lt=year)
    return accepted.order_by("-round__year").values_list("round__year", flat=True).first()


@dataclass(frozen=True)
class Actor:
    """One unit on the stage and how its filing stands (empty: not begun)."""

    cluster: Cluster
    standing: str


@dataclass(frozen=True)
class Stage:
    """What the rehearsal's own front page shows, read inside the copy."""

    round: Round
    actors: tuple[Actor, ...]
    drafts: int
    returned: int
    submitted: int
    accepted: int


def stage_of(year) -> Stage:
    """The stage of the year that is rehearsed."""
    round_ = Round.objects.get(year=year)
    statuses = dict(Submission.objects.filter(round=round_).values_list("cluster", "status"))
    units = Cluster.objects.filter(roster_entries__round=round_).order_by("name")
    count = list(statuses.values()).count
    return Stage(
        round=round_,
        actors=tuple(Actor(unit, Status(statuses[unit.pk]).label if unit.pk in statuses else "") for unit in units),
        drafts=count(Status.DRAFT),
        returned=count(Status.RETURNED),
        submitted=count(Status.SUBMITTED),
        accepted=count(Status.ACCEPTED),
    )


def played_unit(user) -> Cluster | None:
    """The unit whose secretariat `user` plays; nobody's outside the copy."""
    if sealing.current() is None or not user.is_authenticated:
        return None
    return Cluster.objects.filter(memberships__user=user, memberships__invited_by=user).first()
