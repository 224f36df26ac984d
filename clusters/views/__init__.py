"""The pages about people, and the demonstration's mailbox."""

from clusters.views.mail import demo_mail
from clusters.views.people import new_person, people
from clusters.views.person import close, invite_again, national_role, person, reopen, unit_access

__all__ = [
    "close",
    "demo_mail",
    "invite_again",
    "national_role",
    "new_person",
    "people",
    "person",
    "reopen",
    "unit_access",
]
