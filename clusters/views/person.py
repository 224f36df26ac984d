"""One person: roles, units, invitation, closing and opening the log-in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters import actions
from clusters.errors import AccessRefused, NotHere
from clusters.forms import NO_ACCESS, NationalRoleForm, UnitAccessForm
from clusters.listing import acts_about, find_person
from clusters.models import Membership, MembershipRole
from clusters.permissions import check_can_edit

REFUSED = 409


def _person_or_404(request, pk):
    check_can_edit(request.user)
    found = find_person(pk)
    if found is None:
        raise NotHere(_("Der er ingen person med det nummer. Find personen på listen over personer."))
    return found


@require_GET
def person(request, pk):
    """The person's page."""
    return _show(request, _person_or_404(request, pk))


def _show(request, user, *, refusal="", status=200):
    places = list(user.memberships.all())
    context = {
        "person": user,
        "places": [(place, _place_form(place)) for place in places],
        "role_form": NationalRoleForm(initial={"role": user.national_role}),
        "access_form": UnitAccessForm(without=[place.cluster for place in places]),
        "acts": acts_about(user),
        "refusal": refusal,
        "may_be_invited": user.is_active and not user.last_login and bool(places or user.national_role),
    }
    return render(request, "clusters/person.html", context, status=status)


def _place_form(place):
    form = UnitAccessForm({"cluster": place.cluster_id, "role": place.role}, auto_id=f"id_{place.pk}_%s")
    return form


def _do(request, pk, act, said):
    """Do it and say so, or show the page with the reason why not."""
    user = _person_or_404(request, pk)
    try:
        act(user)
    except AccessRefused as refusal:
        return _show(request, find_person(pk), refusal=str(refusal), status=REFUSED)
    messages.success(request, said % {"name": user})
    return redirect("person", pk=pk)


@require_POST
def national_role(request, pk):
    """Give, change or take away the national role."""
    form = NationalRoleForm(request.POST)

    def act(user):
        if not form.is_valid():
            raise AccessRefused(_("Vælg en af rollerne på listen."))
        role = form.cleaned_data["role"]
        actions.change_national_role(user=user, role=role, by=request.user, at=timezone.now())

    return _do(request, pk, act, _("Den nationale rolle for %(name)s er gemt."))


@require_POST
def unit_access(request, pk):
    """Give access to a unit, change the role there, or take the access away."""
    form = UnitAccessForm(request.POST)

    def act(user):
        if not form.is_valid():
            raise AccessRefused(_("Vælg en enhed og en rolle på listerne."))
        _set_access(user, form.cleaned_data["cluster"], form.cleaned_data["role"], request.user)

    return _do(request, pk, act, _("Adgangen for %(name)s er gemt."))


def _set_access(user, cluster, role, by):
    place, at = (
        Membership.objects.filter(user=user, cluster=cluster).select_related("cluster", "user").first(),
        timezone.now(),
    )
    if role == NO_ACCESS:
        if place:
            actions.remove_access(membership=place, by=by, at=at)
    elif place:
        actions.change_role(membership=place, role=MembershipRole(role), by=by, at=at)
    else:
        actions.invite(cluster=cluster, email=user.email, name=user.name, role=MembershipRole(role), by=by, at=at)


@require_POST
def invite_again(request, pk):
    """Send the letter with the way to a password once more."""

    def act(user):
        place = user.memberships.all().first()
        if user.national_role or place is None:
            actions.invite_national_again(user=user, by=request.user, at=timezone.now())
        else:
            actions.invite_again(membership=place, by=request.user, at=timezone.now())

    return _do(request, pk, act, _("Invitationen til %(name)s sendes igen inden for få minutter."))


@require_http_methods(["GET", "POST"])
def close(request, pk):
    """Close the log-in, after a page that says what it means."""
    if request.method == "GET":
        user = _person_or_404(request, pk)
        alone = [place.cluster for place in user.memberships.all() if _is_alone(place)]
        return render(request, "clusters/close_person.html", {"person": user, "alone": alone})

    def act(user):
        actions.close_account(user=user, by=request.user, at=timezone.now())

    return _do(request, pk, act, _("%(name)s er lukket og logget ud."))


def _is_alone(place):
    others = Membership.objects.filter(cluster=place.cluster, role=MembershipRole.MANAGER, user__is_active=True)
    return place.role == MembershipRole.MANAGER and not others.exclude(pk=place.pk).exists()


@require_POST
def reopen(request, pk):
    """Open the log-in again."""

    def act(user):
        actions.reopen_account(user=user, by=request.user, at=timezone.now())

    return _do(request, pk, act, _("%(name)s kan logge ind igen med den gamle adgangskode."))
