"""Sharing the work of a filing: who takes care of a section, links for people without an account, who is here."""

import datetime
import secrets
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from clusters.actions import make_guest, record
from clusters.models import Act
from clusters.permissions import is_manager, is_member
from reporting.catalogue.models import Indicator, Section
from reporting.dates import day_text
from reporting.submissions.actions.answers import Saved, save_answers
from reporting.submissions.actions.filing import take
from reporting.submissions.models import Presence, SectionAssignment, SectionLink
from reporting.submissions.permissions import check_can_make_links, check_can_write
from reporting.submissions.queries import digest_of

LINK_DAYS = (7, 14, 30)
LONGEST_AFTER_DEADLINE = datetime.timedelta(days=30)
LAST_MINUTE = datetime.time(23, 59, 59)


class SharingRefused(Exception):
    """The work cannot be shared in that way; str() is a sentence for the one who tried."""


class LinkClosed(Exception):
    """The link does not open any more; str() says why and what to do."""


@dataclass(frozen=True)
class FreshLink:
    """A link that was just made, with its secret, which is kept nowhere and can be shown this once."""

    link: SectionLink
    token: str


@transaction.atomic
def assign_section(*, submission, section, user, by, at):
    """Let `user` take care of the section; it reminds, and forbids nobody to write in it.

    A manager gives sections to anybody of the unit; others take one that nobody has. Raises SharingRefused,
    or FilingLocked when there is nothing to take care of.
    """
    submission = take(submission, at=at)
    check_can_write(by, submission.cluster)
    standing = SectionAssignment.objects.filter(submission=submission, section=section).select_related("user").first()
    if standing and standing.user_id == user.pk:
        return standing
    _check_section(submission, section)
    if not is_member(user, submission.cluster):
        raise SharingRefused(_("%(name)s har ikke adgang til jeres indberetning.") % {"name": user})
    if not is_manager(by, submission.cluster):
        _check_is_free(standing, submission.cluster, user, by)
    assignment, _made = SectionAssignment.objects.update_or_create(
        submission=submission, section=section, defaults={"user": user, "assigned_at": at, "assigned_by": by}
    )
    _record(Act.SECTION_ASSIGNED, submission, by=by, at=at, person=user, subject=section)
    return assignment


def _check_is_free(standing, cluster, user, by):
    if user != by:
        raise SharingRefused(_("Kun en ansvarlig kan give et afsnit til andre. Du kan selv tage det."))
    if standing and is_member(standing.user, cluster):
        raise SharingRefused(
            _("%(name)s tager sig allerede af afsnittet. Bed en ansvarlig om at flytte det.") % {"name": standing.user}
        )


@transaction.atomic
def unassign_section(*, submission, section, by, at):
    """Let nobody in particular take care of the section: a manager any, others the own ones."""
    submission = take(submission, at=at)
    check_can_write(by, submission.cluster)
    standing = SectionAssignment.objects.filter(submission=submission, section=section).select_related("user").first()
    if standing is None:
        return
    if standing.user_id != by.pk and not is_manager(by, submission.cluster):
        raise SharingRefused(
            _("%(name)s tager sig af afsnittet. Bed en ansvarlig om at flytte det.") % {"name": standing.user}
        )
    standing.delete()
    _record(Act.SECTION_FREED, submission, by=by, at=at, person=standing.user, subject=section)


