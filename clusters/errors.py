"""What goes wrong, in sentences for people."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _


class NotHere(Http404):
    """What the address names is not there; str() is a sentence that says what and what to do."""


class UnitRefused(Exception):
    """A unit cannot be made, changed or carried on in that way; str() is a sentence for the one who tried."""


class AccessRefused(Exception):
    """Access cannot be given, changed or taken in that way; str() is a sentence for the one who tried."""


def not_found(request, exception):
    """The page for an address that leads nowhere: with the sentence of a NotHere, else with a general one.

    Other 404s carry English words for developers, which are nobody's business here.
    """
    reason = str(exception) if isinstance(exception, NotHere) else ""
    general = _("Der er ikke noget på denne adresse, eller også hører det til en anden enhed end din.")
    return render(request, "404.html", {"reason": reason or general}, status=404)
