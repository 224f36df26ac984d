"""The papers of a filing as PDF: receipt, give-back, blank form. The same data give the same bytes."""

import hashlib

from django.template.loader import render_to_string

from reporting.printing import print_pdf


def receipt_pdf(sheet) -> bytes:
    """The receipt of what was sent; raises PrintingFailed."""
    return _printed(render_to_string("report/receipt.html", {"sheet": sheet}))


def give_back_pdf(give_back) -> bytes:
    """The give-back, for a board; raises PrintingFailed."""
    return _printed(render_to_string("report/give_back.html", {"give_back": give_back}))


def blank_form_pdf(form) -> bytes:
    """The questions of a year with room to write; raises PrintingFailed."""
    return _printed(render_to_string("report/blank_form.html", {"form": form}))


def _printed(html):
    return print_pdf(html, identifier=hashlib.sha256(html.encode()).hexdigest()[:32])
