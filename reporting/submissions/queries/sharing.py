"""Reads about shared work: who takes care of what, the links to a section, who is here."""

import datetime
import hashlib
from dataclasses import dataclass, replace

from django.db.models import F, OuterRef, Subquery
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from clusters.models import User
from reporting.catalogue.models import Section
from reporting.dates import day_text
from reporting.submissions.models import Presence, SectionAssignment, SectionLink
from reporting.submissions.queries.filing import Answer, Filing

JUST_NOW = datetime.timedelta(seconds=45)


def digest_of(token) -> str:
    """What is kept of a link's secret: looking it up tells nothing by the time it takes."""
    return hashlib.sha256(token.encode()).hexdigest()


def assignments_of(submission) -> dict[str, User]:
    """Who takes care of which section, by its code; whoever has left the unit does not any more."""
    rows = SectionAssignment.objects.filter(
        submission=submission, user__memberships__cluster=submission.cluster_id, user__is_active=True
    )
    return {row.section: row.user for row in rows.select_related("user")}


def links_of(submission):
    """The filing's links with guest and maker, the latest first; `last_used_at` is None before the first visit."""
    seen = Presence.objects.filter(submission=OuterRef("submission"), user=OuterRef("guest")).values("seen_at")
    rows = SectionLink.objects.filter(submission=submission).select_related("guest", "created_by", "revoked_by")
    return rows.annotate(last_used_at=Subquery(seen))


@dataclass(frozen=True)
class FoundLink:
    """What an address with a secret leads to: the link, or None, and in a sentence why it does not open."""

    link: SectionLink | None
    closed: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the guest may read and write."""
        return self.link is not None and not self.closed


def find_link(token, at) -> FoundLink:
    """The link of a secret address, with the filing; an unknown one is as much work as a known one."""
    rows = SectionLink.objects.select_related("guest", "created_by", "submission__round", "submission__cluster")
    link = rows.filter(digest=digest_of(token)).first()
    return FoundLink(link, _why_closed(link, at) if link else "")


def _why_closed(link, at):
    who = {"who": link.created_by, "unit": link.submission.cluster}
    if link.revoked_at:
        return _("Linket er lukket af %(unit)s. Skal du stadig hjælpe, så bed %(who)s om et nyt.") % who
    if link.expires_at <= at:
        return _("Linket gjaldt til og med %(day)s. Skal du stadig hjælpe, så bed %(who)s om et nyt.") % {
            **who,
            "day": day_text(localtime(link.expires_at)),
        }
    if link.submission.is_locked_on(localdate(at)):
        return _("Indberetningen er låst, så der kan ikke skrives i den mere. Sig det til %(who)s.") % who
    if not link.submission.is_open:
        return _(
            "Indberetningen er »%(status)s«, så der kan ikke skrives i den lige nu. Skal noget rettes, så sig det til %(who)s."
        ) % {**who, "status": link.submission.get_status_display()}
    return ""


def section_alone(filing, code) -> Filing:
    """The filing as a guest of one section meets it: without the answers of other sections, and sums that need them."""
    own = {row.code for row in filing.indicators if row.section.code == code}
    return replace(
        filing,
        answers={key: answer if key in own else Answer(answer.indicator) for key, answer in filing.answers.items()},
        measures=tuple(row for row in filing.measures if own.issuperset(filing.addends(row))),
    )


def others_present(submission, user, at, within=JUST_NOW, *, sections=None) -> list[tuple[str, str]]:
    """Who else is in the filing, as (name, title of the section), by name; seen at most `within` before `at`.

    `sections` are the catalogue's, where the caller has read them.
    """
    rows = Presence.objects.filter(submission=submission, seen_at__gt=at - within).exclude(user=user)
    seen = list(rows.annotate(name=F("user__name")).order_by("name", "pk").values_list("name", "section"))
    if not seen:
        return []
    sections = sections or Section.objects.filter(catalogue=submission.round.catalogue_id)
    titles = {row.code: row.title for row in sections}
    return [(name, titles.get(section, "")) for name, section in seen]
