"""The letters' words: plain Danish, what and where, no figures and no reasons. People have no language of their own yet."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from clusters.queries import danish_key, password_address, site_address
from reporting.letters import account_wording
from reporting.letters.models import Kind
from reporting.workdays import working_days_until

SUBJECT = "Viden & Vækst: "
MOST_SENTENCES = 4  # a letter stays within fifteen lines; what does not fit waits for the next one
MOST_NAMED = 3  # numbers that are asked about, by name in a letter
SIGNATURE = "Venlig hilsen\nCluster Excellence Denmark\nViden & Vækst"
_ORDER = {kind: place for place, kind in enumerate(Kind.values)}


@dataclass(frozen=True)
class Text:
    """A letter as it is sent: one line of subject, and the body in plain text."""

    subject: str
    body: str


@dataclass(frozen=True)
class _Group:
    """What is told in one sentence: one kind of news, of one round, about one or more units."""

    facts: tuple

    @property
    def kind(self):
        return self.facts[0].kind

    @property
    def round(self):
        return self.facts[0].round

    @property
    def deadline(self):
        return self.facts[0].until or self.round.deadline_on

    @property
    def units(self):
        return enumeration(sorted((_line(fact.cluster.short_name) for fact in self.facts), key=danish_key))


def compose(facts, *, at) -> Text:
    """One letter that tells all of `facts`, which are one person's, as things stand at `at`."""
    user = facts[0].user
    groups = _groups(facts)
    today = timezone.localdate(at)
    sentences = "\n".join(_SENTENCES[group.kind](group, today) for group in groups)
    name = "" if "@" in user.name else f" {_line(user.name)}"
    more = " – og andet nyt" if len(groups) > 1 else ""
    return Text(
        subject=_line(f"{SUBJECT}{_SUBJECTS[groups[0].kind](groups[0])}{more}"),
        body="\n\n".join([f"Kære{name}" if name else "Hej", sentences, _way_in(user, groups), SIGNATURE]) + "\n",
    )


def first_that_fit(facts) -> list:
    """Of one person's facts those that one letter has room for, the most urgent first."""
    return [fact for group in _groups(facts)[:MOST_SENTENCES] for fact in group.facts]


def enumeration(names) -> str:
    """`Alfa`, `Alfa og Beta`, `Alfa, Beta og Gamma`."""
    *most, last = names
    return f"{', '.join(most)} og {last}" if most else last


def _groups(facts):
    """Facts that make one sentence, in the order of urgency, the later round first."""
    together = {}
    for fact in facts:
        key = (fact.kind, fact.round and fact.round.year, fact.invited_by, fact.text, fact.until)
        together.setdefault(key, []).append(fact)
    ordered = sorted(together.items(), key=lambda item: (_ORDER[item[0][0]], -(item[0][1] or 0)))
    return [_Group(tuple(group)) for _key, group in ordered]


def _line(text):
    """A name from the database in one line, whatever was typed or pasted there."""
    return " ".join(text.split())


def _day(day):
    return date_format(day, "l \\d\\e\\n j. F Y")


def _filing(group):
    """`Indberetningen for 2019 fra Alfa`, or `Indberetningerne … fra Alfa og Beta`."""
    word = "Indberetningerne" if len(group.facts) > 1 else "Indberetningen"
    return f"{word} for {group.round.year} fra {group.units}"


def _invitation(group, today):
    inviter = _line(group.facts[0].invited_by)
    given = f"{inviter} har givet dig adgang" if inviter else "Du har fået adgang"
    return f"{given} til {group.units} i Viden & Vækst, hvor klynger og innovationsnetværk indberetter årets tal."


def _opened(group, today):
    return f"I kan nu indberette tal for {group.round.year} for {group.units}. Fristen er {_day(group.deadline)}."


def _reminder(group, today):
    deadline = group.deadline
    left = working_days_until(deadline, since=today)
    if deadline == today:
        when = f"Fristen er i dag, {_day(deadline)}."
    elif not left:
        when = f"Fristen er {_day(deadline)}."
    else:
        when = f"Der er {left} arbejdsdag{'' if left == 1 else 'e'} til fristen, {_day(deadline)}."
    return f"{_filing(group)} mangler at blive indsendt. {when}"


def _nudge(group, today):
    deadline = group.deadline
    when = f"Fristen var {_day(deadline)}." if deadline < today else f"Fristen er {_day(deadline)}."
    return _line(f"{_filing(group)} mangler at blive indsendt. {when} {group.facts[0].text}")


