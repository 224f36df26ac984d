"""Pages of the rehearsal: its own page in the real house, and the stage inside the copy."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from clusters.errors import NotHere
from clusters.models import Cluster
from clusters.permissions import check_can_edit, check_reads_everything
from reporting import sealing
from reporting.rehearsal import actions
from reporting.rehearsal.errors import RehearsalRefused
from reporting.rehearsal.queries import program_mark, stage_of, the_rehearsal, year_before, year_to_rehearse
from reporting.rehearsal.tasks import set_up_rehearsal

STEPS = ("submit", "accept")


@require_GET
def rehearsal(request, year):
    """What a rehearsal is, the one there is, and the buttons that begin it and throw it away."""
    check_reads_everything(request.user)
    round_ = year_to_rehearse(year)
    context = {"year": year, "round": round_, "source_year": year_before(year), **_standing()}
    context |= {"may_edit": request.user.is_editor, "inside": f"/{sealing.PREFIX}"}
    return render(request, "reporting/rehearsal/rehearsal.html", context)


def _standing():
    """The rehearsal that there is, and whether it is still being made, fell silent, or is of an older program."""
    found = the_rehearsal()
    silent = found is not None and found.went_silent_at(timezone.now())
    return {
        "found": found,
        "went_silent": silent,
        "under_way": found is not None and found.state == "copying" and not silent,
        "is_ready": found is not None and found.state == "ready",
        "is_outdated": found is not None and found.program != program_mark(),
    }


@require_GET
def progress(request, year):
    """How far the copying is; asked for again every second by the page."""
    check_reads_everything(request.user)
    context = {"year": year, **_standing()}
    response = render(request, "reporting/rehearsal/_progress.html", context)
    if not context["under_way"] and request.htmx:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def begin(request, year):
    """Ask the worker for the copy."""
    check_can_edit(request.user)
    try:
        actions.begin(year=year, by=request.user, at=timezone.now(), enqueue=set_up_rehearsal.enqueue)
    except RehearsalRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("rehearsal", year=year)


@require_POST
def let_units_in(request, year):
    """Let the secretariats in, or no longer."""
    check_can_edit(request.user)
    try:
        actions.let_units_in(on=bool(request.POST.get("on")), by=request.user, at=timezone.now())
    except RehearsalRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("rehearsal", year=year)


@require_POST
def throw_away(request, year):
    """Throw the copy away with all that was done in it."""
    check_can_edit(request.user)
    actions.throw_away(by=request.user, at=timezone.now())
    messages.success(request, _("Generalprøven er smidt væk. Der er intet tilbage af den."))
    return redirect("rehearsal", year=year)


def _copy_or_404():
    """The copy that this request is in; in the real house the page is not there for anybody."""
    copy = sealing.current()
    if copy is None:
        raise NotHere(_("Siden findes kun i en generalprøve."))
    return copy


@require_GET
def stage(request):
    """The copy's own front page: the steps of the cycle, the parts that can be played, and how far it is."""
    copy = _copy_or_404()
    context = {"stage": stage_of(copy.year) if request.user.reads_everything else None, "year": copy.year}
    return render(request, "reporting/rehearsal/stage.html", context | {"may_play": request.user.may_review})


@require_POST
def play(request):
    """Take the part of a secretariat."""
    copy = _copy_or_404()
    cluster = get_object_or_404(
        Cluster, slug=request.POST.get("unit", "").replace("\0", ""), roster_entries__round__year=copy.year
    )
    actions.play(cluster=cluster, by=request.user, at=timezone.now())
    messages.info(request, _("Du optræder nu som sekretariatet for %(unit)s.") % {"unit": cluster})
    return redirect("home")


@require_POST
def stop_playing(request):
    """Be oneself again."""
    _copy_or_404()
    actions.stop_playing(by=request.user, at=timezone.now())
    return redirect("stage")


@require_POST
def move_the_rest(request):
    """Let all that can be sent be sent, or all that was sent be accepted."""
    copy = _copy_or_404()
    name = request.POST.get("step")
    if name not in STEPS:
        raise NotHere(_("Vælg, om resten skal indsendes eller godkendes."))
    played = actions.move_the_rest(name=name, year=copy.year, by=request.user, at=timezone.now())
    messages.info(request, _in_words(name, played))
    return redirect("stage")


def _in_words(name, played):
    if name == "submit":
        text = ngettext("%(count)d indberetning er indsendt.", "%(count)d indberetninger er indsendt.", played.moved)
    else:
        text = ngettext("%(count)d indberetning er godkendt.", "%(count)d indberetninger er godkendt.", played.moved)
    stuck = ngettext(
        "%(count)d kunne ikke, for der er noget at rette eller forklare, eller ingen ansvarlig.",
        "%(count)d kunne ikke, for der er noget at rette eller forklare, eller ingen ansvarlig.",
        played.stuck,
    )
    parts = [text % {"count": played.moved}]
    parts += [stuck % {"count": played.stuck}] if played.stuck else []
    parts += [_("%(count)d er tilbage: tryk igen.") % {"count": played.left}] if played.left else []
    return " ".join(parts)
