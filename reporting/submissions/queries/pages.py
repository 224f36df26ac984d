"""What the unit's pages need around a filing: finding it, what happened to it, whose turn it is."""

import datetime
from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Cluster, MembershipRole
from clusters.queries import danish_key, people_of
from reporting.rounds.models import RosterEntry, Round
from reporting.submissions.models import Status, Submission, SubmissionEvent
from reporting.submissions.turn import Reader, turn_for, turn_for_guest


def submission_or_404(user, year, slug) -> Submission:
    """The unit's filing of the year with its people, if it is one that `user` may see; raises Http404."""
    visible = (
        Submission.objects.visible_to(user)
        .with_own_days()
        .select_related("round", "cluster", "submitted_by", "accepted_by")
    )
    return get_object_or_404(visible, round__year=year, cluster__slug=slug)


def events_of(submission):
    """What happened to a filing, the latest first, with the people."""
    return SubmissionEvent.objects.filter(submission=submission).select_related("by").order_by("-at", "-pk")


def latest_return(submission):
    """The event that sent the filing back to the unit last, or None."""
    return events_of(submission).filter(to_status="returned").first()


def turn_of(user, filing, today, *, at_the_desk=False):
    """Whose turn it is, in a sentence for `user`; at the desk of the review also a unit's person reads for the nation."""
    if at_the_desk:
        return turn_for(_reader_for_the_nation(user), filing, today)
    return _turn_among(people_of(filing.submission.cluster), user, filing, today)


def _reader_for_the_nation(user):
    return Reader.REVIEWER if user.may_review else Reader.VIEWER


def _turn_among(people, user, filing, today):
    managers = managers_among(people)
    if user in managers or user.sees_as == filing.submission.cluster_id:
        reader = Reader.MANAGER
    elif _is_among(people, user):
        reader = Reader.REPORTER
    else:
        reader = _reader_for_the_nation(user)
    return turn_for(reader, filing, today, managers=managers)


def managers_among(people):
    """The people, of those of a unit, who may send its filing."""
    return [row.user for row in people if row.role == MembershipRole.MANAGER]


def _is_among(people, user):
    return any(row.user == user for row in people)


def tally_of(filing) -> dict[str, int]:
    """How many findings are `questions` of the review's, open `hard`, open `soft`, open `gaps`, and `explained`: the count on top of the check page."""
    soft = [problem for problem in filing.problems if not problem.is_hard]
    hard = [problem for problem in filing.open_problems if problem.is_hard]
    return {
        "questions": sum(1 for problem in hard if problem.is_question),
        "hard": sum(1 for problem in hard if not problem.is_question),
        "soft": sum(1 for problem in soft if problem.is_open and not problem.is_about_gaps),
        "gaps": sum(1 for problem in soft if problem.is_open and problem.is_about_gaps),
        "explained": sum(1 for problem in soft if not problem.is_open),
    }


def filing_page(user, filing, today, *, here="", writable=None):
    """What every page of a filing shows, for templates that extend reporting/submissions/filing_base.html.

    `here` is the URL name of the page among the filing's pages, which is marked in their menu; `writable`
    says whether the person may write in it now, where the caller has found that out already.
    """
    submission = filing.submission
    people = people_of(submission.cluster)
    is_seen_as = user.sees_as == submission.cluster_id
    is_member = _is_among(people, user)
    is_ours = is_member or is_seen_as
    if writable is None:
        writable = is_member and submission.is_open_on(today)
    return {
        "filing": filing,
        "submission": submission,
        "round": submission.round,
        "cluster": submission.cluster,
        "people": people,
        "is_ours": is_ours,
        "is_seen_as": is_seen_as,
        "turn": _turn_among(people, user, filing, today),
        "writable": writable,
        "returned": latest_return(submission) if submission.status == "returned" else None,
        "pages": _pages_of(submission, here),
        "breadcrumbs": [
            (_("Forside"), reverse("home")),
            (f"{submission.cluster.short_name} {submission.round.year}", _overview_of(submission)),
        ],
    }


def _overview_of(submission):
    return reverse("submission", args=[submission.round.year, submission.cluster.slug])


def guest_page(link, filing):
    """The same for somebody with a link to one section: no menu, no way back, nothing of the other sections."""
    submission = link.submission
    return {
        "filing": filing,
        "submission": submission,
        "round": submission.round,
        "cluster": submission.cluster,
        "turn": turn_for_guest(link),
        "writable": True,
        "returned": None,
        "pages": [],
        "breadcrumbs": [],
        "link": link,
    }


def _pages_of(submission, here):
    """The filing's pages as (label, address, is_here), in the order in which one uses them."""
    args = [submission.round.year, submission.cluster.slug]
    pages = [
        ("submission", _("Tal")),
        ("stories", _("Cases")),
        ("workbook", _("Excel")),
        ("colleagues", _("Kolleger")),
        ("check", _("Tjek og indsend")),
    ]
    if submission.submitted_at:
        pages += [("questions", _("Spørgsmål")), ("receipt", _("Kvittering")), ("give_back", _("Tilbageblik"))]
    return [(label, reverse(name, args=args), name == here) for name, label in pages]


@dataclass(frozen=True)
class Desk:
    """One unit in one round as its people meet it on their front page; `submission` is None before they begin."""

    round: Round
    cluster: Cluster
    submission: Submission | None
    is_open: bool  # whether the round has opened
    deadline_on: datetime.date  # the unit's own
    is_locked: bool  # it was not sent before the lock, so it cannot be filled in any more


def desks_of(user, today) -> list[Desk]:
    """The rounds that the person's units take part in, the latest first."""
    entries = RosterEntry.objects.filter(
        cluster__memberships__user=user, round__opened_at__isnull=False
    ).select_related("round", "cluster")
    begun = {
        (submission.round_id, submission.cluster_id): submission
        for submission in Submission.objects.filter(cluster__memberships__user=user).select_related("round", "cluster")
    }
    ordered = sorted(entries, key=lambda entry: (-entry.round.year, danish_key(entry.cluster.name)))
    return [_desk(entry, begun.get((entry.round_id, entry.cluster_id)), today) for entry in ordered]


def _desk(entry, submission, today):
    may_be_locked = submission is None or submission.status == Status.DRAFT
    return Desk(
        round=entry.round,
        cluster=entry.cluster,
        submission=submission,
        is_open=entry.round.is_open_on(today),
        deadline_on=entry.deadline_on,
        is_locked=may_be_locked and entry.locks_on is not None and entry.locks_on < today,
    )
