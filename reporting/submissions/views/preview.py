"""The form of a section as a secretariat will see it, for the editor who changes the catalogue."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters.errors import NotHere
from clusters.permissions import check_can_edit
from reporting.catalogue.queries import catalogue_or_404
from reporting.submissions.forms import SectionForm
from reporting.submissions.queries import filing_to_look_at


@require_GET
def catalogue_preview(request, year, code):
    """One section with empty fields; nothing that is typed here is kept."""
    check_can_edit(request.user)
    catalogue = catalogue_or_404(year)
    filing = filing_to_look_at(catalogue)
    sheet = filing.sheet(code)
    if sheet is None:
        raise NotHere(_("Der er ingen spørgsmål i det afsnit, og så har det ingen side hos sekretariaterne."))
    codes = [other.code for other in filing.sheets]
    here = codes.index(code)
    context = {
        "catalogue": catalogue,
        "year": year,
        "sheet": sheet,
        "form": SectionForm(filing, code),
        "previous": filing.sheets[here - 1] if here else None,
        "next": filing.sheets[here + 1] if here + 1 < len(codes) else None,
    }
    return render(request, "reporting/submissions/preview.html", context)
