"""A pasted or uploaded list of units and people: what each line means, seen from how the house stands now.

The first line names the columns, in any order, in Danish or English; fields are parted by tab, semicolon or comma.
Nothing is guessed: what is not understood comes back with a sentence, and does not hold the other lines back.
"""

import csv
import difflib
import io
from collections import Counter
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Cluster, ClusterKind, Membership, MembershipRole, User

MOST_LINES = 1000
LONGEST_NAME = 120  # of a person
LONGEST_CELL = 160
LIKENESS = 0.8
COLUMNS = {  # what a column may be called, written in small letters
    "unit": "enhed|enhedens navn|enhedsnavn|klynge|netværk|klynge/netværk|organisation|sekretariat|unit|unit name|cluster|network",
    "short_name": "kort navn|kortnavn|forkortelse|short name|short",
    "former_name": "tidligere navn|former name",
    "kind": "art|type|kind",
    "person": "navn|person|kontaktperson|kontakt|fulde navn|name|full name|contact",
    "email": "e-mail|email|mail|e-mailadresse|mailadresse|e-mail address|email address",
    "role": "rolle|role",
}
KINDS = {
    "klynge": ClusterKind.CLUSTER,
    "cluster": ClusterKind.CLUSTER,
    "innovationsnetværk": ClusterKind.NETWORK,
    "netværk": ClusterKind.NETWORK,
    "network": ClusterKind.NETWORK,
    "innovation network": ClusterKind.NETWORK,
}
ROLES = {
    "ansvarlig": MembershipRole.MANAGER,
    "manager": MembershipRole.MANAGER,
    "indberetter": MembershipRole.REPORTER,
    "reporter": MembershipRole.REPORTER,
}
WORDS = {
    "new": gettext_lazy("Ny"),
    "changed": gettext_lazy("Ændret"),
    "unchanged": gettext_lazy("Uændret"),
    "mistake": gettext_lazy("Fejl"),
}


@dataclass(frozen=True)
class ListLine:
    """One line: what stood there, what it is taken for, what saving it would do, or what is wrong with it."""

    number: int
    text: str
    unit: str = ""
    short_name: str = ""
    former_name: str = ""
    kind: str = ""
    person: str = ""
    email: str = ""
    role: str = ""
    cluster: Cluster | None = None
    state: str = "mistake"
    sentence: str = ""

    @property
    def is_change(self) -> bool:
        """Whether saving the list would write something for it."""
        return self.state in ("new", "changed")

    @property
    def word(self):
        """The state in a word."""
        return WORDS[self.state]


@dataclass(frozen=True)
class UnitsAndPeople:
    """A list as it was understood; `refusal` says why none of it was, `ignored` names columns that are not used."""

    lines: tuple[ListLine, ...] = ()
    refusal: str = ""
    ignored: tuple[str, ...] = ()

    @property
    def tally(self):
        """How many lines are in which state, as (state, word, count)."""
        counts = Counter(line.state for line in self.lines)
        return [(state, word, counts[state]) for state, word in WORDS.items() if counts[state]]

    @property
    def changes(self) -> int:
        """How many lines saving would write something for."""
        return sum(line.is_change for line in self.lines)

    @property
    def mistakes(self) -> int:
        """How many lines have to be mended first."""
        return sum(line.state == "mistake" for line in self.lines)


def read_list(round_, text) -> UnitsAndPeople:
    """What the list means for the year's round, as the house stands now; a number of queries that does not grow."""
    rows = [row for row in _rows(text) if any(row)]
    if not rows:
        return UnitsAndPeople(refusal=_("Der står ikke noget. Kopiér listen med dens overskrifter, og prøv igen."))
    columns, ignored = _columns(rows[0])
    if "unit" not in columns or not {"email", "kind"} & set(columns):
        return UnitsAndPeople(
            refusal=_(
                "Den første linje skal være overskrifter. »Enhed« skal være der, og enten »E-mail« (med »Navn« og »Rolle«) eller »Art«."
            )
        )
    if len(rows) > MOST_LINES + 1:
        return UnitsAndPeople(
            refusal=_("Listen er for lang: højst %(most)d linjer ad gangen. Del den i to.") % {"most": MOST_LINES}
        )
    lines = [_line(number, row, columns) for number, row in enumerate(rows[1:], start=2)]
    house = _House.at(round_, [line.email for line in lines])
    return UnitsAndPeople(tuple(house.judge(line) for line in lines), ignored=ignored)


def _rows(text):
    first = text.lstrip("\ufeff\r\n ").split("\n", 1)[0]
    separator = next((sign for sign in "\t;," if sign in first), "\t")
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator)
    try:
        return [[" ".join(cell.split())[:LONGEST_CELL] for cell in row] for row in reader]
    except csv.Error:
        return [[" ".join(cell.split())[:LONGEST_CELL] for cell in line.split(separator)] for line in text.splitlines()]


def _columns(heads):
    """Where each column stands, and the heads of those that are not used."""
    found, ignored = {}, []
    for place, head in enumerate(heads):
        name = next((name for name, names in COLUMNS.items() if head.casefold().strip(" :*") in names.split("|")), "")
        if name and name not in found:
            found[name] = place
        elif head:
            ignored.append(head)
    return found, tuple(ignored)


def _line(number, row, columns):
    cells = {name: row[place] if place < len(row) else "" for name, place in columns.items()}
    cells["email"] = cells.get("email", "").lower()
    return ListLine(number=number, text=" · ".join(cell for cell in row if cell), **cells)


class _Mistake(Exception):
    """What is wrong with a line; str() says it."""


