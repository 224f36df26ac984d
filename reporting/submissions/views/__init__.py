"""The secretariat's pages. Each loads within what the person may see, and calls one action or query."""

from reporting.submissions.views.filing import check, home, overview, section, start, submit

__all__ = ["check", "home", "overview", "section", "start", "submit"]
