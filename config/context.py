"""What every page knows: the demo mark and the way around the house."""

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from reporting import sealing
from reporting.rounds.queries import latest_round


def page(request):
    """Context for all templates: `is_demo_site`, `navigation`, a list of (label, address, is_here), and `rehearsal`,
    the sealed copy in which the page is shown, if any.
    """
    return {
        "is_demo_site": settings.DEMO,
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "rehearsal": sealing.current(),
    }


def _navigation(request):
    user = request.user
    if not user.is_authenticated:
        return []
    # The front page is the units'; whoever reads for the nation is led on from there, so the mark above will do.
    links = [] if user.reads_everything and not sealing.current() else [(_("Forside"), reverse("home"))]
    if sealing.current():
        links.append((_("Generalprøven"), reverse("stage")))
    if user.reads_everything:
        round_ = latest_round()
        if round_:
            links += [
                (_("Indberetninger"), reverse("review_list", args=[round_.year])),
                *([(_("Gennemsyn"), reverse("review_queue", args=[round_.year]))] if user.may_review else []),
                (_("Nationale tal"), reverse("national_figures", args=[round_.year])),
                (_("Bogen"), reverse("book", args=[round_.year])),
            ]
        if user.is_editor:
            links += [(_("Året"), reverse("years")), (_("Log"), reverse("log")), (_("Personer"), reverse("people"))]
    return [(label, address, _is_here(request.path, address)) for label, address in links]


def _is_here(path, address):
    """Whether `path` lies in the room that `address` opens, whatever the year."""
    if address == reverse("home"):
        return path == address
    return _room(path) == _room(address)


def _room(address):
    return address.removeprefix(get_script_prefix()).split("/")[0]