@dataclass
class _House:
    """What is known of units and people, and what the lines before have already said."""

    on_list: set
    units: dict  # plain name -> units
    users: dict
    places: dict  # (unit, e-mail) -> role
    has_manager: set
    begun: dict = field(default_factory=dict)  # plain name of a unit that an earlier line makes -> the line
    seen: set = field(default_factory=set)

    @classmethod
    def at(cls, round_, emails):
        """The house as it stands now."""
        units = {}
        for unit in Cluster.objects.all():
            for name in {_plain(unit.name), _plain(unit.short_name), unit.slug, _plain(unit.former_name)} - {""}:
                units.setdefault(name, []).append(unit)
        members = Membership.objects.filter(user__is_active=True).select_related("user")
        rows = list(members.values_list("cluster_id", "user__email", "role"))
        return cls(
            on_list=set(round_.roster.values_list("cluster_id", flat=True)),
            units=units,
            users={user.email: user for user in User.objects.filter(email__in=emails)},
            places={(cluster, email): role for cluster, email, role in rows},
            has_manager={cluster for cluster, _email, role in rows if role == MembershipRole.MANAGER},
        )

    def judge(self, line):
        """The line with its state and sentence."""
        try:
            line, said = self._unit(line)
            if line.email:
                line, more = self._person(line)
                said += more
            elif line.person or line.role:
                raise _Mistake(_("Skriv personens e-mail på linjen."))
        except _Mistake as mistake:
            return replace(line, sentence=str(mistake))
        state = "unchanged" if not said else "new" if any(is_new for is_new, _text in said) else "changed"
        sentence = ". ".join(str(text) for _is_new, text in said)
        return replace(line, state=state, sentence=f"{sentence}." if sentence else "")

    def _unit(self, line):
        if not line.unit:
            raise _Mistake(_("Skriv enhedens navn på linjen."))
        name = _plain(line.unit)
        found = self.units.get(name, [])
        if len(found) > 1:
            raise _Mistake(_("Flere enheder kaldes »%(name)s«. Skriv det fulde navn.") % {"name": line.unit})
        if found:
            (cluster,) = found
            said = [] if cluster.pk in self.on_list else [(False, _("Enheden sættes på årets liste"))]
            self.on_list.add(cluster.pk)
            return replace(line, cluster=cluster), said
        if name in self.begun:
            first = self.begun[name]
            return replace(line, kind=first.kind, short_name=first.short_name, former_name=first.former_name), []
        kind = KINDS.get(line.kind.casefold())
        if kind is None:
            raise _Mistake(self._unknown(line, name))
        line = replace(line, kind=kind, short_name=line.short_name[:40])
        self.begun[name] = line
        return line, [(True, _("Ny enhed (%(kind)s)") % {"kind": kind.label.lower()})]

    def _unknown(self, line, name):
        if line.kind:
            return _("»%(kind)s« er ikke en art. Skriv »klynge« eller »innovationsnetværk«.") % {"kind": line.kind}
        near = difflib.get_close_matches(name, list(self.units), n=1, cutoff=LIKENESS)
        if near:
            return _("Der er ingen enhed, der hedder »%(name)s«. Mente du »%(near)s«?") % {
                "name": line.unit,
                "near": self.units[near[0]][0].name,
            }
        return _(
            "Der er ingen enhed, der hedder »%(name)s«. Er den ny, så skriv »klynge« eller »innovationsnetværk« i en kolonne »Art«."
        ) % {"name": line.unit}

    def _person(self, line):
        place = (line.cluster.pk if line.cluster else _plain(line.unit), line.email)
        self._check_person(line, place)
        standing = self.places.get(place)
        role = self._role(line, place[0], standing)
        self.seen.add(place)
        if role == MembershipRole.MANAGER:
            self.has_manager.add(place[0])
        line = replace(line, role=role)
        word = MembershipRole(role).label.lower()
        if standing == role:
            return line, []
        if standing:
            change = {"before": MembershipRole(standing).label.lower(), "after": word}
            return line, [(False, _("Rolle: %(before)s → %(after)s") % change)]
        if line.email in self.users:
            return line, [
                (False, _("%(name)s får adgang som %(role)s") % {"name": self.users[line.email], "role": word})
            ]
        if not line.person:
            raise _Mistake(_("Skriv navnet på personen; %(email)s er ny.") % {"email": line.email})
        if len(line.person) > LONGEST_NAME:
            raise _Mistake(_("Navnet er for langt: højst %(count)d tegn.") % {"count": LONGEST_NAME})
        return line, [(True, _("Ny person: %(name)s, %(role)s") % {"name": line.person, "role": word})]

    def _check_person(self, line, place):
        try:
            validate_email(line.email)
        except ValidationError:
            raise _Mistake(
                _("»%(email)s« er ikke en e-mailadresse. Skriv den som navn@enhed.dk.") % {"email": line.email}
            ) from None
        if place in self.seen:
            raise _Mistake(_("Personen står der allerede for enheden. Kun den første linje bruges."))
        user = self.users.get(line.email)
        if user and not user.is_active:
            raise _Mistake(_("%(email)s hører til en bruger, der er lukket.") % {"email": line.email})
        if user and user.national_role:
            raise _Mistake(_("%(email)s hører til Cluster Excellence Denmark.") % {"email": line.email})

    def _role(self, line, unit, standing):
        """The role that the line gives; where it names none, what stands, and for a newcomer what the unit lacks."""
        if not line.role:
            return standing or (MembershipRole.REPORTER if unit in self.has_manager else MembershipRole.MANAGER)
        role = ROLES.get(line.role.casefold())
        if role is None:
            raise _Mistake(
                _("»%(role)s« er ikke en rolle. Skriv »ansvarlig« eller »indberetter«.") % {"role": line.role}
            )
        return role


def _plain(name):
    return " ".join(name.casefold().split())
