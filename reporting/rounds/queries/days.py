"""What another day would change for whom, once units know of the year."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.queries import danish_key
from reporting.dates import day_text

NAMED = 8


def consequences(round_, days, today) -> list[str]:
    """What setting `days` (by actions.DAYS) would change for whom, in sentences; empty where nothing changes."""
    entries = list(round_.roster.select_related("cluster"))
    submissions = round_.submissions.exclude(submitted_at=None)
    sent = set(submissions.values_list("cluster_id", flat=True))
    waiting = [entry for entry in entries if entry.cluster_id not in sent]
    found = []
    if days["opens_on"] != round_.opens_on:
        found.append(_opening(round_, days["opens_on"], today))
    if days["deadline_on"] != round_.deadline_on:
        found += _deadline(days["deadline_on"], waiting)
    if days["locks_on"] != round_.locks_on:
        found.append(_lock(days["locks_on"], waiting, today))
    if days["four_eyes"] != round_.four_eyes:
        found.append(
            _("Fra nu af skal to forskellige personer godkende hver indberetning. Det, der er godkendt, er det stadig.")
            if days["four_eyes"]
            else _("Fra nu af er det nok, at en person godkender.")
        )
    return found


def _opening(round_, day, today):
    if day <= today:
        return _("Enhederne kan udfylde fra %(day)s.") % {"day": day_text(day)}
    begun = round_.submissions.count()
    words = {"day": day_text(day), "count": begun}
    if not begun:
        return _("Enhederne kan først begynde %(day)s.") % words
    return (
        ngettext(
            "Enhederne kan først begynde %(day)s. %(count)d er allerede begyndt og kan fortsætte.",
            "Enhederne kan først begynde %(day)s. %(count)d er allerede begyndt og kan fortsætte.",
            begun,
        )
        % words
    )


def _deadline(day, waiting):
    own = [entry for entry in waiting if entry.extended_to]
    moved = len(waiting) - len(own)
    words = {"count": moved, "day": day_text(day)}
    yield (
        ngettext(
            "%(count)d enhed, der ikke har indsendt, får frist %(day)s og mindes om den nye frist.",
            "%(count)d enheder, der ikke har indsendt, får frist %(day)s og mindes om den nye frist.",
            moved,
        )
        % words
    )
    if own:
        yield _("De beholder deres egen frist: %(units)s.") % {"units": _named(own)}


def _lock(day, waiting, today):
    if day is None:
        return _("Der låses ikke mere. Alle, der ikke har indsendt, kan stadig gøre det.")
    locked = [entry for entry in waiting if max(day, entry.extended_to or day) < today]
    if locked:
        return _("Disse enheder låses med det samme og kan ikke længere indsende: %(units)s.") % {
            "units": _named(locked)
        }
    words = {"day": day_text(day), "count": len(waiting)}
    return (
        ngettext(
            "%(count)d enhed har ikke indsendt. Den kan ikke udfylde eller indsende efter %(day)s.",
            "%(count)d enheder har ikke indsendt. De kan ikke udfylde eller indsende efter %(day)s.",
            len(waiting),
        )
        % words
    )


def _named(entries):
    names = sorted((entry.cluster.short_name for entry in entries), key=danish_key)
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    return shown if more <= 0 else _("%(names)s og %(more)d til") % {"names": shown, "more": more}
