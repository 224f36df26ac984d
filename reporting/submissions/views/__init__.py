"""The secretariat's pages. Each loads within what the person may see, and calls one action or query."""

from reporting.submissions.views.filing import check, home, overview, start, submit
from reporting.submissions.views.section import paste, save_value, section, section_status, value_history

__all__ = [
    "check",
    "home",
    "overview",
    "paste",
    "save_value",
    "section",
    "section_status",
    "start",
    "submit",
    "value_history",
]
