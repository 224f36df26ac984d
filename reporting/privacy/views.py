"""The pages that protect people's data: what is held, erasing, unused log-ins, retention periods."""

import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from clusters.actions import record
from clusters.errors import NotHere
from clusters.models import Act, User
from clusters.permissions import check_can_edit
from reporting import sealing
from reporting.privacy import actions
from reporting.privacy.forms import EraseForm, words_of
from reporting.privacy.queries import as_json, dormant_people, due_at, held_about, last_run, mentions_of, terms_of

UNREADABLE, REFUSED = 422, 409


def _person_or_404(request, pk):
    check_can_edit(request.user)
    check_is_no_rehearsal()
    found = User.objects.with_log_in().filter(pk=pk, erased_at=None).first()
    if found is None:
        raise NotHere(_("Der er ingen person med det nummer, eller personen er slettet."))
    return found


def check_is_no_rehearsal():
    """Raise NotHere in a rehearsal: what is fetched and erased there would leave no trace in the log."""
    if sealing.current():
        raise NotHere(_("Personoplysninger hentes og slettes kun uden for generalprøven."))


@never_cache
@require_http_methods(["GET", "POST"])
def person_data(request, pk):
    """What we hold about somebody, as a file; that an editor fetched it is logged."""
    return _data(request, _person_or_404(request, pk))


@never_cache
@require_http_methods(["GET", "POST"])
def own_data(request):
    """What we hold about the one who asks, as a file."""
    check_is_no_rehearsal()
    return _data(request, request.user)


def _data(request, user):
    if request.method == "GET":
        return render(request, "reporting/privacy/data.html", {"person": user, "is_own": user == request.user})
    at = timezone.now()
    file = held_about(user, at, with_mentions=request.user.is_editor)
    record(Act.DATA_READ, by=request.user, at=at, person=user)
    if request.POST.get("form") == "json":
        return _attachment(as_json(file), f"personoplysninger-{user.pk}.json", "application/json")
    page = render_to_string("reporting/privacy/data_file.html", {"file": file, "person": user})
    return _attachment(page, f"personoplysninger-{user.pk}.html", "text/html")


def _attachment(text, name, kind):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers=headers)


@never_cache
@require_http_methods(["GET", "POST"])
def person_erase(request, pk):
    """Show where the person is named, and erase them."""
    user = _person_or_404(request, pk)
    words = words_of(request.POST.get("words", "") or request.GET.get("ord", ""))
    mentions = mentions_of(user, terms_of(user, words))
    form = EraseForm(request.POST if request.method == "POST" else None, words=", ".join(words), mentions=mentions)
    if request.method == "POST" and form.is_valid():
        try:
            actions.erase(user=user, words=words, keep=form.keep, by=request.user, at=timezone.now())
        except actions.ErasureRefused as refusal:
            form.add_error(None, str(refusal))
            return _show_erasure(request, user, words, mentions, form, REFUSED)
        messages.success(request, _("Personen er slettet. Tal og historik er, som de var."))
        return redirect("person", pk=pk)
    return _show_erasure(request, user, words, mentions, form, UNREADABLE if form.errors else 200)


def _show_erasure(request, user, words, mentions, form, status):
    context = {"person": user, "words": ", ".join(words), "mentions": mentions, "form": form}
    return render(request, "reporting/privacy/erase.html", context, status=status)


@require_GET
def dormant(request):
    """Whose log-in is unused: who will be warned and closed, and when."""
    check_can_edit(request.user)
    at = timezone.now()
    context = {
        "rows": [(row, row.must_be_warned(at)) for row in dormant_people(at)],
        "after": settings.DORMANT_AFTER_DAYS,
        "grace": settings.DORMANT_WARNING_DAYS,
        "earliest": at + datetime.timedelta(days=settings.DORMANT_WARNING_DAYS),
    }
    return render(request, "reporting/privacy/dormant.html", context)


@require_GET
def retention(request):
    """What is kept for how long and why, and what the next run would delete."""
    check_can_edit(request.user)
    dues, waiting = due_at(timezone.now()), []
    accounts = next(due for due in dues if due.period.key == "accounts")
    if accounts.count:
        waiting = list(accounts.rows[:20])
    return render(request, "reporting/privacy/retention.html", {"dues": dues, "run": last_run(), "waiting": waiting})
