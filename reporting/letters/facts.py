"""What there is to tell at a moment, read off the house as it stands: no list of mail to be sent is kept.

What is no longer true is not told: a filing that was sent back and has come in again, a round that is over.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from clusters.models import Cluster, Membership, User
from reporting.letters.account_facts import account_news
from reporting.letters.models import Kind, Nudge, Told
from reporting.rounds.models import RosterEntry, Round
from reporting.submissions.models import OPEN_STATUSES, ReturnedField, Status, Submission, SubmissionEvent
from reporting.workdays import first_working_day, working_day_before

REMINDED_BEFORE = (14, 5, 1)  # working days
OLDEST_NEWS = datetime.timedelta(days=7)  # what is older is no news any more: nobody is told
MORNING = datetime.time(8)  # letters that a day brings, and those that had to wait, go out from then on
_OF_TRANSITION = {"return_for_correction": Kind.RETURNED, "accept": Kind.ACCEPTED, "reopen": Kind.REOPENED}


@dataclass(frozen=True)
class Fact:
    """One thing to tell one person about one unit; `since` is the moment from which it is to be told."""

    user: User
    kind: str
    key: str
    since: datetime.datetime
    cluster: Cluster | None = None  # news of the own log-in is of no unit
    round: Round | None = None  # an invitation is to no round
    is_begun: bool = False  # the unit has a filing, so there is a page to go to
    invited_by: str = ""
    text: str = ""  # an editor's own sentence
    until: datetime.date | None = None  # the unit's own deadline, where the letter names it
    asked: tuple[str, ...] = ()  # what the review asked about, where it sent single numbers back

    @property
    def told_as(self):
        """What the ledger knows it by, see Told."""
        return self.user.pk, self.kind, self.key


def facts_at(at) -> list[Fact]:
    """Everything that is to be told as things stand at `at`, whether or not it has been told already."""
    members = defaultdict(list)
    memberships = (
        Membership.objects.filter(user__is_active=True, user__national_role="")
        .select_related("user", "cluster", "invited_by")
        .order_by("pk")
    )
    for membership in memberships:
        members[membership.cluster_id].append(membership.user)
    found = [
        *(Fact(user, kind, key, since) for user, kind, key, since in account_news(at - OLDEST_NEWS)),
        *_invitations(memberships),
        *_of_the_calendar(members, at),
        *_nudges(members, at),
        *_extensions(members, at),
        *_decisions(members, at),
    ]
    return [fact for fact in found if at - OLDEST_NEWS <= fact.since <= at]


def morning_of(day):
    """The moment of `day` from which letters go out."""
    return timezone.make_aware(datetime.datetime.combine(day, MORNING))


def _invitations(memberships):
    for row in memberships:
        if row.invited_at:
            yield Fact(
                user=row.user,
                kind=Kind.INVITATION,
                key=f"{row.cluster_id} {row.invited_at.isoformat()}",  # invited again is told again
                since=row.invited_at,
                cluster=row.cluster,
                invited_by=str(row.invited_by or ""),
            )


def _of_the_calendar(members, at):
    """Rounds that have opened, and deadlines that come near, for units that have not sent."""
    today = timezone.localdate(at)
    own_deadline_ahead = Q(extended_to__gte=today) | Q(extended_to=None, round__deadline_on__gte=today)
    entries = RosterEntry.objects.filter(own_deadline_ahead, round__opened_at__lte=at, round__opens_on__lte=today)
    for entry, status in _not_sent(entries):
        for kind, key, since in _dates_of(entry, status, at):
            for user in members[entry.cluster_id]:
                yield _of_the_unit(user, kind, key, since, entry, status)


def _not_sent(entries):
    """Places on a roster whose unit still has to send, each with its filing's status (None: not begun)."""
    entries = list(entries.select_related("round", "cluster").order_by("pk"))
    filings = {
        (filing.round_id, filing.cluster_id): filing.status
        for filing in Submission.objects.filter(round__in={entry.round_id for entry in entries})
    }
    for entry in entries:
        status = filings.get((entry.round_id, entry.cluster_id))
        if status is None or status in OPEN_STATUSES:
            yield entry, status


