"""The list of a filing's stories, the page on which one is written, and what is said about it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reporting.dates import clock_text
from reporting.stories import actions
from reporting.stories.forms import CommentForm, StoryForm
from reporting.stories.models import CaseStory
from reporting.stories.permissions import can_comment, check_can_comment
from reporting.stories.photos import warning_about
from reporting.stories.queries import (
    authors_of,
    categories,
    comments_on,
    photo_of,
    shelf_of,
    stories_of,
    story_or_404,
    what_is_missing,
)
from reporting.submissions.actions import FilingLocked
from reporting.submissions.permissions import can_write, check_can_write
from reporting.submissions.queries import filing_page, load_filing, submission_or_404

UNREADABLE, CONFLICT = 422, 409
REFUSALS = (FilingLocked, actions.StoryRefused)


@require_GET
def stories(request, year, slug):
    """The three places for stories: what stands there, and what a good story is."""
    submission = submission_or_404(request.user, year, slug)
    context = page_of(request, submission)
    context |= {"shelf": shelf_of(submission), "categories": categories()}
    return render(request, "reporting/stories/stories.html", context)


def page_of(request, submission, *, story=None):
    """What every page of the stories shows; on a story's own page the list is the way back."""
    context = filing_page(request.user, load_filing(submission), timezone.localdate(), here="stories")
    if story:
        args = [submission.round.year, submission.cluster.slug]
        context["breadcrumbs"].append((_("Cases"), reverse("stories", args=args)))
    context["writable"] &= submission.are_stories_open
    return context | {"story": story}


@require_http_methods(["GET", "POST"])
def new(request, year, slug):
    """An empty page for a new story."""
    submission = submission_or_404(request.user, year, slug)
    check_can_write(request.user, submission.cluster)
    if request.method == "POST":
        return _save(request, submission, None)
    return _write(request, submission, None, StoryForm())


@require_http_methods(["GET", "POST"])
def story(request, year, slug, story_id):
    """One story: written by the unit while it may write, read by everybody else who may see the filing."""
    submission = submission_or_404(request.user, year, slug)
    if request.method == "POST":
        check_can_write(request.user, submission.cluster)
        found = stories_of(submission).filter(pk=story_id).first()
        return _save(request, submission, found)
    found = story_or_404(submission, story_id)
    if can_write(request.user, submission) and submission.are_stories_open:
        return _write(request, submission, found, StoryForm.of(found))
    return _read(request, submission, found, CommentForm())


def _write(request, submission, found, form, status=200):
    context = page_of(request, submission, story=found or CaseStory(submission=submission))
    context |= {"form": form, "categories": categories()}
    if found:
        context |= _around(found)
    return render(request, "reporting/stories/write.html", context, status=status)


def _read(request, submission, found, form, status=200):
    context = page_of(request, submission, story=found) | _around(found)
    context |= {"form": form, "may_comment": can_comment(request.user, submission.cluster)}
    return render(request, "reporting/stories/read.html", context, status=status)


def _around(found):
    """What stands around a saved story: its photo, who wrote it, what it lacks, what was said."""
    photo = photo_of(found)
    return {
        "photo": photo,
        "photo_warning": warning_about(photo) if photo else "",
        "authors": authors_of(found),
        "missing": what_is_missing(found),
        "comments": comments_on(found),
    }


def _save(request, submission, found):
    """Save what was typed, then go where the button says; whatever stands in the way, the text stays on the page."""
    form = StoryForm(request.POST)
    if not form.is_valid():
        return _write(request, submission, found, form, UNREADABLE)
    try:
        saved = _saved(request, submission, found, form)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return _write(request, submission, found, form, CONFLICT)
    if saved.clashes:
        return _write(request, submission, saved.story, form.beside(saved), CONFLICT)
    _say(request, saved)
    return redirect(_onwards(request, submission, saved.story))


def _saved(request, submission, found, form):
    now = timezone.now()
    if found:
        saved = actions.save_story(story=found, texts=form.texts(), based_on=form.based_on, by=request.user, at=now)
    elif form.is_empty:
        raise actions.StoryRefused(_("Der er ikke skrevet noget endnu. Begynd med en overskrift, og gem så."))
    elif form.based_on:
        raise actions.StoryRefused(
            _("Casen er slettet af en kollega imens. Din tekst står her endnu: kopiér den over i en ny case.")
        )
    else:
        story = actions.write_story(submission=submission, texts=form.texts(), by=request.user, at=now)
        saved = actions.StorySaved(story, is_changed=True)
    if form.cleaned_data["comment"] and not saved.clashes:
        actions.comment(story=saved.story, text=form.cleaned_data["comment"], by=request.user, at=now)
    return saved


def _say(request, saved):
    messages.success(request, _("Gemt kl. %(time)s.") % {"time": clock_text(timezone.now())})
    if saved.became_draft:
        messages.warning(request, _("Casen er en kladde igen, fordi den mangler noget. Se hvad nederst på siden."))


def _onwards(request, submission, story):
    """Where the button leads that saved the story; declaring it ready happens on the way."""
    args = [submission.round.year, submission.cluster.slug, story.pk]
    wish = request.POST.get("onwards")
    try:
        if wish == "ready":
            actions.declare_ready(story=story, based_on=story.version, by=request.user, at=timezone.now())
            messages.success(request, _("Casen er klar til redaktionen. I kan stadig rette i den."))
        elif wish == "draft":
            actions.take_back(story=story, by=request.user, at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, _("Casen er gemt, men ikke klar endnu. %(why)s") % {"why": refusal})
    return reverse("story_photo" if wish == "photo" else "story", args=args)


@require_POST
def move(request, year, slug, story_id):
    """Let the story change places with the one before it."""
    submission = submission_or_404(request.user, year, slug)
    check_can_write(request.user, submission.cluster)
    found = story_or_404(submission, story_id)
    try:
        actions.move_up(story=found, by=request.user, at=timezone.now())
    except FilingLocked as refusal:
        messages.error(request, str(refusal))
    return redirect("stories", year=year, slug=slug)


@require_http_methods(["GET", "POST"])
def delete(request, year, slug, story_id):
    """Ask once more, then delete the story."""
    submission = submission_or_404(request.user, year, slug)
    check_can_write(request.user, submission.cluster)
    found = story_or_404(submission, story_id)
    if request.method == "GET":
        return render(request, "reporting/stories/delete.html", page_of(request, submission, story=found))
    try:
        actions.delete_story(story=found, by=request.user, at=timezone.now())
        messages.success(request, _("Casen »%(story)s« er slettet.") % {"story": found})
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("stories", year=year, slug=slug)


@require_POST
def comment(request, year, slug, story_id):
    """Say something about the story."""
    submission = submission_or_404(request.user, year, slug)
    check_can_comment(request.user, submission.cluster)
    found = story_or_404(submission, story_id)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _read(request, submission, found, form, UNREADABLE)
    actions.comment(story=found, text=form.cleaned_data["comment"], by=request.user, at=timezone.now())
    messages.success(request, _("Kommentaren er sendt."))
    return redirect("story", year=year, slug=slug, story_id=story_id)
