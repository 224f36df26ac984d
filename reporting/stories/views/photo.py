"""The photo of a story: put in, cut, described, taken out, and shown to those who may see the filing."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.errors import NotHere
from reporting.dates import clock_text
from reporting.stories import actions
from reporting.stories.forms import PhotoForm
from reporting.stories.models import StoryPhoto
from reporting.stories.photos import PhotoRefused, develop, recut, warning_about
from reporting.stories.queries import photo_of, story_or_404
from reporting.stories.views.stories import CONFLICT, REFUSALS, UNREADABLE, page_of
from reporting.submissions.permissions import check_can_write
from reporting.submissions.queries import submission_or_404

SIZES = {"side": "web", "helt": "whole"}  # in the address: cut as the page shows it, and the whole photo
KEPT_SECONDS = 24 * 60 * 60


@require_http_methods(["GET", "POST"])
def photo(request, year, slug, story_id):
    """The photo with its words; a new one is cut in the middle first, then moved."""
    submission = submission_or_404(request.user, year, slug)
    check_can_write(request.user, submission.cluster)
    story = story_or_404(submission, story_id)
    standing = photo_of(story)
    if request.method == "GET":
        form = PhotoForm.of(story)
        return _show(request, submission, story, standing, form)
    form = PhotoForm(request.POST, request.FILES)
    try:
        developed = _developed(form, standing) if form.is_valid() else None
    except PhotoRefused as refusal:
        form.add_error("file", str(refusal))
    if form.errors:
        return _show(request, submission, story, standing, form, UNREADABLE)
    try:
        saved = _saved(request, story, standing, form, developed)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return _show(request, submission, story, photo_of(story), form, CONFLICT)
    if saved.clashes:
        return _show(request, submission, saved.story, photo_of(story), form.beside(saved), CONFLICT)
    messages.success(request, _("Gemt kl. %(time)s.") % {"time": clock_text(timezone.now())})
    stays = form.cleaned_data["file"] or "onwards" not in request.POST
    return redirect("story_photo" if stays else "story", year=year, slug=slug, story_id=story_id)


def _show(request, submission, story, standing, form, status=200):
    context = page_of(request, submission, story=story)
    context |= {"form": form, "photo": standing, "photo_warning": warning_about(standing) if standing else ""}
    if standing:
        context["focus"] = standing.focus_x if standing.is_wide else standing.focus_y
    return render(request, "reporting/stories/photo.html", context, status=status)


def _developed(form, standing):
    """All sizes of what was uploaded, or of the photo that stands when another piece of it was chosen; else None."""
    if form.cleaned_data["file"] is not None:
        return develop(form.cleaned_data["file"])
    focus = form.focus_on(standing)
    if standing is None or focus == (standing.focus_x, standing.focus_y):
        return None
    try:
        with standing.original.open("rb") as file:
            return recut(file.read(), focus=focus)
    except FileNotFoundError:
        return None  # a colleague put in another photo this very moment: there is nothing left to cut


def _saved(request, story, standing, form, developed):
    """Write the words, then the photo: whoever loses a race for the photo still has the words saved."""
    now, seen = timezone.now(), form.cleaned_data["seen"]
    saved = actions.save_story(story=story, texts=form.texts(), based_on=form.based_on, by=request.user, at=now)
    if developed and not saved.clashes:
        is_new = form.cleaned_data["file"] is not None
        act, focus = (actions.put_photo, (50, 50)) if is_new else (actions.cut_photo, form.focus_on(standing))
        act(story=story, developed=developed, seen=seen, focus=focus, by=request.user, at=now)
    return saved


@require_POST
def remove_photo(request, year, slug, story_id):
    """Take the photo out of the story."""
    submission = submission_or_404(request.user, year, slug)
    check_can_write(request.user, submission.cluster)
    story = story_or_404(submission, story_id)
    seen = request.POST.get("seen", "")
    try:
        actions.remove_photo(
            story=story,
            seen=int(seen) if seen.isdecimal() and len(seen) < 19 else None,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Billedet er taget ud af casen."))
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("story_photo", year=year, slug=slug, story_id=story_id)


@require_GET
def picture(request, year, slug, story_id, size):
    """The photo as a file, for those who may see the filing."""
    submission = submission_or_404(request.user, year, slug)
    found = get_object_or_404(StoryPhoto, story__submission=submission, story=story_id)
    try:
        file = getattr(found, SIZES[size]).open("rb")
    except (KeyError, FileNotFoundError):
        raise NotHere(_("Billedet findes ikke længere på serveren. Upload det igen.")) from None
    response = FileResponse(file, content_type="image/jpeg")
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response
