"""The unit's page of its conversations with the review, about one value each: read them and answer, also while locked."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reporting.submissions import actions
from reporting.submissions.permissions import check_can_write
from reporting.submissions.queries import (
    filing_page,
    indicator_or_404,
    load_filing,
    submission_or_404,
    threads_of,
)

CONFLICT = 409


@require_http_methods(["GET", "POST"])
def questions(request, year, slug):
    """What is asked and said about single values, by section, with a field for an answer."""
    submission = submission_or_404(request.user, year, slug)
    typed, status = ("", ""), 200
    if request.method == "POST":
        check_can_write(request.user, submission.cluster)
        code, text = request.POST.get("code", "").replace("\0", ""), request.POST.get("text", "")
        indicator = indicator_or_404(submission, code)
        try:
            actions.remark(submission=submission, indicator=indicator, text=text, by=request.user, at=timezone.now())
        except actions.ReviewRefused as refusal:
            messages.error(request, str(refusal))
            typed, status = (code, text), CONFLICT
        else:
            messages.success(request, _("Svaret står nu hos gennemsynet."))
            return redirect(f"{reverse('questions', args=[year, slug])}#{code}")
    return _show(request, submission, typed, status)


def _show(request, submission, typed, status):
    threads = threads_of(submission)
    filing = load_filing(submission, asked=threads.open)
    context = filing_page(request.user, filing, timezone.localdate(), here="questions")
    context["threads"] = [
        (filing.answers[row.code], threads.comments[row.code], threads.asked.get(row.code))
        for row in filing.indicators
        if row.code in threads.comments
    ]
    context["typed_code"], context["typed_text"] = typed
    return render(request, "reporting/submissions/questions.html", context, status=status)
