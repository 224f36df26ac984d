"""Log-ins: making national people, their roles, closing and opening again. There is always an editor left."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters.actions.log import record
from clusters.actions.users import RESENT_AFTER, as_kept, create_user
from clusters.errors import AccessRefused
from clusters.models import Act, NationalRole, User
from clusters.permissions import check_can_edit


@transaction.atomic
def invite_national(*, email, name, role, by, at):
    """Make somebody who works for Cluster Excellence Denmark; they are told by letter. Raises AccessRefused."""
    _take_editors(by)
    _check_national_role(role)
    email, name = as_kept(email, name)
    taken = AccessRefused(
        _("%(email)s har allerede en bruger. Find den på listen, og giv den rollen der.") % {"email": email}
    )
    if User.objects.filter(email=email).exists():
        raise taken
    try:
        with transaction.atomic():
            user = create_user(email=email, name=name or email, national_role=role, by=by)
    except IntegrityError:
        raise taken from None
    User.objects.filter(pk=user.pk).update(invited_at=at)
    user.refresh_from_db()
    return user


@transaction.atomic
def change_national_role(*, user, role, by, at):
    """Give, change or take away (empty) what the person may do for the whole country; the last editor keeps it."""
    _take_editors(by)
    user = held(user)
    if role:
        _check_national_role(role)
    if not user.is_active:
        raise AccessRefused(_("%(name)s er lukket. Åbn brugeren, før du giver en rolle.") % {"name": user})
    if role != NationalRole.EDITOR:
        check_is_not_the_last_editor(user)
    if user.national_role != role:
        User.objects.filter(pk=user.pk).update(national_role=role)
        record(Act.NATIONAL_ROLE, by=by, at=at, person=user, text=role)


@transaction.atomic
def invite_national_again(*, user, by, at):
    """Let the letter with the way to a password be sent once more; raises AccessRefused where it helps nobody."""
    _take_editors(by)
    user = held(user)
    if user.last_login or not user.is_active or not user.national_role:
        raise AccessRefused(
            _("%(name)s skal ikke inviteres igen. En ny adgangskode fås med »Glemt adgangskode« på log-ind-siden.")
            % {"name": user}
        )
    if user.invited_at and at - user.invited_at < RESENT_AFTER:
        raise AccessRefused(_("%(name)s er lige inviteret. Vent ti minutter, før du sender igen.") % {"name": user})
    User.objects.filter(pk=user.pk).update(invited_at=at)
    record(Act.INVITED_AGAIN, by=by, at=at, person=user)


@transaction.atomic
def close_account(*, user, by, at, unless_seen_since=None):
    """Let nobody log in as the person any more, and end their sessions at once; what they wrote stays.

    `by` None is the program, which closes dormant log-ins, and not whoever has logged in after `unless_seen_since`.
    The last editor is not closed (AccessRefused). Gives whether anything was closed.
    """
    _take_editors(by)
    user = held(user)
    if not user.is_active:
        return False
    if unless_seen_since and user.last_login and user.last_login > unless_seen_since:
        return False
    check_is_not_the_last_editor(user)
    User.objects.filter(pk=user.pk).update(is_active=False, closed_at=at)
    end_sessions(user)
    record(Act.ACCOUNT_CLOSED, by=by, at=at, person=user)
    return True


@transaction.atomic
def reopen_account(*, user, by, at):
    """Let the person log in again, with the roles they had; the password is the old one. Raises AccessRefused."""
    _take_editors(by)
    user = held(user)
    if user.erased_at:
        raise AccessRefused(_("Personen er slettet for altid og kan ikke åbnes igen. Opret en ny bruger."))
    if user.is_active:
        return
    # To be opened again counts as being seen, so that an unused log-in is not warned of on the next day.
    User.objects.filter(pk=user.pk).update(is_active=True, closed_at=None, warned_at=None, invited_at=None, seen_at=at)
    record(Act.ACCOUNT_REOPENED, by=by, at=at, person=user)


@transaction.atomic
def warn_dormant_account(*, user, at):
    """Note that the person is told from now on that the unused log-in will be closed; the letter follows."""
    User.objects.filter(pk=user.pk, is_active=True).update(warned_at=at)
    record(Act.ACCOUNT_WARNED, by=None, at=at, person=user)


@transaction.atomic
def make_technical(*, user, is_technical):
    """Open Django's own admin site to the person, or close it."""
    User.objects.filter(pk=user.pk).update(is_technical=is_technical)


def end_sessions(user) -> int:
    """Throw away every session in which the person is logged in; gives how many there were."""
    theirs = [row.pk for row in Session.objects.all() if row.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=theirs).delete()
    return len(theirs)


def _take_editors(by):
    """Queue up with everybody who changes who edits, and look only then whether `by` still does."""
    list(User.objects.select_for_update(no_key=True).filter(national_role=NationalRole.EDITOR).order_by("pk"))
    if by is not None:
        check_can_edit(held(by))


def held(user):
    """The person as they are now, held to the end of the transaction."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def check_is_not_the_last_editor(user):
    """Raise AccessRefused when nobody would be left who edits."""
    if user.is_editor and not User.objects.editors().exclude(pk=user.pk).exists():
        raise AccessRefused(_("%(name)s er den eneste redaktør. Gør først en anden til redaktør.") % {"name": user})


def _check_national_role(role):
    if role not in NationalRole.values:
        raise AccessRefused(_("Vælg en af de tre nationale roller."))
