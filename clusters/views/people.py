"""Everybody who has a log-in, and making somebody new at Cluster Excellence Denmark."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clusters.actions import invite_national
from clusters.errors import AccessRefused
from clusters.forms import PersonForm
from clusters.listing import choices, list_people
from clusters.permissions import check_can_edit

UNREADABLE = 422


@require_GET
def people(request):
    """The list: who has access to what, who has not logged in, whose log-in is closed."""
    check_can_edit(request.user)
    at, show, search = timezone.now(), request.GET.get("vis", ""), request.GET.get("q", "").strip()[:100]
    context = {
        "choices": choices(at),
        "show": show,
        "search": search,
        "page": list_people(search=search, show=show, page=request.GET.get("side"), at=at),
    }
    return render(request, "clusters/people.html", context)


@require_http_methods(["GET", "POST"])
def new_person(request):
    """Give somebody new a national role; they are told by letter."""
    check_can_edit(request.user)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = invite_national(**form.cleaned_data, by=request.user, at=timezone.now())
        except AccessRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            text = _("%(name)s er oprettet. Et brev med vejen ind sendes til %(email)s inden for få minutter.")
            messages.success(request, text % {"name": user, "email": user.email})
            return redirect("person", pk=user.pk)
    status = UNREADABLE if form.errors else 200
    return render(request, "clusters/new_person.html", {"form": form}, status=status)
