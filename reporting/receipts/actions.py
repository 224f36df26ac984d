"""The one thing that a unit decides here: whom it is compared with."""

from django.db import transaction
from django.utils.translation import gettext as _

from reporting.receipts.comparison import FEWEST, safe_groups
from reporting.receipts.models import PeerGroup
from reporting.receipts.queries import choosable_units, standing_groups


class PeersRefused(Exception):
    """The group cannot be compared with; str() says why and what to do."""


@transaction.atomic
def choose_peers(*, submission, slugs, by, at):
    """Keep the group that the unit picked for the year; raises PeersRefused with a sentence.

    The same group again is the same choice. Another one is refused, and so is one that would tell of fewer
    than FEWEST units when it is set off against the groups that are always offered.
    """
    others = {unit.slug for unit in choosable_units(submission)}
    chosen = sorted(others & set(slugs))
    if len(chosen) < FEWEST:
        raise PeersRefused(_("Vælg mindst %(count)d enheder, så ingen enkelt kan kendes.") % {"count": FEWEST})
    if "chosen" not in safe_groups([*standing_groups(submission), ("chosen", chosen)]):
        raise PeersRefused(
            _(
                "Den gruppe ligner en af de faste grupper så meget, at forskellen ville vise enkelte enheders tal. Vælg nogle flere fra eller til."
            )
        )
    group, made = PeerGroup.objects.get_or_create(
        submission=submission, defaults={"members": chosen, "chosen_at": at, "chosen_by": by}
    )
    if not made and group.members != chosen:
        raise PeersRefused(_("I har allerede valgt jeres gruppe for i år. Den kan ikke ændres, og det beskytter alle."))
    return group
