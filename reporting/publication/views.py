"""The editor's pages of the book: ask for it, watch it being built, take it home."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters.errors import NotHere
from clusters.permissions import check_can_edit, check_reads_everything
from reporting.consolidation.queries import latest_consolidation
from reporting.publication import actions
from reporting.publication.forms import PreviewForm
from reporting.publication.models import BookBuild, Edition
from reporting.publication.previews import preview_of
from reporting.publication.queries import editions_of, latest_build, report_of
from reporting.publication.tasks import build_book
from reporting.review.queries import coverage_of
from reporting.rounds.models import Round
from reporting.rounds.queries import round_or_404
from reporting.stories.models import CaseStory
from reporting.stories.queries import story_or_404
from reporting.submissions.queries import submission_or_404


@require_GET
def book(request, year):
    """The book of a year: what there is, and the button that builds it."""
    check_reads_everything(request.user)
    round_ = round_or_404(year)
    report = report_of(round_)
    found = latest_build(report) if report else None
    context = {
        "round": round_,
        "rounds": Round.objects.all(),
        "report": report,
        "build": found,
        **_life(found),
        "editions": editions_of(report) if report else [],
        "consolidation": latest_consolidation(round_),
        "coverage": coverage_of(round_),
        "may_build": request.user.is_editor,
    }
    return render(request, "reporting/publication/book.html", context)


@require_POST
def build(request, year):
    """Ask the worker for the book."""
    check_can_edit(request.user)
    round_ = round_or_404(year)
    if not coverage_of(round_).accepted:
        messages.error(request, _("Ingen indberetning er godkendt endnu. Godkend mindst én, før bogen bygges."))
        return redirect("book", year=year)
    report = actions.begin_report(round_=round_)
    try:
        actions.request_build(report=report, by=request.user, at=timezone.now(), enqueue=build_book.enqueue)
    except actions.BookRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("book", year=year)


@require_GET
def progress(request, year, build_id):
    """How far a build is; asked for again every second by the page."""
    check_reads_everything(request.user)
    found = get_object_or_404(
        BookBuild.objects.select_related("edition", "report__round"), pk=build_id, report__round__year=year
    )
    life = _life(found)
    context = {"build": found, "round": found.report.round, **life}
    response = render(request, "reporting/publication/progress.html", context)
    if not life["under_way"] and request.htmx:
        response["HX-Refresh"] = "true"
    return response


def _life(build):
    """Whether a build is under way or fell silent, by the rule by which the action gives it up."""
    now = timezone.now()
    return {
        "under_way": build is not None and build.is_under_way_at(now),
        "went_silent": build is not None and build.is_silent_at(now),
    }


@require_GET
def edition(request, year, number):
    """The PDF of one edition."""
    check_reads_everything(request.user)
    found = get_object_or_404(Edition, report__round__year=year, number=number)
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        raise NotHere(_("Filen til udgaven findes ikke længere på serveren. Byg bogen igen.")) from None
    return FileResponse(
        file, as_attachment=False, filename=f"viden-og-vaekst-{year}-{number}.pdf", content_type="application/pdf"
    )


@require_POST
def story_preview(request, year, slug):
    """A story on its printed pages with the texts that are sent, saved or not; a page or, for the script, its inside."""
    submission = submission_or_404(request.user, year, slug)
    form = PreviewForm(request.POST)
    readable = form.is_valid()
    saved = form.cleaned_data.get("story")
    story = story_or_404(submission, saved) if saved else CaseStory(submission=submission)
    context = {"submission": submission, "story": story}
    if readable:
        for name in form.Meta.fields:
            setattr(story, name, form.cleaned_data[name])
        context["preview"] = preview_of(story, by=request.user, on=timezone.localdate())
    else:
        context["refusal"] = form.message()
    inside = request.headers.get("X-Requested-With") == "fetch"
    template = "reporting/publication/_spread.html" if inside else "reporting/publication/story_preview.html"
    return render(request, template, context)
