"""Reads about units and people."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from clusters.models import Membership, MembershipRole, NationalRole, User

_LETTERS = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "é": "e", "ü": "y"})
_BY_RANK = (NationalRole.EDITOR, NationalRole.REVIEWER, NationalRole.VIEWER)


def danish_key(name):
    """Sort key for Danish names, the same on every database: æ, ø, å last and `aa` as å; case is ignored."""
    return name.lower().replace("aa", "å").translate(_LETTERS)


def sorted_by_name(units):
    """Units in Danish alphabetical order."""
    return sorted(units, key=lambda unit: danish_key(unit.name))


def people_of(cluster) -> list[Membership]:
    """Who works for the unit, the responsible ones first, then by name; each with who invited them."""
    rows = Membership.objects.filter(cluster=cluster, user__is_active=True).select_related("user", "invited_by")
    return sorted(rows, key=lambda row: (row.role != MembershipRole.MANAGER, danish_key(str(row.user))))


def national_people() -> list[User]:
    """Who reads every unit's filing for Cluster Excellence Denmark: editors, then reviewers, then readers, by name."""
    people = User.objects.filter(is_active=True).exclude(national_role="")
    return sorted(people, key=lambda user: (_BY_RANK.index(user.national_role), danish_key(str(user))))


def site_address(path="/"):
    """`path` as an address that works in a letter, where there is no request to tell the server's name."""
    return f"{settings.SITE_URL}{path}"


def password_address(user):
    """The address at which `user` chooses a password: good for one time and PASSWORD_RESET_TIMEOUT seconds."""
    key = default_token_generator.make_token(user)
    return site_address(
        reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    )