def _extended(group, today):
    return f"{group.units} har fået udsættelse med indberetningen for {group.round.year} til {_day(group.deadline)}."


def _withdrawn(group, today):
    when = f"Fristen {'var' if group.deadline < today else 'er'} {_day(group.deadline)}."
    return f"Udsættelsen til {group.units} med indberetningen for {group.round.year} gælder ikke længere. {when}"


def _returned(group, today):
    asked = [_line(label) for fact in group.facts for label in fact.asked]
    if asked:
        named = [f"»{label}«" for label in asked[:MOST_NAMED]]
        more = len(asked) - len(named)
        named += [f"{more} andre tal" if more > 1 else "et tal mere"] if more else []
        return (
            f"{_filing(group)} er sendt retur med spørgsmål til {enumeration(named)}. "
            "Ret tallene, eller skriv et svar, og indsend igen."
        )
    return f"{_filing(group)} er sendt retur. Begrundelsen står øverst på siden, hvor I retter og indsender igen."


def _reopened(group, today):
    again = "dem" if len(group.facts) > 1 else "den"
    return f"{_filing(group)} er åbnet igen, så I kan rette {again}. Begrundelsen står øverst på siden."


def _accepted(group, today):
    return f"{_filing(group)} er godkendt. I skal ikke gøre mere. Tak for jeres arbejde."


_SENTENCES = {
    Kind.NATIONAL: account_wording.invited,
    Kind.CLOSED: account_wording.closed,
    Kind.DORMANT: account_wording.warned,
    Kind.INVITATION: _invitation,
    Kind.OPENED: _opened,
    Kind.NUDGE: _nudge,
    Kind.REMINDER: _reminder,
    Kind.EXTENDED: _extended,
    Kind.WITHDRAWN: _withdrawn,
    Kind.RETURNED: _returned,
    Kind.REOPENED: _reopened,
    Kind.ACCEPTED: _accepted,
}
_SUBJECTS = {
    Kind.NATIONAL: lambda group: "Adgang til årets tal",
    Kind.CLOSED: lambda group: "Din bruger er lukket",
    Kind.DORMANT: lambda group: "Din bruger bliver lukket",
    Kind.INVITATION: lambda group: f"Adgang til {group.units}",
    Kind.OPENED: lambda group: f"I kan indberette for {group.round.year}",
    Kind.NUDGE: lambda group: f"{group.units} {group.round.year} mangler at blive indsendt",
    Kind.REMINDER: lambda group: f"Husk fristen {date_format(group.deadline, 'j. F')}",
    Kind.EXTENDED: lambda group: f"{group.units} har fået udsættelse til {date_format(group.deadline, 'j. F')}",
    Kind.WITHDRAWN: lambda group: f"Fristen for {group.units} er igen {date_format(group.deadline, 'j. F')}",
    Kind.RETURNED: lambda group: f"{group.units} {group.round.year} er sendt retur",
    Kind.REOPENED: lambda group: f"{group.units} {group.round.year} er åbnet igen",
    Kind.ACCEPTED: lambda group: f"{group.units} {group.round.year} er godkendt",
}
_WAYS = {
    Kind.NATIONAL: "Log ind her:",
    Kind.DORMANT: "Log ind her:",
    Kind.INVITATION: "Log ind her:",
    Kind.OPENED: "Begynd her:",
    Kind.NUDGE: "Gør den færdig her:",
    Kind.REMINDER: "Gør den færdig her:",
    Kind.EXTENDED: "Gør den færdig her:",
    Kind.WITHDRAWN: "Gør den færdig her:",
    Kind.RETURNED: "Læs begrundelsen her:",
    Kind.REOPENED: "Læs begrundelsen her:",
    Kind.ACCEPTED: "Se den her:",
}


def _way_in(user, groups):
    """Where to go: to the one filing that is meant, else to the front page; without a password first to choose one."""
    if any(group.kind == Kind.CLOSED for group in groups):
        return account_wording.NO_WAY_IN
    if not user.has_usable_password():
        again = site_address(reverse("account_reset_password"))
        return (
            f"Vælg din adgangskode her (linket virker i tre dage):\n{password_address(user)}\n"
            f"Virker linket ikke længere, får du et nyt her:\n{again}"
        )
    facts = [fact for group in groups for fact in group.facts]
    if len(facts) > 1:
        return f"Det hele finder du her:\n{site_address()}"
    (fact,) = facts
    path = reverse("submission", args=[fact.round.year, fact.cluster.slug]) if fact.is_begun else "/"
    return f"{_WAYS[fact.kind]}\n{site_address(path)}"
