"""Reads about letters: who waits for one, which are to be tried again, and what became of them."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from reporting.letters.facts import Fact, facts_at, morning_of
from reporting.letters.models import Letter, Nudge, Told
from reporting.submissions.models import OPEN_STATUSES, Submission

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


@dataclass(frozen=True)
class LastLetters:
    """The latest thing that the people of a unit were told about a round, and what became of the letters."""

    kind: str
    at: datetime.datetime
    sent_to: int
    failed: tuple[str, ...]  # addresses
    under_way: int


def last_letters(round_, *, cluster=None) -> dict[int, LastLetters]:
    """By unit, the latest letters about the round, in one query; of one unit only if `cluster` is given."""
    rows = Told.objects.filter(round=round_).select_related("letter__user").order_by("-letter__tried_at", "-pk")
    by_unit = defaultdict(list)
    for row in rows.filter(cluster=cluster) if cluster else rows:
        told = by_unit[row.cluster_id]
        if not told or (told[0].kind, told[0].key) == (row.kind, row.key):
            told.append(row)
    return {unit: _outcome(told) for unit, told in by_unit.items()}


def _outcome(told):
    letters = [row.letter for row in told]
    return LastLetters(
        kind=told[0].get_kind_display(),
        at=max(letter.tried_at for letter in letters),
        sent_to=sum(letter.sent_at is not None for letter in letters),
        failed=tuple(sorted(letter.user.email for letter in letters if letter.failed_at)),
        under_way=sum(letter.sent_at is None and letter.failed_at is None for letter in letters),
    )
