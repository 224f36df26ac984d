"""Erasing a person: figures, history and fingerprints stay, who it was is forgotten.

The row becomes a pseudonym, so all that refers to it stays in force. What names the person elsewhere is taken out:
in what the program wrote always, in what people typed unless the editor left it as it is.
"""

import json
import logging
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction
from django.utils.translation import gettext as _

from clusters.actions import check_is_not_the_last_editor, drop_letters, end_sessions, held, record
from clusters.errors import AccessRefused
from clusters.models import ERASED_AT, Act, Membership, User
from clusters.permissions import check_can_edit
from reporting import sealing
from reporting.letters.models import Letter
from reporting.privacy import ledger
from reporting.privacy.inventory import COMPOSED, WRITTEN, columns
from reporting.privacy.queries import mentions_of, terms_of
from reporting.privacy.terms import Terms
from reporting.publication.models import Edition
from reporting.submissions.models import Presence, Receipt, SectionAssignment
from reporting.submissions.queries import fingerprint_of
from reporting.workbooks.models import WorkbookUpload

_logger = logging.getLogger(__name__)
MESSAGES = "_messages"  # Django's key for what a page is to say next


class ErasureRefused(AccessRefused):
    """The person cannot be erased; str() says why and what to do."""


@dataclass(frozen=True)
class Erased:
    """What was done: how many places were changed in what people typed, and how many were left."""

    replaced: int
    left: int


@transaction.atomic
def erase(*, user, words=(), keep=frozenset(), by, at) -> Erased:
    """Erase the person for good and write it into the list of erasures.

    `words` is what else to look for beside name and addresses; `keep` names the places (queries.mentions.key_of)
    that the editor leaves as they are: everything else that is found is replaced. `by` None is a retention period
    that has passed. Raises ErasureRefused.
    """
    if sealing.current():  # the list of erasures and the kept mail are the real house's
        raise ErasureRefused(_("I en generalprøve kan ingen slettes. Gør det uden for generalprøven."))
    list(User.objects.select_for_update(no_key=True).editors().order_by("pk"))
    if by is not None:
        check_can_edit(held(by))
        if by.pk == user.pk:
            raise ErasureRefused(_("Du kan ikke slette dig selv. Bed en anden redaktør om det."))
    user = held(user)
    if user.erased_at:
        raise ErasureRefused(_("Personen er allerede slettet."))
    try:
        check_is_not_the_last_editor(user)
    except AccessRefused as refusal:
        raise ErasureRefused(str(refusal)) from None
    terms = terms_of(user, words)
    ledger.write_down(user=user, terms=terms, kept=keep, at=at)
    erased = _forget(user, terms, keep, at)
    record(Act.ERASED, by=by, at=at, person=user)
    return erased


def apply_erasures(*, at) -> tuple[int, list[int]]:
    """Erase again whom a restored backup brought back; (how many, the numbers that are somebody else by now).

    Raises ValueError where the list cannot be read. Each person is a transaction of their own.
    """
    again, strangers = 0, []
    for entry in ledger.entries():
        with transaction.atomic():
            user = User.objects.select_for_update(no_key=True).filter(pk=entry.user).first()
            if user is None or user.erased_at:
                continue
            if not entry.is_of(user):
                strangers.append(entry.user)
                continue
            plain = terms_of(user)
            terms = Terms([user.name, user.email], hashes=[*plain.hashes, *entry.terms])
            _forget(user, terms, entry.kept, at)
            record(Act.ERASED, by=None, at=at, person=user)
            again += 1
    return again, strangers


def _forget(user, terms, keep, at):
    mentions = mentions_of(user, terms)
    chosen = [mention for mention in mentions if mention.key not in keep]
    for mention in chosen:
        _replace_mention(mention, user, terms)
    for model, column in columns(COMPOSED):
        _replace_everywhere(model, column, user, terms)
    WorkbookUpload.objects.filter(uploaded_by=user).update(file_name=_("arbejdsbog"))
    _delete_what_is_theirs(user)
    _clear_sessions(terms)
    User.objects.filter(pk=user.pk).update(
        name=user.pseudonym,
        email=f"slettet-{user.pk}{ERASED_AT}",
        password="!",
        national_role="",
        is_active=False,
        is_technical=False,
        last_login=None,
        invited_at=None,
        warned_at=None,
        seen_at=None,
        closed_at=user.closed_at or at,
        erased_at=at,
    )
    transaction.on_commit(lambda: _clear_files_and_traces(user, terms), robust=True)
    return Erased(replaced=len(chosen), left=len(mentions) - len(chosen))


def _replace_mention(mention, user, terms):
    label, pk, column = mention.key.split(":")
    if label == Edition._meta.label:
        file = Edition.objects.get(pk=pk).file
        transaction.on_commit(lambda: file.storage.delete(file.name), robust=True)
    elif label == User._meta.label:
        User.objects.filter(pk=pk).update(name=user.pseudonym)
    else:
        model = next(model for model, _column in columns(WRITTEN) if model._meta.label == label)
        value = model._base_manager.values_list(column, flat=True).get(pk=pk)
        _write(model, pk, column, _without(terms, user, model, value))


def _without(terms, user, model, value):
    """The value without the name; of a receipt only the explanations change, never a code or the unit's address."""
    if model is not Receipt:
        return terms.replaced(value, user.pseudonym)
    told = [[*codes, terms.replaced(text, user.pseudonym)] for *codes, text in value["explanations"]]
    return {**value, "explanations": told}


def _write(model, pk, column, value):
    longest = model._meta.get_field(column).max_length
    changes = {column: value[:longest] if isinstance(value, str) and longest else value}
    if (model, column) == (Receipt, "content"):
        changes["redacted_fingerprint"] = fingerprint_of(value)
    model._base_manager.filter(pk=pk).update(**changes)


def _replace_everywhere(model, column, user, terms):
    for pk, value in model._base_manager.values_list("pk", column).iterator():
        if value and terms.are_in(value):
            _write(model, pk, column, terms.replaced(value, user.pseudonym))


def _delete_what_is_theirs(user):
    end_sessions(user)
    for rows in (
        Authenticator.objects.filter(user=user),
        EmailAddress.objects.filter(user=user),
        Membership.objects.filter(user=user),
        SectionAssignment.objects.filter(user=user),
        Presence.objects.filter(user=user),
        Letter.objects.filter(user=user),
    ):
        rows.delete()


def _clear_sessions(terms):
    """What other people's pages were about to say of the person is not said; nobody is logged out for it."""
    for session in Session.objects.all():
        data = session.get_decoded()
        if not terms.are_in(_plain(data)):
            continue
        rest = {key: value for key, value in data.items() if key != MESSAGES}
        if terms.are_in(_plain(rest)):
            session.delete()
        else:
            Session.objects.filter(pk=session.pk).update(session_data=SessionStore().encode(rest))


def _plain(value):
    """A session's data as lists, dictionaries and texts, whatever else is in it."""
    if isinstance(value, dict):
        return {
            str(key): _plain(json.loads(part) if key == MESSAGES and isinstance(part, str) else part)
            for key, part in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return str(value)


def _clear_files_and_traces(user, terms):
    """After the commit: kept letters, cached pages, and the pages of the database that the old rows lay on."""
    cache.clear()
    drop_letters(
        folder=settings.MAIL_DIR,
        is_meant=lambda letter: terms.are_in([letter.to, letter.subject, letter.body]),
    )
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
    _logger.info("Person %s is erased.", user.pk)
