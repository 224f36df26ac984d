"""The pages of somebody without an account who got a link to one section: the address is all they have.

No page names another section or another figure, and none is kept by a browser or a proxy. A form's own
Origin would be sent as `null` under `no-referrer`, which the protection of forms refuses; `strict-origin`
keeps the secret out of every Referer just the same.
"""

from functools import wraps

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.errors import NotHere
from reporting.catalogue.models import Indicator
from reporting.dates import clock_text
from reporting.submissions import actions
from reporting.submissions.forms import SectionForm
from reporting.submissions.live import LOCKED, answer_to_save, page_as_it_stands
from reporting.submissions.models import Submission
from reporting.submissions.queries import (
    find_link,
    guest_page,
    load_filing,
    section_alone,
)
from reporting.submissions.turn import turn_for_guest
from reporting.submissions.views.section import countries_of

UNREADABLE = 422
UNKNOWN, GONE, TOO_OFTEN = 404, 410, 429
TRIES, TRIES_SECONDS = 20, 600  # unknown secrets from one address, before it has to wait


def _by_link(view):
    """Let a view in with the link of its address; whoever has none in force gets a page that says what to do."""

    @login_not_required
    @never_cache
    @wraps(view)
    def opened(request, token):
        found = find_link(token, timezone.now())
        if found.is_open:
            response = view(request, token, found.link)
        elif found.link is not None and request.accepts("application/json") and not request.accepts("text/html"):
            response = JsonResponse({"state": "locked", "message": found.closed}, status=LOCKED)
        elif found.link is None:
            response = _unknown(request)
        else:
            response = _closed(request, found.closed, GONE)
        response["Referrer-Policy"] = "strict-origin"
        return response

    return opened


def _closed(request, reason, status):
    return render(request, "reporting/submissions/guest_closed.html", {"reason": reason}, status=status)


def _unknown(request):
    """Guessing is hopeless with 256 bits; the count keeps it from being a burden."""
    key = f"guest-tries:{get_adapter().get_client_ip(request)}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, TRIES_SECONDS)
    if tries > TRIES:
        wait = _("Der er prøvet for mange links, der ikke findes. Vent ti minutter, og prøv igen.")
        return _closed(request, wait, TOO_OFTEN)
    reason = _("Linket findes ikke. Se efter, om hele adressen er kommet med, eller bed om et nyt link.")
    return _closed(request, reason, UNKNOWN)


@require_GET
@_by_link
def guest(request, token, link):
    """Who asks for what, under which name it is kept, and until when; then on to the section."""
    sheet = load_filing(link.submission).sheet(link.section)
    return render(request, "reporting/submissions/guest.html", {"link": link, "sheet": sheet, "token": token})


@require_http_methods(["GET", "POST"])
@_by_link
def guest_section(request, token, link):
    """The one section, filled in and saved under the guest's name."""
    filing = section_alone(load_filing(link.submission), link.section)
    form = SectionForm(filing, link.section, data=request.POST if request.method == "POST" else None)
    status = 200
    actions.note_presence(submission=link.submission, user=link.guest, section=link.section, at=timezone.now())
    if form.is_bound:
        status = UNREADABLE
        try:
            saved = _save(request, link, form)
        except (actions.LinkClosed, actions.FilingLocked) as refusal:
            messages.error(request, str(refusal))
        else:
            if saved.is_whole and not form.errors:
                return redirect("guest_section", token=token)
            filing = section_alone(load_filing(link.submission), link.section)
            form = form.after_saving(filing, saved)
    sheet = filing.sheet(link.section)
    context = guest_page(link, filing) | {
        "sheet": sheet,
        "form": form,
        "countries": countries_of(link.submission, sheet),
        "save_url": reverse("guest_save", args=[token]),
        "status_url": reverse("guest_status", args=[token]),
    }
    return render(request, "reporting/submissions/guest_section.html", context, status=status)


@require_POST
@_by_link
def guest_save(request, token, link):
    """Save one field of the guest's section while the guest types; the answer is JSON for the page's script."""
    filings = Submission.objects.filter(pk=link.submission_id)
    at = timezone.now()

    def write():
        return answer_to_save(request.POST, filings, link.section, by=link.guest, at=at, is_guest=True)

    try:
        answer, status = actions.while_link_is_open(link=link, at=at, write=write)
    except actions.LinkClosed as refusal:
        return JsonResponse({"state": "locked", "message": str(refusal)}, status=LOCKED)
    except Indicator.DoesNotExist:
        raise NotHere(_("Der er intet felt med det navn i afsnittet. Hent siden igen.")) from None
    return JsonResponse(answer, status=status)


@require_POST
@_by_link
def guest_status(request, token, link):
    """The guest has the section open: note it, and tell how the section stands."""
    told = {"user": link.guest, "at": timezone.now(), "turn": turn_for_guest(link), "narrow": section_alone}
    told["known"] = request.POST.get("stands", "")
    return JsonResponse(page_as_it_stands(link.submission, link.section, **told))


def _save(request, link, form):
    """Save what can be read, and say so."""
    form.full_clean()
    typed, now = form.typed(), timezone.now()
    saved = actions.save_by_link(
        link=link,
        entries=typed.entries,
        country_entries=typed.country_entries,
        explanations=typed.explanations,
        at=now,
    )
    if saved.is_whole and not form.errors:
        messages.success(request, _("Gemt kl. %(time)s. Tak for hjælpen!") % {"time": clock_text(now)})
    elif not saved.is_empty:
        messages.success(request, _("Resten af siden er gemt."))
    return saved
