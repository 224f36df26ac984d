"""One section of a filing: read it, fill it in, save it whole, or one value at a time while somebody types."""

from dataclasses import replace

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.errors import NotHere
from clusters.permissions import is_member
from reporting.catalogue.models import Indicator
from reporting.dates import clock_text
from reporting.submissions import actions
from reporting.submissions.forms import SectionForm
from reporting.submissions.live import answer_to_save, page_as_it_stands
from reporting.submissions.models import Submission
from reporting.submissions.pasting import read_paste
from reporting.submissions.permissions import can_write, check_can_write
from reporting.submissions.queries import (
    beside_fields,
    changes_of,
    countries_to_choose,
    filing_page,
    load_filing,
    submission_or_404,
)
from reporting.submissions.workflow import version_in

UNREADABLE = 422


@require_http_methods(["GET", "POST"])
def section(request, year, slug, code):
    """One section: read it, fill it in, save it with gaps."""
    submission = submission_or_404(request.user, year, slug)
    filing = load_filing(submission)
    sheet = filing.sheet(code)
    if sheet is None:
        raise NotHere(_("Der er intet afsnit med det navn. Gå tilbage til forsiden, og vælg afsnittet der."))
    status = 200
    is_own = is_member(request.user, submission.cluster)
    is_seen_as = request.user.sees_as == submission.cluster_id
    beside = beside_fields(filing, sheet, with_notes=is_own) if is_own or is_seen_as else None
    if request.method == "GET":
        form = SectionForm(
            filing, code, locked=not (is_own and submission.is_open_on(timezone.localdate())), beside=beside
        )
    else:
        check_can_write(request.user, submission.cluster)
        if request.POST.get("person", str(request.user.pk)) != str(request.user.pk):
            messages.error(
                request,
                _(
                    "Siden var åbnet af en anden, der har logget ud siden. Intet er gemt; her er siden, som den står nu."
                ),
            )
            return redirect("section", year=year, slug=slug, code=code)
        form = SectionForm(filing, code, data=request.POST, beside=beside)  # also when it was locked meanwhile
        status = UNREADABLE
        try:
            saved = _save(request, submission, form)
        except actions.FilingLocked as refusal:
            messages.error(request, str(refusal))
        else:
            if saved.is_whole and not form.errors:
                return redirect(_after_saving(request, filing, code))
            filing = load_filing(submission)
            form = form.after_saving(filing, saved, beside_fields(filing, filing.sheet(code)))
    today = timezone.localdate()
    writable = is_own and submission.is_open_on(today)
    context = filing_page(request.user, filing, today, here="submission", writable=writable)
    context |= {"sheet": filing.sheet(code), "form": form, "countries": countries_of(submission, sheet)}
    context["previous"], context["next"] = _neighbours(filing, code)
    args = [year, slug, code]
    context |= {"save_url": reverse("save_value", args=args), "status_url": reverse("section_status", args=args)}
    return render(request, "reporting/submissions/section.html", context, status=status)


def countries_of(submission, sheet):
    """The countries to choose from, where the section asks for any."""
    has_lists = any(answer.indicator.is_list_of_countries for answer in sheet.answers)
    return countries_to_choose(submission) if has_lists else ()


def _save(request, submission, form):
    """Save what can be read, and say so."""
    form.full_clean()
    typed = form.typed()
    now = timezone.now()
    saved = actions.save_answers(
        submission=submission,
        entries=typed.entries,
        country_entries=typed.country_entries,
        explanations=typed.explanations,
        by=request.user,
        at=now,
    )
    talked = _save_talk(request, submission, form, typed, now)
    if saved.is_whole and not form.errors:
        messages.success(request, _("Gemt kl. %(time)s.") % {"time": clock_text(now)})
    elif talked or not saved.is_empty:
        messages.success(request, _("Resten af siden er gemt."))
    return saved


def _save_talk(request, submission, form, typed, now):
    """Save notes and remarks; whether there were any. A note that a colleague changed comes back as an error."""
    told = {"submission": submission, "by": request.user, "at": now}
    for entry in typed.notes:
        lost, standing = actions.save_note(indicator=form.indicator(entry.code), entry=entry, **told)
        if lost:
            form.refuse_note(entry.code, standing)
    for code, text in typed.comments:
        actions.add_comment(indicator=form.indicator(code), text=text, **told)
    return bool(typed.notes or typed.comments)


