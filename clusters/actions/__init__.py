"""Every write that means something for people and units, by what it is about."""

from clusters.actions.access import change_role, give_access, invite, invite_again, remove_access
from clusters.actions.changes import (
    carry_on,
    change_unit,
    close_unit,
    found_unit,
    open_unit_again,
    part_again,
    unmake_unit,
)
from clusters.actions.enrolment import enrol, invite_waiting, move_people, move_people_back
from clusters.actions.log import record
from clusters.actions.units import register_cluster
from clusters.actions.users import create_user, make_guest

__all__ = [
    "carry_on",
    "change_role",
    "change_unit",
    "close_unit",
    "create_user",
    "enrol",
    "found_unit",
    "give_access",
    "invite",
    "invite_again",
    "invite_waiting",
    "make_guest",
    "move_people",
    "move_people_back",
    "open_unit_again",
    "part_again",
    "record",
    "register_cluster",
    "remove_access",
    "unmake_unit",
]
