"""One value of a filing, for the review: what it was, what is asked and said about it, and the editor's correction."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters.permissions import check_can_edit, check_can_review, check_reads_everything
from reporting.numbers import NumberRefused, parse_number
from reporting.review import actions
from reporting.review.forms import CorrectionForm, NoteForm, RemarkForm
from reporting.review.queries import Written, looks_at, written_about
from reporting.submissions import workflow
from reporting.submissions.actions import Entry, ReviewRefused, correct_on_behalf
from reporting.submissions.models import Status
from reporting.submissions.queries import (
    answer_or_404,
    changes_of,
    indicator_or_404,
    load_filing,
    submission_or_404,
    threads_of,
)

UNREADABLE = 422
CONFLICT = 409


@require_GET
def value(request, year, slug, code):
    """One value with its history, its thread, and what the review keeps about it."""
    check_reads_everything(request.user)
    return _show(request, year, slug, code)


def _show(request, year, slug, code, *, typed=None, status=200):
    submission = submission_or_404(request.user, year, slug)
    threads = threads_of(submission)
    filing = load_filing(submission, asked=threads.open)
    answer = answer_or_404(filing, code)
    indicator = answer.indicator
    written = written_about(submission) if request.user.may_review else Written()
    context = {
        "submission": submission,
        "round": submission.round,
        "cluster": submission.cluster,
        "filing": filing,
        "answer": answer,
        "indicator": indicator,
        "problems": [problem for problem in filing.problems if problem.subject == code],
        "look": looks_at(filing).values.get(code),
        "changes": changes_of(submission, indicator),
        "comments": threads.comments.get(code, ()),
        "asked": threads.asked.get(code),
        "correction": answer.correction,
        "prepared": written.prepared.get(code),
        "notes": written.notes.get(code, ()),
        "may_correct": request.user.is_editor
        and submission.status == Status.SUBMITTED
        and not indicator.is_list_of_countries,
        "typed": typed or {},
        "breadcrumbs": [
            (f"{_('Indberetninger')} {year}", reverse("review_list", args=[year])),
            (submission.cluster.short_name, _row_of(year, slug, code)),
        ],
    }
    return render(request, "reporting/review/value.html", context, status=status)


def _row_of(year, slug, code):
    """The value's row on the page of the whole filing."""
    return f"{reverse('review_filing', args=[year, slug])}#value-{code}"


@require_POST
def prepare_questions(request, year, slug):
    """Keep the questions that stand in the fields of the filing's page, until it is sent back."""
    check_can_review(request.user)
    submission = submission_or_404(request.user, year, slug)
    kept, last = 0, request.POST.get("here", "")
    for name, text in request.POST.items():
        kind, _mark, code = name.partition("__")
        seen = request.POST.get(f"seen__{code}", "")
        if kind != "question" or not code or text.split() == seen.split():
            continue  # nothing was written there
        what = {"submission": submission, "indicator": indicator_or_404(submission, code), "text": text, "seen": seen}
        try:
            kept += bool(actions.prepare_question(**what, by=request.user, at=timezone.now()))
        except ReviewRefused as refusal:
            messages.error(request, str(refusal))
    messages.success(
        request,
        _("Spørgsmålene er gemt (%(count)d). De sendes først, når du sender indberetningen retur.") % {"count": kept},
    )
    return redirect(f"{reverse('review_filing', args=[year, slug])}{f'#value-{last}' if last.isidentifier() else ''}")


@require_POST
def remark(request, year, slug, code):
    """Write in the thread with the secretariat."""
    check_can_review(request.user)
    form = RemarkForm(request.POST)

    def act(submission, indicator):
        actions.add_remark(
            submission=submission,
            indicator=indicator,
            text=form.cleaned_data["text"],
            by=request.user,
            at=timezone.now(),
        )

    return _write(request, year, slug, code, form, act, _("Kommentaren står nu hos sekretariatet."))


@require_POST
def note(request, year, slug, code):
    """Write a note about the value that only the review reads."""
    check_can_review(request.user)
    form = NoteForm(request.POST)

    def act(submission, indicator):
        actions.add_note(
            submission=submission, indicator=indicator, by=request.user, at=timezone.now(), **form.cleaned_data
        )

    return _write(request, year, slug, code, form, act, _("Noten er gemt. Kun gennemsynet kan læse den."))


@require_POST
def correct(request, year, slug, code):
    """Correct the number on the unit's behalf, after it agreed."""
    check_can_edit(request.user)
    form = CorrectionForm(request.POST)

    def act(submission, indicator):
        number = _number(indicator, request.POST.get("number", ""))
        entry = Entry(code, number, based_on=form.cleaned_data["version"])
        correct_on_behalf(
            submission=submission, entry=entry, consent=form.cleaned_data["consent"], by=request.user, at=timezone.now()
        )

    return _write(request, year, slug, code, form, act, _("Tallet er rettet på enhedens vegne og mærket som rettet."))


def _number(indicator, text):
    """The number as the form of the unit reads it; raises ReviewRefused with the parser's sentence."""
    try:
        number = parse_number(text, indicator.number_kind)
    except NumberRefused as refusal:
        raise ReviewRefused(str(refusal)) from None
    if number is None:
        raise ReviewRefused(_("Skriv det rigtige tal."))
    return number


def _write(request, year, slug, code, form, act, done):
    """Run one of the page's writes; what was typed stays in its field when it is refused."""
    submission = submission_or_404(request.user, year, slug)
    indicator = indicator_or_404(submission, code)
    if not form.is_valid():
        messages.error(request, form.message())
        return _show(request, year, slug, code, typed=request.POST, status=UNREADABLE)
    try:
        act(submission, indicator)
    except (ReviewRefused, workflow.FilingMoved) as refusal:
        messages.error(request, str(refusal))
        return _show(request, year, slug, code, typed=request.POST, status=CONFLICT)
    messages.success(request, done)
    return redirect("review_value", year=year, slug=slug, code=code)
