"""The pages on Excel: fetch a workbook, read one in, look at the differences, take them over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from reporting.submissions.actions import FilingLocked
from reporting.submissions.permissions import check_can_write
from reporting.submissions.queries import filing_page, load_filing, submission_or_404
from reporting.workbooks import actions
from reporting.workbooks.forms import UploadForm
from reporting.workbooks.queries import preview_of, upload_or_404, uploads_of
from reporting.workbooks.template import make_workbook

UNREADABLE = 422
CONFLICT = 409
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def workbook(request, year, slug):
    """How it works in three steps, with the workbooks that were read in; a POST reads one in."""
    submission = submission_or_404(request.user, year, slug)
    form = UploadForm()
    if request.method == "POST":
        check_can_write(request.user, submission.cluster)
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            return _receive(request, submission, form.cleaned_data["workbook"])
    context = filing_page(request.user, load_filing(submission), timezone.localdate(), here="workbook")
    context |= {"form": form, "uploads": uploads_of(submission)}
    return render(request, "reporting/workbooks/workbook.html", context, status=UNREADABLE if form.errors else 200)


def _receive(request, submission, file):
    address = [submission.round.year, submission.cluster.slug]
    try:
        upload = actions.receive(
            submission=submission, name=file.name, data=file.read(), by=request.user, at=timezone.now()
        )
    except FilingLocked as refusal:
        messages.error(request, str(refusal))
        return redirect("workbook", *address)
    return redirect("workbook_upload", *address, upload.pk)


@require_GET
def download(request, year, slug):
    """The workbook of the filing as it stands."""
    submission = submission_or_404(request.user, year, slug)
    content = make_workbook(load_filing(submission), at=timezone.now())
    name = f"viden-og-vaekst-{year}-{slug}.xlsx"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_http_methods(["GET", "POST"])
def upload(request, year, slug, number):
    """What was read of one workbook beside what stands; a POST takes it over or puts it aside."""
    submission = submission_or_404(request.user, year, slug)
    status = 200
    if request.method == "POST":
        check_can_write(request.user, submission.cluster)
        try:
            return _decide(request, upload_or_404(submission, number))
        except FilingLocked as refusal:
            messages.error(request, str(refusal))
            return redirect("workbook", year, slug)
        except actions.NotTakenOver as refusal:
            messages.error(request, str(refusal))
            status = CONFLICT
    upload_ = upload_or_404(submission, number)
    filing = load_filing(submission)
    context = filing_page(request.user, filing, timezone.localdate(), here="workbook")
    context |= {"upload": upload_, "preview": preview_of(upload_, filing, timezone.now(), request.POST)}
    return render(request, "reporting/workbooks/upload.html", context, status=status)


def _decide(request, upload_):
    """Do what the pressed button says, and tell."""
    submission, now = upload_.submission, timezone.now()
    address = [submission.round.year, submission.cluster.slug]
    if "aside" in request.POST:
        actions.put_aside(upload=upload_, by=request.user, at=now)
        messages.success(request, _("Arbejdsbogen er lagt til side. Ingen svar er ændret."))
        return redirect("workbook", *address)
    count = actions.take_over(upload=upload_, choices=request.POST, by=request.user, at=now)
    said = ngettext("%(count)d svar fra arbejdsbogen er gemt.", "%(count)d svar fra arbejdsbogen er gemt.", count)
    messages.success(request, said % {"count": count})
    return redirect("workbook_upload", *address, upload_.pk)
