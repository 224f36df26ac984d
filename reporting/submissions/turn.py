"""Whose turn it is: one sentence for the top of every page of a filing, in the words of whoever reads it."""

from enum import Enum

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.dates import day_text, moment_text
from reporting.submissions.models import Status


class Reader(Enum):
    """Who reads a page of a filing: what is their turn differs."""

    MANAGER = "manager"
    REPORTER = "reporter"
    REVIEWER = "reviewer"
    VIEWER = "viewer"

    @property
    def is_of_the_unit(self) -> bool:
        """Whether they file rather than look at what was filed."""
        return self in (Reader.MANAGER, Reader.REPORTER)


def turn_for(reader, filing, today, *, managers=()):
    """What is left, whose turn it is, by when, and what happens next; `managers` are those who can submit."""
    if not reader.is_of_the_unit:
        return _for_the_nation(reader, filing, today)
    if filing.submission.is_open:
        return _for_the_unit(reader, filing, today, managers)
    return _after_sending(filing.submission)


def turn_for_guest(link):
    """What somebody with a link to one section is told: nothing of the others."""
    return _("Du skriver som %(name)s for %(unit)s. Udfyld det, du kan, og gem. Linket gælder til og med %(day)s.") % {
        "name": link.guest,
        "unit": link.submission.cluster,
        "day": day_text(localtime(link.expires_at)),
    }


def _after_sending(submission):
    if submission.status == Status.ACCEPTED:
        return _("Indberetningen er godkendt %(when)s. I skal ikke gøre mere; tallene er med i de nationale tal.") % {
            "when": moment_text(submission.accepted_at)
        }
    return _(
        "I indsendte %(when)s. Nu er det Cluster Excellence Denmarks tur: de godkender tallene eller sender dem retur med en begrundelse."
    ) % {"when": moment_text(submission.submitted_at)}


def _for_the_unit(reader, filing, today, managers):
    submission, round_ = filing.submission, filing.submission.round
    if submission.is_locked_on(today):
        return _(
            "Indberetningen er låst efter %(day)s, fordi den ikke var indsendt. Skriv til Cluster Excellence Denmark om udsættelse, hvis I stadig vil indberette."
        ) % {"day": day_text(submission.locks_on)}
    words = {"left": _what_is_left(filing), "deadline": day_text(submission.deadline_on), "who": _names(managers)}
    if today < round_.opens_on:
        return _("Runden åbner %(opens)s. Se gerne allerede nu, hvad I bliver spurgt om. Fristen er %(deadline)s.") % {
            **words,
            "opens": day_text(round_.opens_on),
        }
    if filing.submission.is_open_in_part:
        beginning = ngettext(
            "Det er jeres tur igen: gennemsynet har spurgt til %(count)d tal. Ret det, eller skriv et svar. %%(left)s",
            "Det er jeres tur igen: gennemsynet har spurgt til %(count)d tal. Ret dem, eller skriv svar. %%(left)s",
            len(filing.asked),
        ) % {"count": len(filing.asked)}
    elif submission.status == Status.RETURNED:
        beginning = _(
            "Det er jeres tur igen: indberetningen er sendt retur. Ret det, som begrundelsen nævner. %(left)s"
        )
    elif today > submission.deadline_on:
        beginning = _("Det er jeres tur, og fristen %(deadline)s er overskredet. %(left)s")
    else:
        beginning = _("Det er jeres tur. %(left)s")
    return f"{beginning} {_next_step(reader, filing, today)}" % words


