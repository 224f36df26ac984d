"""The pages of the log: one filing's way, the whole country's, and the latter as a file."""

from urllib.parse import urlencode

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters.permissions import check_can_edit, is_member
from reporting.log import actions
from reporting.log.forms import LogForm, TimelineForm
from reporting.log.queries import (
    SEEN_BY_THE_UNIT,
    THE_NATIONS,
    THE_READERS,
    THE_UNITS,
    Search,
    days_of,
    moment_from,
    moment_text,
    search_log,
)
from reporting.submissions.queries import submission_or_404

UNREADABLE = 422


@require_GET
def log(request):
    """Everything that everybody did, searched; for editors."""
    check_can_edit(request.user)
    form = LogForm(request.GET)
    valid = form.is_valid()
    context = _list(request, form.search() if valid else None, sources=THE_NATIONS)
    context |= {"form": form, "is_searched": valid and form.search() != Search(), "asked": _asked(request)}
    return render(request, "reporting/log/log.html", context, status=200 if valid else UNREADABLE)


@require_POST
def log_csv(request):
    """What the search finds, as a file; who takes it is recorded."""
    check_can_edit(request.user)
    form = LogForm(request.POST)
    if not form.is_valid():
        context = _list(request, None, sources=THE_NATIONS) | {"form": form}
        return render(request, "reporting/log/log.html", context, status=UNREADABLE)
    now = timezone.now()
    lines = actions.export_log(search=form.search(), asked=form.in_words(), by=request.user, at=now)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"log-{timezone.localdate(now):%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def timeline(request, year, slug):
    """Everything that happened to one filing, day by day; the unit sees its own notes and not the nation's own acts."""
    submission = submission_or_404(request.user, year, slug)
    is_ours = is_member(request.user, submission.cluster)
    sees_all = request.user.reads_everything
    form = TimelineForm(request.GET, private=is_ours, **({} if sees_all else {"acts": SEEN_BY_THE_UNIT}))
    valid = form.is_valid()
    search = form.search(submission=submission, for_the_unit=not sees_all) if valid else None
    sources = THE_UNITS if is_ours else THE_NATIONS if request.user.may_review else THE_READERS
    context = _list(request, search, sources=sources, for_the_unit=is_ours)
    context |= {
        "form": form,
        "is_searched": valid and any(request.GET.get(name) for name in form.fields),
        "submission": submission,
        "round": submission.round,
        "cluster": submission.cluster,
        "breadcrumbs": _way_back(submission, is_ours),
    }
    return render(request, "reporting/log/timeline.html", context, status=200 if valid else UNREADABLE)


def _way_back(submission, is_ours):
    args = [submission.round.year, submission.cluster.slug]
    label = f"{submission.cluster.short_name} {submission.round.year}"
    if is_ours:
        return [(_("Forside"), reverse("home")), (label, reverse("submission", args=args))]
    roster = (f"{_('Indberetninger')} {submission.round.year}", reverse("review_list", args=args[:1]))
    return [roster, (label, reverse("review_filing", args=args))]


def _list(request, search, *, sources, for_the_unit=False):
    """The days of one page and the address of the next; no rows where the search was not understood."""
    if search is None:
        return {"days": [], "older": "", "newest": ""}
    after = moment_from(request.GET.get("efter", ""))
    page = search_log(search, sources=sources, after=after)
    asked = _asked(request)
    return {
        "days": days_of(page.rows, today=timezone.localdate(), for_the_unit=for_the_unit),
        "older": f"?{urlencode([*asked, ('efter', moment_text(page.next))])}" if page.next else "",
        "newest": f"?{urlencode(asked)}" if after else "",
    }


def _asked(request):
    """What the address asks for, without the place in the list."""
    return [(name, value) for name, value in request.GET.items() if name != "efter" and value]
