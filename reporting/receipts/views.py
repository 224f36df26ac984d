"""What a unit gets for its filing: the receipt, the give-back, the form on paper, each as page and as PDF."""

import logging

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reporting.printing import PrintingFailed
from reporting.receipts import actions, papers
from reporting.receipts.blank import blank_form_or_404
from reporting.receipts.forms import PeersForm
from reporting.receipts.giveback import give_back_of
from reporting.receipts.queries import (
    choosable_units,
    find_receipts,
    receipt_of_version,
    receipts_or_404,
    signs_in,
)
from reporting.receipts.sheets import sheet_of
from reporting.submissions.permissions import check_can_write
from reporting.submissions.queries import filing_page, load_filing, standing_fingerprint, submission_or_404

UNREADABLE = 422
NOT_NOW = 503
LONGEST_SIGNS = 200

log = logging.getLogger(__name__)


@require_GET
def receipt(request, year, slug, version=None):
    """What was sent, when and by whom: the latest receipt, or the one of `version`."""
    submission = submission_or_404(request.user, year, slug)
    receipts = receipts_or_404(submission)
    shown = receipt_of_version(receipts, version) if version else receipts[0]
    filing = load_filing(submission)
    context = filing_page(request.user, filing, timezone.localdate(), here="receipt")
    context |= {
        "sheet": sheet_of(shown, submission),
        "receipts": receipts,
        "is_latest": shown == receipts[0],
        "stands": standing_fingerprint(filing, receipts[0]) == receipts[0].kept_fingerprint,
    }
    return render(request, "reporting/receipts/receipt.html", context)


@require_GET
def receipt_pdf(request, year, slug, version=None):
    """The receipt as a file."""
    submission = submission_or_404(request.user, year, slug)
    receipts = receipts_or_404(submission)
    shown = receipt_of_version(receipts, version) if version else receipts[0]
    sheet = sheet_of(shown, submission)
    name = f"kvittering-{slug}-{year}-{shown.version}.pdf"
    return _paper(request, lambda: papers.receipt_pdf(sheet), name)


def _paper(request, print_it, name):
    """The printed file; a page with a sentence where printing failed."""
    try:
        pdf = print_it()
    except PrintingFailed as failure:
        log.error("%s was not printed: %s", name, failure)
        return render(request, "reporting/receipts/not_printed.html", status=NOT_NOW)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@require_GET
def find_receipt(request):
    """Which receipt a fingerprint belongs to, and whether the figures still are what was sent."""
    typed = request.GET.get("aftryk", "")[:LONGEST_SIGNS].strip()
    found = list(find_receipts(request.user, signs_in(typed))) if typed else []
    rows = []
    for match in found:
        submission = match.event.submission
        latest = receipts_or_404(submission)[0]
        stands = match == latest and standing_fingerprint(load_filing(submission), latest) == match.kept_fingerprint
        rows.append((match, stands, latest))
    context = {"typed": typed, "rows": rows, "is_whole": len(signs_in(typed)) == 64}
    return render(request, "reporting/receipts/find.html", context)


def _give_back(request, year, slug):
    """The filing and its give-back, beside the group that the address names; raises NotHere before it was sent."""
    submission = submission_or_404(request.user, year, slug)
    receipts = receipts_or_404(submission)
    filing = load_filing(submission)
    return filing, give_back_of(filing, receipts[0], group=request.GET.get("gruppe", ""))


@require_GET
def give_back(request, year, slug):
    """The unit's own way over the years and its place among the others."""
    filing, loaded = _give_back(request, year, slug)
    context = filing_page(request.user, filing, timezone.localdate(), here="give_back")
    context["give_back"] = loaded
    return render(request, "reporting/receipts/give_back.html", context)


@require_GET
def give_back_pdf(request, year, slug):
    """The same as a file for the board."""
    _filing, loaded = _give_back(request, year, slug)
    return _paper(request, lambda: papers.give_back_pdf(loaded), f"tilbageblik-{slug}-{year}.pdf")


@require_http_methods(["GET", "POST"])
def peers(request, year, slug):
    """Pick, once a year, the units to be compared with."""
    submission = submission_or_404(request.user, year, slug)
    if request.method == "POST":
        check_can_write(request.user, submission.cluster)
    receipts_or_404(submission)
    form = PeersForm(choosable_units(submission), data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and _choose(request, submission, form):
        return redirect(f"{redirect('give_back', year=year, slug=slug).url}?gruppe=egne")
    context = filing_page(request.user, load_filing(submission), timezone.localdate(), here="give_back")
    context["form"] = form
    status = UNREADABLE if request.method == "POST" else 200
    return render(request, "reporting/receipts/peers.html", context, status=status)


def _choose(request, submission, form):
    """Keep the group; whether it could be."""
    if not form.is_valid():
        return False
    try:
        actions.choose_peers(
            submission=submission, slugs=form.cleaned_data["units"], by=request.user, at=timezone.now()
        )
    except actions.PeersRefused as refusal:
        form.add_error("units", str(refusal))
        return False
    messages.success(request, _("Jeres gruppe er gemt."))
    return True


@require_GET
def blank_form(request, year, slug):
    """The year's questions as a file, to hand round among colleagues."""
    form = blank_form_or_404(request.user, year, slug)
    return _paper(request, lambda: papers.blank_form_pdf(form), f"skema-{slug}-{year}.pdf")