def _nudges(members, at):
    """What editors asked to remind of, for units that have not sent since."""
    nudges = Nudge.objects.filter(asked_at__gt=at - OLDEST_NEWS, asked_at__lte=at).select_related("round", "cluster")
    nudges = list(nudges.order_by("asked_at", "pk"))
    latest = {(row.round_id, row.cluster_id): row for row in nudges}  # of two days' nudges the later is told
    rounds = {row.round_id for row in nudges}
    filings = {
        (filing.round_id, filing.cluster_id): filing.status for filing in Submission.objects.filter(round__in=rounds)
    }
    entries = RosterEntry.objects.filter(round__in=rounds).select_related("round")
    places, today = {(entry.round_id, entry.cluster_id): entry for entry in entries}, timezone.localdate(at)
    for where, row in latest.items():
        status, place = filings.get(where), places.get(where)
        if place is None or (status != Status.RETURNED and place.locks_on and place.locks_on < today):
            continue  # off the list or locked since: there is nothing that they could do
        if status is None or status in OPEN_STATUSES:
            for user in members[row.cluster_id]:
                yield Fact(
                    user=user,
                    kind=Kind.NUDGE,
                    key=str(row.pk),
                    since=row.asked_at,
                    cluster=row.cluster,
                    round=row.round,
                    is_begun=status is not None,
                    text=row.text,
                    until=place.deadline_on,
                )


def _of_the_unit(user, kind, key, since, entry, status):
    return Fact(
        user=user,
        kind=kind,
        key=f"{entry.round_id} {entry.cluster_id} {key}",
        since=since,
        cluster=entry.cluster,
        round=entry.round,
        is_begun=status is not None,
        until=entry.deadline_on,
    )


def _dates_of(entry, status, at):
    """The opening, and of the reminders the latest that is due, so that never two of them come together."""
    opened_on = first_working_day(entry.round.opens_on)
    if status in (None, Status.DRAFT):
        # A round may be opened after the day that was planned: what is told is then told from that moment on.
        yield Kind.OPENED, "", max(morning_of(opened_on), entry.round.opened_at)
    due = [
        (days, day)
        for days in REMINDED_BEFORE
        if opened_on < (day := working_day_before(entry.deadline_on, days)) and morning_of(day) <= at
    ]
    if due:
        days, day = due[-1]
        yield Kind.REMINDER, f"{entry.deadline_on} {days}", morning_of(day)  # a new deadline is reminded of anew


def _extensions(members, at):
    """Extensions that were given, changed or withdrawn, for units that have not sent; a withdrawn one that was told."""
    recent = RosterEntry.objects.filter(
        extension_at__gt=at - OLDEST_NEWS, extension_at__lte=at, round__opened_at__lte=at
    )
    rows = list(_not_sent(recent))
    if not rows:
        return
    told = set(
        Told.objects.filter(kind=Kind.EXTENDED, round__in={entry.round_id for entry, _status in rows}).values_list(
            "user", "round", "cluster"
        )
    )
    for entry, status in rows:
        for user in members[entry.cluster_id]:
            kind = Kind.EXTENDED if entry.extended_to else Kind.WITHDRAWN
            if kind == Kind.EXTENDED or (user.pk, entry.round_id, entry.cluster_id) in told:
                yield _of_the_unit(user, kind, entry.extension_at.isoformat(), entry.extension_at, entry, status)


def _decisions(members, at):
    """How the review decided, as long as it stands."""
    latest = {}
    events = SubmissionEvent.objects.filter(at__gt=at - OLDEST_NEWS, at__lte=at).order_by("at", "pk")
    for event in events.select_related("submission__round", "submission__cluster"):
        latest[event.submission_id] = event
    standing = [
        event
        for event in latest.values()
        if event.transition in _OF_TRANSITION and event.to_status == event.submission.status
    ]
    asked = _asked_with(event for event in standing if event.to_status == Status.RETURNED)
    for event in standing:
        filing, kind = event.submission, _OF_TRANSITION[event.transition]
        for user in members[filing.cluster_id]:
            told = {"is_begun": True, "asked": tuple(asked[event.pk])}
            yield Fact(user, kind, str(event.pk), event.at, filing.cluster, filing.round, **told)


def _asked_with(events):
    """By event, what the review asked about, in the order of the form."""
    asked, returns = defaultdict(list), [event.pk for event in events]
    if returns:
        for row in ReturnedField.objects.filter(event__in=returns).select_related("indicator"):
            asked[row.event_id].append(row.indicator.label_da)
    return asked
