"""Every write that means something for people and units, by what it is about."""

from clusters.actions.access import change_role, give_access, invite, invite_again, remove_access
from clusters.actions.accounts import (
    change_national_role,
    check_is_not_the_last_editor,
    close_account,
    end_sessions,
    held,
    invite_national,
    invite_national_again,
    make_technical,
    reopen_account,
    warn_dormant_account,
)
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
from clusters.actions.mail import drop_letters
from clusters.actions.units import register_cluster
from clusters.actions.users import create_user, make_guest

__all__ = [
    "carry_on",
    "change_national_role",
    "change_role",
    "change_unit",
    "check_is_not_the_last_editor",
    "close_account",
    "close_unit",
    "create_user",
    "drop_letters",
    "end_sessions",
    "enrol",
    "found_unit",
    "give_access",
    "held",
    "invite",
    "invite_again",
    "invite_national",
    "invite_national_again",
    "invite_waiting",
    "make_guest",
    "make_technical",
    "move_people",
    "move_people_back",
    "open_unit_again",
    "part_again",
    "record",
    "register_cluster",
    "remove_access",
    "reopen_account",
    "unmake_unit",
    "warn_dormant_account",
]