def _next_step(reader, filing, today):
    is_returned = filing.submission.status == Status.RETURNED
    is_late = is_returned or today > filing.submission.deadline_on
    if reader is Reader.MANAGER:
        if is_returned:
            return _("Indsend så på ny; så ser Cluster Excellence Denmark på tallene igen.")
        if is_late:
            return _("Indsend hurtigst muligt; så gennemser Cluster Excellence Denmark tallene.")
        return _("Indsend senest %(deadline)s; så gennemser Cluster Excellence Denmark tallene.")
    if filing.open_problems:
        if is_late:
            return _("Når alt er klar, så bed %(who)s om at indsende hurtigst muligt.")
        return _("Når alt er klar, så bed %(who)s om at indsende senest %(deadline)s.")
    if is_late:
        return _("Bed %(who)s om at indsende hurtigst muligt; så gennemser Cluster Excellence Denmark tallene.")
    return _("Bed %(who)s om at indsende senest %(deadline)s; så gennemser Cluster Excellence Denmark tallene.")


def _names(managers):
    """`Ida (ansvarlig)`, or two of them; a percent sign in a name stays one."""
    names = [str(user) for user in managers]
    if not names:
        return _("en ansvarlig i sekretariatet")
    if len(names) == 1:
        return _("%(name)s (ansvarlig)") % {"name": names[0]}
    return _("%(names)s eller %(last)s (ansvarlige)") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _for_the_nation(reader, filing, today):
    submission, round_ = filing.submission, filing.submission.round
    words = {
        "answered": filing.answered,
        "questions": filing.questions,
        "opens": day_text(round_.opens_on),
        "deadline": day_text(submission.deadline_on),
    }
    if submission.status == Status.ACCEPTED:
        return _("Godkendt %(when)s af %(who)s. Tallene tæller med.") % {
            "when": moment_text(submission.accepted_at),
            "who": submission.accepted_by,
        }
    if submission.status == Status.SUBMITTED:
        words |= {"when": moment_text(submission.submitted_at), "who": submission.submitted_by}
        if reader is Reader.REVIEWER:
            return (
                _(
                    "Det er jeres tur: indsendt %(when)s af %(who)s. Godkend den, eller send den retur med en begrundelse."
                )
                % words
            )
        return (
            _(
                "Indsendt %(when)s af %(who)s. Nu er det gennemsynets tur: en redaktør eller gennemser godkender eller sender retur."
            )
            % words
        )
    if today < round_.opens_on:
        return _("Runden åbner %(opens)s; så er det enhedens tur. Fristen er %(deadline)s.") % words
    if submission.is_locked_on(today):
        return _(
            "Låst efter %(locks)s, før den blev indsendt: %(answered)d af %(questions)d tal er besvaret. Giv enheden udsættelse, hvis tallene stadig skal med."
        ) % {**words, "locks": day_text(submission.locks_on)}
    if submission.status == Status.RETURNED:
        return (
            _(
                "Det er enhedens tur: sendt retur, og %(answered)d af %(questions)d tal er besvaret. Når den er indsendt igen, gennemses den på ny."
            )
            % words
        )
    if today > submission.deadline_on:
        return (
            _(
                "Det er enhedens tur, og fristen %(deadline)s er overskredet: %(answered)d af %(questions)d tal er besvaret. Når den er indsendt, gennemses den."
            )
            % words
        )
    return (
        _(
            "Det er enhedens tur: %(answered)d af %(questions)d tal er besvaret. Fristen er %(deadline)s; når den er indsendt, gennemses den."
        )
        % words
    )


def _what_is_left(filing):
    # Gaps that are explained are not left to do, so only those of sections with an open finding on gaps count.
    with_gaps = {problem.section for problem in filing.open_problems if problem.is_about_gaps}
    missing = sum(sheet.unanswered for sheet in filing.sheets if sheet.code in with_gaps)
    findings = len(filing.open_findings)
    if not filing.open_problems:
        return _("Alt er klar til at blive indsendt.")
    parts = []
    if missing:
        parts.append(ngettext("%(count)d tal mangler", "%(count)d tal mangler", missing) % {"count": missing})
    if findings:
        parts.append(
            ngettext(
                "%(count)d ting skal rettes eller forklares", "%(count)d ting skal rettes eller forklares", findings
            )
            % {"count": findings}
        )
    return _(" og ").join(parts) + "."
