"""Reads about letters: who waits for one, which are to be tried again, and what became of them."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone
from django.utils.translation import override

from clusters.models import User
from reporting.letters.bounces import bounces_in, message_of, messages_in
from reporting.letters.facts import Fact, facts_at, morning_of
from reporting.letters.models import Kind, Letter, Nudge, Told
from reporting.letters.wording import Text, compose
from reporting.submissions.models import OPEN_STATUSES, Submission

__all__ = [
    "MOST_ATTEMPTS",
    "PAUSES",
    "LastLetters",
    "bounces_in",
    "interrupted_at",
    "last_letters",
    "may_be_nudged",
    "message_of",
    "messages_in",
    "nudge_letter",
    "waiting_at",
]

# After a try that failed, or of which nobody knows the end, so long until the next; after the last it is given up.
PAUSES = (datetime.timedelta(minutes=5), datetime.timedelta(hours=1))
MOST_ATTEMPTS = len(PAUSES) + 1


def waiting_at(at) -> list[list[Fact]]:
    """Each person's facts that are to be told in a letter now; nobody who had one today or has one under way."""
    facts = facts_at(at)
    people = {fact.user.pk for fact in facts}
    today = timezone.localdate(at)
    known = set(Told.objects.filter(user__in=people).values_list("user_id", "kind", "key"))
    served = Letter.objects.filter(Q(day=today) | Q(sent_at=None, failed_at=None), user__in=people)
    served = set(served.values_list("user_id", flat=True))
    news = defaultdict(list)
    for fact in facts:
        if fact.told_as not in known and fact.user.pk not in served:
            news[fact.user.pk].append(fact)
    # News of today goes out at once; what had to wait since yesterday goes out in the morning.
    is_day = at >= morning_of(today)
    return [told for told in news.values() if is_day or any(timezone.localdate(fact.since) == today for fact in told)]


def interrupted_at(at) -> list[tuple[Letter, list[Fact]]]:
    """Letters to be tried once more, whose last try did not end well long enough ago, with what of them still holds."""
    due = Q()
    for attempts, pause in enumerate(PAUSES, start=1):
        due |= Q(attempts=attempts, tried_at__lte=at - pause)
    letters = list(
        Letter.objects.under_way().filter(due).select_related("user").prefetch_related("told").order_by("pk")
    )
    standing = {fact.told_as: fact for fact in facts_at(at)} if letters else {}
    return [
        (letter, [standing[row.told_as] for row in letter.told.all() if row.told_as in standing]) for letter in letters
    ]


def may_be_nudged(round_, day):
    """The round's places whose unit still has to send and can, and was not nudged on `day` already, with the unit."""
    done = Submission.objects.for_round(round_).exclude(status__in=OPEN_STATUSES).values("cluster")
    sent_once = Submission.objects.for_round(round_).filter(status="returned").values("cluster")
    locked = round_.roster.locked_on(day).exclude(cluster__in=sent_once)
    nudged = Nudge.objects.filter(round=round_, day=day).values("cluster")
    waiting = round_.roster.exclude(cluster__in=done).exclude(cluster__in=nudged).exclude(pk__in=locked.values("pk"))
    return waiting.select_related("cluster") if round_.is_open_on(day) else waiting.none()


def nudge_letter(round_, cluster, name, *, text, until, at) -> Text:
    """The letter with which somebody called `name` would be reminded of a unit's filing, to look at before."""
    somebody = User(name=name, email=name, password="chosen")  # who has to choose a password gets a link that is theirs
    fact = Fact(user=somebody, kind=Kind.NUDGE, key="", since=at, cluster=cluster, round=round_, text=text, until=until)
    with override("da"):
        return compose([fact], at=at)


@dataclass(frozen=True)
class LastLetters:
    """The latest thing that the people of a unit were told about a round, and what became of the letters."""

    kind: str
    at: datetime.datetime
    sent_to: int
    failed: tuple[str, ...]  # addresses that could not be sent to, or from where it came back
    under_way: int


def last_letters(round_, *, cluster=None, clusters=None) -> dict[int, LastLetters]:
    """By unit, the latest letters about the round, in one query; of one unit or some if they are given."""
    rows = Told.objects.filter(round=round_).order_by("-letter__tried_at", "-pk")
    by_unit = defaultdict(list)
    if cluster or clusters is not None:
        rows = rows.filter(cluster__in=[cluster] if cluster else clusters)
    for unit, *told in rows.values_list("cluster", *_TOLD, *(_whether(letter) for letter in _BECAME)):
        last = by_unit[unit]
        if not last or last[0][:2] == told[:2]:
            last.append(told)
    return {unit: _outcome(told) for unit, told in by_unit.items()}


_TOLD = ("kind", "key", "letter__tried_at", "letter__user__email")
# What became of a letter; many are read at once, and a moment is slow to read.
_BECAME = (
    Q(letter__sent_at__isnull=False, letter__bounced_at=None),
    Q(letter__failed_at__isnull=False) | Q(letter__bounced_at__isnull=False),
    Q(letter__sent_at=None, letter__failed_at=None),
)


def _whether(condition):
    return ExpressionWrapper(condition, output_field=BooleanField())


def _outcome(told):
    return LastLetters(
        kind=Kind(told[0][0]).label,
        at=told[0][2],
        sent_to=sum(is_sent for *_told, is_sent, _is_lost, _waits in told),
        failed=tuple(sorted(address for *_told, address, _is_sent, is_lost, _waits in told if is_lost)),
        under_way=sum(waits for *_told, waits in told),
    )
