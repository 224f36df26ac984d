"""What a visit of the copy leaves in it: a session of its own, so that the real one learns nothing."""

import hashlib

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone


def session_in_copy(*, key):
    """The session that belongs to the real session `key` while its owner is in the copy."""
    own = hashlib.sha256(f"rehearsal:{key}".encode()).hexdigest()[:32]
    blank = SessionStore()
    Session.objects.filter(session_key=own, expire_date__lte=timezone.now()).delete()
    Session.objects.get_or_create(
        session_key=own, defaults={"session_data": blank.encode({}), "expire_date": blank.get_expiry_date()}
    )
    return SessionStore(session_key=own)


def keep_session(*, session):
    """Write the copy's session down if the visit changed it."""
    if session.modified and session.session_key and session.exists(session.session_key):
        session.save()