def _neighbours(filing, code):
    codes = [sheet.code for sheet in filing.sheets]
    here = codes.index(code)
    return (
        filing.sheets[here - 1] if here else None,
        filing.sheets[here + 1] if here + 1 < len(codes) else None,
    )


def _after_saving(request, filing, code):
    """Where one goes on: the next section when asked to, else the same page."""
    args = [filing.submission.round.year, filing.submission.cluster.slug]
    if "onwards" not in request.POST:
        return reverse("section", args=[*args, code])
    _before, after = _neighbours(filing, code)
    return reverse("check", args=args) if after is None else reverse("section", args=[*args, after.code])


@require_POST
def save_value(request, year, slug, code):
    """Save one field while somebody types; the answer is JSON for the page's script."""
    filings = Submission.objects.writable_by(request.user).filter(round__year=year, cluster__slug=slug)
    try:
        answer, status = answer_to_save(request.POST, filings, code, by=request.user, at=timezone.now())
    except Indicator.DoesNotExist:
        check_can_write(request.user, submission_or_404(request.user, year, slug).cluster)
        raise NotHere(_("Der er intet felt med det navn i afsnittet. Hent siden igen.")) from None
    return JsonResponse(answer, status=status)


@require_POST
def section_status(request, year, slug, code):
    """Somebody has the section open: note it, and tell how the section stands and who else is in the filing."""
    submission = submission_or_404(request.user, year, slug)
    check_can_write(request.user, submission.cluster)
    return JsonResponse(page_as_it_stands(submission, code, user=request.user, at=timezone.now()))


@require_GET
def value_history(request, year, slug, code):
    """Who changed one answer when, the latest first; a piece of a page, read when it is asked for."""
    submission = submission_or_404(request.user, year, slug)
    indicator = get_object_or_404(Indicator, section__catalogue=submission.round.catalogue_id, code=code)
    changes = changes_of(submission, indicator)
    context = {"changes": changes, "indicator": indicator, "writable": can_write(request.user, submission)}
    return render(request, "reporting/submissions/_history.html", context)


@require_POST
def paste(request, year, slug, code):
    """Figures pasted from a spreadsheet: shown beside what stands, and saved when the person says so."""
    submission = submission_or_404(request.user, year, slug)
    check_can_write(request.user, submission.cluster)
    filing = load_filing(submission)
    sheet = filing.sheet(code)
    if sheet is None:
        raise NotHere(_("Der er intet afsnit med det navn. Gå tilbage til forsiden, og vælg afsnittet der."))
    text, start = request.POST.get("text", ""), request.POST.get("start", "")
    lines = read_paste(sheet, text, start)
    if not lines:
        messages.error(request, _("Der var ikke noget at indsætte. Kopiér en kolonne i regnearket, og prøv igen."))
        return redirect("section", year=year, slug=slug, code=code)
    if "accept" in request.POST and _save_paste(request, submission, lines):
        return redirect("section", year=year, slug=slug, code=code)
    filing = load_filing(submission)
    context = filing_page(request.user, filing, timezone.localdate(), here="submission") | {
        "sheet": sheet,
        "lines": read_paste(filing.sheet(code), text, start),
        "text": text,
        "start": start,
    }
    context["changes"] = sum(line.is_change for line in context["lines"])
    return render(request, "reporting/submissions/paste.html", context)


def _save_paste(request, submission, lines):
    """Save the lines that change something, on the versions that the preview showed; whether all were saved."""
    entries = [
        replace(line.entry, based_on=version_in(request.POST.get(f"{line.entry.code}__version", "")))
        for line in lines
        if line.is_change
    ]
    try:
        saved = actions.save_answers(submission=submission, entries=entries, by=request.user, at=timezone.now())
    except actions.FilingLocked as refusal:
        messages.error(request, str(refusal))
        return False
    if saved.shut:
        messages.error(request, " ".join(saved.shut.values()))
        return False
    if not saved.is_whole:
        messages.error(request, _("En kollega har imens ændret nogle af tallene. Se dem igen nedenfor, før du gemmer."))
        return False
    count = len(saved.codes)
    messages.success(
        request,
        ngettext("%(count)d tal er gemt fra regnearket.", "%(count)d tal er gemt fra regnearket.", count)
        % {"count": count},
    )
    return True
