"""The secretariat's pages. Each loads within what the person may see, and calls one action or query."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.models import Cluster
from reporting.rounds.models import Round
from reporting.rounds.queries import latest_round
from reporting.submissions import actions, workflow
from reporting.submissions.declaration import DeclarationForm
from reporting.submissions.explaining import ExplanationsForm
from reporting.submissions.permissions import check_can_write
from reporting.submissions.queries import (
    assignments_of,
    desks_of,
    events_of,
    filing_page,
    latest_changes,
    load_filing,
    managers_among,
    others_present,
    submission_or_404,
    tally_of,
)

UNREADABLE = 422


@require_GET
def home(request):
    """The person's own units and where their filings stand; the national desk has its own page."""
    desks = desks_of(request.user, timezone.localdate())
    if request.user.reads_everything and not desks:
        round_ = latest_round()
        if round_:
            return redirect("review_list", year=round_.year)
    return render(request, "reporting/submissions/home.html", {"desks": desks})


@require_POST
def start(request, year, slug):
    """Begin the filing."""
    cluster = get_object_or_404(Cluster.objects.visible_to(request.user), slug=slug)
    round_ = get_object_or_404(Round.objects.opened().filter(roster__cluster=cluster), year=year)
    check_can_write(request.user, cluster)
    if not round_.is_open_on(timezone.localdate()):
        messages.error(request, _("Runden er ikke åbnet endnu."))
        return redirect("home")
    try:
        actions.start(round_=round_, cluster=cluster, by=request.user, at=timezone.now())
    except actions.FilingLocked as refusal:
        messages.error(request, str(refusal))
        return redirect("home")
    return redirect("submission", year=year, slug=slug)


@require_GET
def overview(request, year, slug):
    """Where the filing stands, what is left, who takes care of what, and who did what last."""
    submission = submission_or_404(request.user, year, slug)
    filing, today = load_filing(submission), timezone.localdate()
    context = filing_page(request.user, filing, today, here="submission")
    assigned = assignments_of(submission)
    context["sections"] = [(sheet, assigned.get(sheet.code)) for sheet in filing.sheets]
    # What the review asked stands above, in the frame of every page.
    context["findings"] = [problem for problem in filing.open_findings if not problem.is_question]
    context["managers"] = managers_among(context["people"])
    context["breadcrumbs"].pop()  # this is the filing's first page
    context["present"] = others_present(submission, request.user, timezone.now(), sections=filing.sections)
    context["changes"] = latest_changes(filing, today=today) if context["is_ours"] else ()
    context["events"] = events_of(submission)[:20]
    return render(request, "reporting/submissions/overview.html", context)


@require_http_methods(["GET", "POST"])
def check(request, year, slug):
    """Everything the checks found, explained in one place, and the way to submit."""
    submission = submission_or_404(request.user, year, slug)
    filing = load_filing(submission)
    if request.method == "GET":
        form = ExplanationsForm(filing.problems)
    else:
        check_can_write(request.user, submission.cluster)
        form = ExplanationsForm(filing.problems, data=request.POST)
        if _save_explanations(request, submission, form):
            return redirect("check", year=year, slug=slug)
        filing = load_filing(submission)
    return _show_check(request, filing, form, status=UNREADABLE if form.is_bound else 200)


def _show_check(request, filing, form, *, declaration=None, status=200):
    """The check page; `declaration` is the form that was sent without its tick."""
    submission = filing.submission
    context = filing_page(request.user, filing, timezone.localdate(), here="check")
    context |= {
        "form": form,
        "counts": tally_of(filing),
        "declaration": declaration or DeclarationForm(submission),
        "may_submit": workflow.can_apply(request.user, submission, "submit")
        and not submission.is_locked_on(timezone.localdate()),
        "managers": managers_among(context["people"]),
    }
    return render(request, "reporting/submissions/check.html", context, status=status)


def _save_explanations(request, submission, form):
    """Save what can be read; whether that was all of it. What was not saved stays on the page."""
    form.full_clean()
    try:
        saved = actions.save_answers(
            submission=submission, explanations=form.typed_explanations(), by=request.user, at=timezone.now()
        )
    except actions.FilingLocked as refusal:
        messages.error(request, str(refusal))
        return False
    form.show_explanation_conflicts(saved)
    if form.errors:
        return False
    messages.success(request, _("Forklaringerne er gemt."))
    return True


def _rewrote_explanations(request, submission):
    """Whether an explanation was rewritten on the page that is sent: it is saved, and seen once more before it goes."""
    form = ExplanationsForm(load_filing(submission).problems, data=request.POST)
    form.full_clean()
    if all(entry.text.split() == (entry.based_on or "").split() for entry in form.typed_explanations()):
        return False
    _save_explanations(request, submission, form)
    messages.warning(request, _("En forklaring var rettet og er gemt først. Se den igen, og indsend."))
    return True


@require_POST
def submit(request, year, slug):
    """Send the filing to review, once: whoever sends it again is led to the receipt of what was sent."""
    submission = submission_or_404(request.user, year, slug)
    check_can_write(request.user, submission.cluster)
    workflow.check_role(request.user, submission, "submit")
    declaration = DeclarationForm(submission, data=request.POST)
    if submission.is_open and not declaration.is_valid():
        filing = load_filing(submission)
        form = ExplanationsForm(filing.problems)
        return _show_check(request, filing, form, declaration=declaration, status=UNREADABLE)
    if submission.is_open and _rewrote_explanations(request, submission):
        return redirect("check", year=year, slug=slug)
    version = workflow.version_in(request.POST.get("version", ""))
    try:
        actions.submit(submission=submission, by=request.user, at=timezone.now(), version=version)
    except actions.AlreadySent as already:
        messages.info(request, str(already))
    except workflow.TransitionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("check", year=year, slug=slug)
    else:
        messages.success(request, _("Indberetningen er indsendt. Tak!"))
    return redirect("receipt", year=year, slug=slug)
