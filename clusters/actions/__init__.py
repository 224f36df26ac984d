"""Every write that means something for people and units, by what it is about."""

from clusters.actions.access import change_role, give_access, invite, invite_again, remove_access
from clusters.actions.log import record
from clusters.actions.units import register_cluster
from clusters.actions.users import create_user, make_guest

__all__ = [
    "change_role",
    "create_user",
    "give_access",
    "invite",
    "invite_again",
    "make_guest",
    "record",
    "register_cluster",
    "remove_access",
]
