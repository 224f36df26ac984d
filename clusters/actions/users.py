"""Making people who can log in."""

import datetime
import secrets

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters.actions.log import record
from clusters.errors import AccessRefused
from clusters.models import GUESTS_AT, Act, User

RESENT_AFTER = datetime.timedelta(minutes=10)  # the letter of the last invitation may still be on its way


@transaction.atomic
def create_user(*, email, name, national_role="", password=None, by=None):
    """Make a person who can log in, with a verified address, so that the first log-in asks for no second mail.

    Without a password the person sets one through the reset link. `by` None is the command line. Raises
    IntegrityError on a taken e-mail.
    """
    user = User.objects.create_user(email, password, name=name, national_role=national_role)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(Act.USER_CREATED, by=by, at=user.created_at, person=user, text=user.national_role)
    return user


def as_kept(email, name) -> tuple[str, str]:
    """An address and a name as they are kept, from what somebody typed; raises AccessRefused for what is no address."""
    email, name = email.strip().lower(), " ".join(name.split())
    try:
        validate_email(email)
    except ValidationError:
        raise AccessRefused(
            _("»%(email)s« er ikke en e-mailadresse. Skriv den som navn@enhed.dk.") % {"email": email}
        ) from None
    return email, name


def user_of(*, email, name, by) -> User:
    """Whoever has the log-in with this address, or somebody new; `email` and `name` as `as_kept` gives them."""
    return User.objects.filter(email=email).first() or _new_user(email, name, by)


def _new_user(email, name, by):
    try:
        with transaction.atomic():
            return create_user(email=email, name=name or email, by=by)
    except IntegrityError:  # somebody else made the same person at this very moment
        return User.objects.get(email=email)


def make_guest(*, name):
    """Make somebody who can never log in and gets no letters: the name under which a link's answers are kept."""
    return User.objects.create_user(f"link-{secrets.token_hex(8)}{GUESTS_AT}", None, name=name, is_active=False)
