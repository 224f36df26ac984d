"""Sending letters: one action, which may be called at any time, by any number of workers, as often as one likes.

A letter's row is committed before it is sent and marked afterwards. Who is killed in between leaves a letter
of which nobody knows whether it went out: it is sent again, with the same Message-ID, three times at most.
"""

import contextlib
import datetime
import logging
import re
import time
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from clusters.actions import record
from clusters.models import Act, Cluster
from clusters.permissions import check_can_edit
from reporting.letters.models import Letter, Nudge, Told
from reporting.letters.queries import MOST_ATTEMPTS, PAUSES, interrupted_at, may_be_nudged, waiting_at
from reporting.letters.wording import compose, first_that_fit

PERMANENT = 500  # a server's code from which on asking again is of no use
ERROR_KEPT = 300  # characters
MESSAGE_ID = re.compile(r"<brev-(?P<letter>[0-9]{1,15})-[0-9]{1,15}@[^<>\s]+>")
_logger = logging.getLogger(__name__)


class MailServerSilent(Exception):
    """The mail server takes no letters now; str() says why. Nothing is lost: all is told when it does again."""


@transaction.atomic
def nudge(*, round_, clusters, text, by, at) -> list[Cluster]:
    """Ask for the units' people to be reminded now, with the editor's `text` if any; gives the units that are.

    A unit that has sent meanwhile, that is locked, or that was nudged today already is left out: asking twice
    reminds once. Each person is told in one letter, today or, who had one today, tomorrow.
    """
    check_can_edit(by)
    day = timezone.localdate(at)
    at_work = {entry.cluster_id for entry in may_be_nudged(round_, day)}
    rows = [
        Nudge(round=round_, cluster=cluster, text=" ".join(text.split())[:500], day=day, asked_at=at, asked_by=by)
        for cluster in clusters
        if cluster.pk in at_work
    ]
    known = set(Nudge.objects.filter(round=round_, day=day).values_list("cluster_id", flat=True))
    Nudge.objects.bulk_create(rows, ignore_conflicts=True)  # of two who ask at once one is told, and both are glad
    nudged = [row.cluster for row in rows if row.cluster_id not in known]
    for cluster in nudged:
        record(Act.NUDGED, by=by, at=at, cluster=cluster, year=round_.year, text=text)
    return nudged


def note_bounce(*, message_id, reason, at) -> Letter | None:
    """A server sent a letter back: write down when and why; None where the id is none of our letters'.

    The same bounce read again changes nothing.
    """
    found = MESSAGE_ID.search(message_id)
    letter = Letter.objects.filter(pk=found["letter"]).first() if found else None
    if letter is None or _message_id(letter) != found[0] or letter.sent_at is None:
        return None
    Letter.objects.filter(pk=letter.pk, bounced_at=None).update(bounced_at=at, error=_plain(reason)[:ERROR_KEPT])
    letter.refresh_from_db()
    return letter


@dataclass(frozen=True)
class Post:
    """What became of one round of letters."""

    sent: int = 0
    failed: int = 0


def send_letters(*, at) -> Post:
    """Tell everybody what there is to tell at `at`, in one letter a day at most; raises MailServerSilent.

    Must not be called inside a transaction: a letter's row is to be there before the letter is on its way.
    """
    outcomes = []
    now = _clock_from(at)
    with override("da"):
        _give_up_interrupted(at)
        for letter, facts in interrupted_at(at):
            outcomes.append(_post(_take_again, letter, facts, now()))
        for facts in waiting_at(at):
            told = first_that_fit(facts)
            outcomes.append(_post(_claim, told, told, now()))
    return Post(sent=outcomes.count(True), failed=outcomes.count(False))


def _clock_from(at):
    """A clock that shows `at` now: with many letters and a slow server the last is sent much later than the first."""
    begun = time.monotonic()
    return lambda: at + datetime.timedelta(seconds=time.monotonic() - begun)


def _post(take, what, facts, at):
    """Send one letter that `take` makes ours: True if it went out, False if not, None if it is another worker's."""
    connection = get_connection()
    try:
        connection.open()  # before anything is promised, so that an outage costs nobody a try
    except (OSError, SMTPException) as error:
        raise MailServerSilent(_in_words(error)) from error
    try:
        letter = take(what, at)
        return None if letter is None else _deliver(letter, facts, connection, at)
    finally:
        with contextlib.suppress(OSError, SMTPException):
            connection.close()


def _claim(facts, at):
    """Write the letter and what stands in it down; None if another worker was quicker with any of it."""
    user = facts[0].user
    try:
        with transaction.atomic():
            letter = Letter.objects.create(
                user=user,
                day=timezone.localdate(at),
                subject=compose(facts, at=at).subject[:200],
                claimed_at=at,
                tried_at=at,
            )
            Told.objects.bulk_create(
                Told(letter=letter, user=user, kind=fact.kind, key=fact.key, cluster=fact.cluster, round=fact.round)
                for fact in facts
            )
    except IntegrityError:
        return None
    return letter


def _take_again(letter, at):
    """Count one more try of the letter; None if another worker has just done so. It is today's letter from now on."""
    same_try = Letter.objects.under_way().filter(pk=letter.pk, attempts=letter.attempts, tried_at=letter.tried_at)
    if not same_try.update(attempts=F("attempts") + 1, tried_at=at, day=timezone.localdate(at)):
        return None
    letter.attempts += 1
    return letter


def _deliver(letter, facts, connection, at):
    """Send it and write down how it went."""
    if not facts:
        _mark(letter, failed_at=at, error="Ikke længere aktuelt.")
        return False
    text = compose(facts, at=at)
    message = EmailMessage(
        subject=text.subject,
        body=text.body,
        to=[letter.user.email],
        connection=connection,
        headers={"Message-ID": _message_id(letter), "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except Exception as error:  # whatever is wrong with one letter must not cost the others theirs
        _logger.warning("Letter %s was not sent: %s", letter.pk, _in_words(error))
        is_over = _is_permanent(error) or letter.attempts >= MOST_ATTEMPTS
        _mark(letter, failed_at=at if is_over else None, error=_in_words(error))
        return False
    _mark(letter, sent_at=at, error="")
    return True


def _mark(letter, **outcome):
    Letter.objects.under_way().filter(pk=letter.pk).update(**outcome)


def _give_up_interrupted(at):
    """The last try of these letters was cut off, too: a letter that kills its sender is not tried for ever."""
    Letter.objects.under_way().filter(attempts__gte=MOST_ATTEMPTS, tried_at__lte=at - PAUSES[-1]).update(
        failed_at=at, error="Afsendelsen blev afbrudt hver gang."
    )


def _message_id(letter):
    """The same at every try, so that a mail program can tell that it has the letter already."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"<brev-{letter.pk}-{int(letter.claimed_at.timestamp())}@{host}>"


def _is_permanent(error):
    refused = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else ()
    return bool(refused) and all(code >= PERMANENT for code, _reason in refused)


def _in_words(error):
    """The error in one line; of a refused address what the server said about it."""
    if isinstance(error, SMTPRecipientsRefused):
        parts = (f"{code} {_plain(reason)}" for code, reason in error.recipients.values())
        return "; ".join(parts)[:ERROR_KEPT]
    return (_plain(str(error)) or type(error).__name__)[:ERROR_KEPT]


def _plain(reason):
    text = reason.decode("utf-8", errors="replace") if isinstance(reason, bytes) else reason
    return " ".join(text.split())
