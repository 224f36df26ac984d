"""Whose filings of an earlier year are a unit's own: the units that it carries on, year by year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusters.models import Cluster, Succession
from clusters.queries import danish_key


@dataclass(frozen=True)
class Lineage:
    """The units whose filings of one earlier year make up one unit's value.

    `units` has them in order where there are others than the unit itself, and is empty otherwise. `later` are
    those that came about after that year, and so are not missed in it; `split` says why there is nothing to
    compare with, empty where there is.
    """

    unit_id: int
    units: tuple[Cluster, ...] = ()
    later: frozenset[int] = frozenset()
    split: str = ""

    @property
    def is_merged(self) -> bool:
        """Whether other units belong to it than the unit itself."""
        return bool(self.units)

    @property
    def ids(self) -> frozenset[int]:
        """The units by primary key, the unit itself among them."""
        return frozenset({self.unit_id, *(unit.pk for unit in self.units)})

    def sentence(self, year) -> str:
        """Whose figures of `year` (None: there are none) are the unit's own, or why none are; empty without a merger."""
        if self.split or not self.units or year is None:
            return self.split
        own = next(unit for unit in self.units if unit.pk == self.unit_id)
        others = [unit.short_name for unit in self.units if unit != own]
        return _("Ved siden af årets tal står tallene for %(year)s fra %(units)s, som %(own)s har ført videre.") % {
            "year": year,
            "units": enumerated(others),
            "own": own.short_name,
        }


class Successions:
    """The successions up to a year, read at once: who carried on whom.

    `predecessors` are the keys of those carried on; `successors` the units, by key, in which it all ends.
    """

    def __init__(self, rows: Iterable[Succession]):
        self._into, self._carried_on = defaultdict(list), defaultdict(list)
        rows = list(rows)
        gone = {row.predecessor_id for row in rows}
        self.predecessors = frozenset(gone)
        self.successors = {row.successor_id: row.successor for row in rows if row.successor_id not in gone}
        for row in rows:
            self._into[row.successor_id, row.year].append(row)
            self._carried_on[row.predecessor_id].append(row)

    def lineage(self, unit_id, year, before) -> Lineage:
        """The units that the unit, as it is in `year`, was in the year `before`; through several steps."""
        found, used = {unit_id}, []
        for of_year in sorted({of for _pk, of in self._into if before < of <= year}, reverse=True):
            waiting = list(found)
            while waiting:
                for row in self._into.get((waiting.pop(), of_year), ()):
                    used.append(row)
                    if row.predecessor_id not in found:
                        found.add(row.predecessor_id)
                        waiting.append(row.predecessor_id)
        if not used:
            return Lineage(unit_id)
        units = {unit.pk: unit for row in used for unit in (row.predecessor, row.successor)}
        return Lineage(
            unit_id,
            tuple(sorted(units.values(), key=lambda unit: (unit.pk == unit_id, danish_key(unit.short_name)))),
            frozenset(row.successor_id for row in used),
            self._split_among(used),
        )

    def _split_among(self, used):
        """The sentence about the first of the predecessors that more than one unit carries on; empty without one."""
        for row in used:
            successors = {other.successor_id: other for other in self._carried_on[row.predecessor_id]}
            if len(successors) > 1:
                names = sorted((other.successor.short_name for other in successors.values()), key=danish_key)
                return _("%(unit)s er delt mellem %(others)s, så der er intet tal at sammenligne med.") % {
                    "unit": row.predecessor.short_name,
                    "others": enumerated(names),
                }
        return ""


def successions_until(year) -> Successions:
    """All successions up to and with `year`; one query."""
    return Successions(Succession.objects.filter(year__lte=year).select_related("predecessor", "successor"))


def enumerated(names) -> str:
    """Names as a sentence lists them: `A`, `A og B`, `A, B og C`."""
    *first, last = names
    return _("%(first)s og %(last)s") % {"first": ", ".join(first), "last": last} if first else last