@transaction.atomic
def make_link(*, submission, section, name, days, by, at) -> FreshLink:
    """Make a secret address with which somebody without an account can fill in one section for `days` days.

    It ends at the close of its last day, at most thirty days after the deadline. Only managers make links.
    Raises SharingRefused, or FilingLocked.
    """
    check_can_make_links(by, submission.cluster)
    submission = take(submission, at=at)
    title = _check_section(submission, section)
    name = " ".join(name.split())
    if not name:
        raise SharingRefused(_("Skriv navnet på den, der skal have linket."))
    if days not in LINK_DAYS:
        raise SharingRefused(_("Et link gælder i 7, 14 eller 30 dage."))
    expires_at = _end_of(submission, days, at)
    twin = SectionLink.objects.in_force(at).filter(submission=submission, section=section, guest__name=name).first()
    if twin:
        raise SharingRefused(
            _("%(name)s har allerede et link til »%(section)s«. Er adressen blevet væk, så luk linket, og lav et nyt.")
            % {"name": name, "section": title}
        )
    token = secrets.token_urlsafe(32)
    link = SectionLink.objects.create(
        submission=submission,
        section=section,
        guest=make_guest(name=name),
        digest=digest_of(token),
        created_at=at,
        created_by=by,
        expires_at=expires_at,
    )
    _record(Act.LINK_MADE, submission, by=by, at=at, person=link.guest, subject=section)
    return FreshLink(link, token)


def _end_of(submission, days, at):
    last = submission.deadline_on + LONGEST_AFTER_DEADLINE
    if last < localdate(at):
        raise SharingRefused(
            _("Links kan laves indtil %(day)s, 30 dage efter fristen. Giv i stedet kollegaen adgang ovenfor.")
            % {"day": day_text(last)}
        )
    day = min(localdate(at) + datetime.timedelta(days=days), last)
    return max(make_aware(datetime.datetime.combine(day, LAST_MINUTE)), at + datetime.timedelta(seconds=1))


@transaction.atomic
def revoke_link(*, link, by, at):
    """Let the link open no more; a second time changes nothing."""
    check_can_make_links(by, link.submission.cluster)
    if SectionLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at, revoked_by=by):
        _record(Act.LINK_REVOKED, link.submission, by=by, at=at, person=link.guest, subject=link.section)


def _record(act, submission, **what):
    record(act, cluster=submission.cluster, year=submission.round.year, **what)


def _check_section(submission, code):
    """The title of the section, if the filing has one of that name."""
    section = Section.objects.filter(catalogue=submission.round.catalogue_id, code=code).first()
    if section is None:
        raise SharingRefused(_("Der er intet afsnit med det navn. Vælg et fra listen."))
    return section.title


def take_link(*, link, at):
    """Hold the link open to the end of the transaction; raises LinkClosed when it was closed meanwhile."""
    held = SectionLink.objects.select_for_update(of=("self",)).in_force(at).filter(pk=link.pk).first()
    if held is None:
        raise LinkClosed(
            _("Linket er lukket, og det sidste, du skrev, er ikke gemt. Bed %(who)s om et nyt link.")
            % {"who": link.created_by}
        )


@transaction.atomic
def save_by_link(*, link, entries=(), country_entries=(), explanations=(), at) -> Saved:
    """Save answers in the link's section under the guest's name.

    Raises LinkClosed or FilingLocked, and PermissionDenied for an answer that belongs to another section.
    """
    take_link(link=link, at=at)
    codes = {entry.code for entry in (*entries, *country_entries)}
    catalogue = link.submission.round.catalogue_id
    own = Indicator.objects.filter(section__catalogue=catalogue, section__code=link.section, code__in=codes)
    if own.count() != len(codes):
        raise PermissionDenied(_("Linket gælder kun for ét afsnit."))
    return save_answers(
        submission=link.submission,
        entries=entries,
        country_entries=country_entries,
        explanations=explanations,
        by=link.guest,
        at=at,
    )


@transaction.atomic
def while_link_is_open(*, link, at, write):
    """Return what `write()` returns, with the link held open around it; raises LinkClosed when it was closed meanwhile."""
    take_link(link=link, at=at)
    return write()


def note_presence(*, submission, user, section, at):
    """Say that the person is in that section now; one statement, for it is called every few seconds."""
    Presence.objects.bulk_create(
        [Presence(submission=submission, user=user, section=section, seen_at=at)],
        update_conflicts=True,
        unique_fields=["submission", "user"],
        update_fields=["section", "seen_at"],
    )
