"""Making people who can log in."""

import secrets

from allauth.account.models import EmailAddress
from django.db import transaction

from clusters.actions.log import record
from clusters.models import GUESTS_AT, Act, User


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


def make_guest(*, name):
    """Make somebody who can never log in and gets no letters: the name under which a link's answers are kept."""
    return User.objects.create_user(f"link-{secrets.token_hex(8)}{GUESTS_AT}", None, name=name, is_active=False)
