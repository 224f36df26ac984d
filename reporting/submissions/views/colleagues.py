"""The page of a filing's people: who has access, who takes care of what, and links for those without an account."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters import actions as people_actions
from clusters.errors import AccessRefused
from clusters.models import Membership
from clusters.permissions import check_can_manage_people, is_manager
from clusters.queries import national_people, people_of
from reporting.dates import day_text
from reporting.submissions import actions
from reporting.submissions.permissions import check_can_make_links, check_can_write
from reporting.submissions.queries import assignments_of, filing_page, links_of, load_filing, submission_or_404
from reporting.submissions.sharing_forms import AssignForm, InviteForm, LinkForm, RoleForm

UNREADABLE = 422
REFUSALS = (AccessRefused, actions.SharingRefused, actions.FilingLocked)


@require_GET
def colleagues(request, year, slug):
    """Who has access, who takes care of which section, and the links."""
    return _show(request, submission_or_404(request.user, year, slug))


def _show(request, submission, *, invite_form=None, link_form=None, fresh=None, status=200):
    """The whole page, with what was typed in one of its forms, or with the link that was just made."""
    filing, now = load_filing(submission), timezone.now()
    context = filing_page(request.user, filing, timezone.localdate(), here="colleagues")
    people, assigned = context["people"], assignments_of(submission)
    may_manage = context["is_ours"] and is_manager(request.user, submission.cluster)
    context |= {
        "colleagues": [(row, _titles(filing, assigned, row.user)) for row in people],
        "nation": national_people(),
        "may_manage": may_manage,
        "is_shared": bool(assigned),
        "sections": [
            (sheet, assigned.get(sheet.code), _assign_form(sheet, people, assigned) if may_manage else None)
            for sheet in filing.sheets
        ],
        "links": [(link, filing.sheet(link.section), _is_open(link, now)) for link in links_of(submission)],
        "invite_form": invite_form or InviteForm(),
        "link_form": link_form or LinkForm(sheets=filing.sheets),
        "fresh": fresh,
    }
    return render(request, "reporting/submissions/colleagues.html", context, status=status)


def _titles(filing, assigned, user):
    return [sheet.section.title for sheet in filing.sheets if assigned.get(sheet.code) == user]


def _assign_form(sheet, people, assigned):
    return AssignForm(sheet=sheet, people=[row.user for row in people], user=assigned.get(sheet.code))


def _is_open(link, now):
    return link.revoked_at is None and link.expires_at > now


@require_POST
def invite(request, year, slug):
    """Give a colleague access."""
    submission = submission_or_404(request.user, year, slug)
    check_can_manage_people(request.user, submission.cluster)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            made = people_actions.invite(
                cluster=submission.cluster, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except AccessRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            _say_invited(request, made.user)
            return redirect("colleagues", year=year, slug=slug)
    return _show(request, submission, invite_form=form, status=UNREADABLE)


def _say_invited(request, user):
    text = _("%(name)s har nu adgang. Invitationen sendes til %(email)s inden for få minutter.")
    messages.success(request, text % {"name": user, "email": user.email})


def _colleague_or_404(request, year, slug, pk):
    """A person of the unit, for those who decide on its people."""
    submission = submission_or_404(request.user, year, slug)
    check_can_manage_people(request.user, submission.cluster)
    rows = Membership.objects.select_related("user", "invited_by", "cluster")
    return submission, get_object_or_404(rows, pk=pk, cluster=submission.cluster)


def _person_page(request, submission, row, template, *, status=200, **more):
    context = filing_page(request.user, load_filing(submission), timezone.localdate(), here="colleagues")
    context |= {"row": row, "is_own": row.user == request.user, **more}
    context["breadcrumbs"].append((_("Kolleger"), _address_of(submission)))
    return render(request, template, context, status=status)


def _address_of(submission):
    return reverse("colleagues", args=[submission.round.year, submission.cluster.slug])


@require_http_methods(["GET", "POST"])
def colleague(request, year, slug, pk):
    """One person of the unit: another role, another letter, or out."""
    submission, row = _colleague_or_404(request, year, slug, pk)
    is_own = row.user == request.user
    form = RoleForm(request.POST or None, is_own=is_own, initial={"role": row.role})
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        try:
            people_actions.change_role(membership=row, role=role, by=request.user, at=timezone.now())
        except AccessRefused as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, _("%(name)s: rollen er gemt.") % {"name": row.user})
            return redirect("colleagues", year=year, slug=slug)
    status = UNREADABLE if form.is_bound else 200
    return _person_page(
        request, submission, row, "reporting/submissions/colleagues_person.html", form=form, status=status
    )


@require_POST
def invite_again(request, year, slug, pk):
    """Send the letter of invitation once more."""
    _submission, row = _colleague_or_404(request, year, slug, pk)
    try:
        people_actions.invite_again(membership=row, by=request.user, at=timezone.now())
    except AccessRefused as refusal:
        messages.error(request, str(refusal))
    else:
        _say_invited(request, row.user)
    return redirect("colleagues", year=year, slug=slug)


@require_http_methods(["GET", "POST"])
def remove_colleague(request, year, slug, pk):
    """Ask once, then take the person out of the unit."""
    submission, row = _colleague_or_404(request, year, slug, pk)
    if request.method == "POST":
        try:
            people_actions.remove_access(membership=row, by=request.user, at=timezone.now())
        except AccessRefused as refusal:
            messages.error(request, str(refusal))
        else:
            text = _("%(name)s har ikke længere adgang til %(unit)s.")
            messages.success(request, text % {"name": row.user, "unit": submission.cluster})
            if row.user == request.user:
                return redirect("home")
        return redirect("colleagues", year=year, slug=slug)
    return _person_page(request, submission, row, "reporting/submissions/colleagues_remove.html")


@require_POST
def assign(request, year, slug, code):
    """Give a section to a colleague, take it oneself, or give it back."""
    submission = submission_or_404(request.user, year, slug)
    check_can_write(request.user, submission.cluster)
    sheet = load_filing(submission).sheet(code)
    people = [row.user for row in people_of(submission.cluster)]
    form = AssignForm(request.POST, sheet=sheet, people=people) if sheet else None
    if form is None or not form.is_valid():
        messages.error(request, _("Vælg en af jeres kolleger på listen."))
        return redirect("colleagues", year=year, slug=slug)
    try:
        text = _assign(submission, sheet, form.cleaned_data["user"], request.user)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, text)
    return redirect(f"{_address_of(submission)}#afsnit")


def _assign(submission, sheet, user, by):
    """Do it, and give the sentence that says so."""
    words = {"name": user, "section": sheet.section.title}
    if user:
        actions.assign_section(submission=submission, section=sheet.code, user=user, by=by, at=timezone.now())
        return _("%(name)s tager sig af »%(section)s«.") % words
    actions.unassign_section(submission=submission, section=sheet.code, by=by, at=timezone.now())
    return _("»%(section)s« er ikke givet til nogen.") % words


@require_POST
@never_cache
def make_link(request, year, slug):
    """Make a link to one section and show its address, this once."""
    submission = submission_or_404(request.user, year, slug)
    check_can_make_links(request.user, submission.cluster)
    form = LinkForm(request.POST, sheets=load_filing(submission).sheets)
    if form.is_valid():
        wanted = form.cleaned_data
        try:
            fresh = actions.make_link(
                submission=submission,
                section=wanted["section"],
                name=wanted["guest"],
                days=wanted["days"],
                by=request.user,
                at=timezone.now(),
            )
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            address = request.build_absolute_uri(reverse("guest", args=[fresh.token]))
            return _show(request, submission, fresh=_fresh(submission, fresh.link, address))
    return _show(request, submission, link_form=form, status=UNREADABLE)


def _fresh(submission, link, address):
    """The link with its address, and a letter that passes it on."""
    words = {
        "name": link.guest,
        "unit": submission.cluster,
        "address": address,
        "day": day_text(localtime(link.expires_at)),
    }
    return {
        "link": link,
        "address": address,
        "subject": _("Tal til indberetningen for %(unit)s") % words,
        "letter": _(
            "Hej %(name)s\n\nVil du udfylde et afsnit i vores indberetning? Brug dette link, som gælder til og med %(day)s:\n\n%(address)s\n\nTak for hjælpen!"
        )
        % words,
    }


@require_POST
def revoke_link(request, year, slug, pk):
    """Close a link."""
    submission = submission_or_404(request.user, year, slug)
    check_can_make_links(request.user, submission.cluster)
    link = get_object_or_404(links_of(submission), pk=pk)
    actions.revoke_link(link=link, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s kan ikke længere bruge linket.") % {"name": link.guest})
    return redirect(f"{_address_of(submission)}#links")
