"""The secretariat's pages. Each loads within what the person may see, and calls one action or query."""

from reporting.submissions.views.colleagues import (
    assign,
    colleague,
    colleagues,
    invite,
    invite_again,
    make_link,
    remove_colleague,
    revoke_link,
)
from reporting.submissions.views.filing import check, home, overview, start, submit
from reporting.submissions.views.guest import guest, guest_save, guest_section, guest_status
from reporting.submissions.views.preview import catalogue_preview
from reporting.submissions.views.questions import questions
from reporting.submissions.views.section import paste, save_value, section, section_status, value_history

__all__ = [
    "assign",
    "catalogue_preview",
    "check",
    "colleague",
    "colleagues",
    "guest",
    "guest_save",
    "guest_section",
    "guest_status",
    "home",
    "invite",
    "invite_again",
    "make_link",
    "overview",
    "paste",
    "questions",
    "remove_colleague",
    "revoke_link",
    "save_value",
    "section",
    "section_status",
    "start",
    "submit",
    "value_history",
]
