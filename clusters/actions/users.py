"""Making people who can log in."""

import secrets

from allauth.account.models import EmailAddress
from django.db import transaction

from clusters.models import User


@transaction.atomic
def create_user(*, email, name, national_role="", password=None):
    """Make a person who can log in, with a verified address, so that the first log-in asks for no second mail.

    Without a password the person sets one through the reset link. Raises IntegrityError on a taken e-mail.
    """
    user = User.objects.create_user(email, password, name=name, national_role=national_role)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_guest(*, name):
    """Make somebody who can never log in and gets no letters: the name under which a link's answers are kept."""
    return User.objects.create_user(f"link-{secrets.token_hex(8)}@gaest.invalid", None, name=name, is_active=False)
