"""The whole catalogue, what changed since the year before, and the catalogue as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reporting.catalogue.exporting import catalogue_file
from reporting.catalogue.queries import comparison_of, outline_of, year_before
from reporting.catalogue.views.finding import catalogue_for, frame


@require_GET
def overview(request, year):
    """Sections with their questions and printed rows, and the rules, in order."""
    catalogue = catalogue_for(request, year)
    context = frame(catalogue, outline=outline_of(catalogue), before=year_before(catalogue))
    return render(request, "reporting/catalogue/overview.html", context)


@require_GET
def difference(request, year):
    """What changed since the catalogue before."""
    catalogue = catalogue_for(request, year)
    before = year_before(catalogue)
    context = frame(catalogue, before=before, comparison=before and comparison_of(before, catalogue))
    return render(request, "reporting/catalogue/difference.html", context)


@require_GET
def export(request, year):
    """The file that load_catalogue reads."""
    catalogue = catalogue_for(request, year)
    response = HttpResponse(catalogue_file(catalogue), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="katalog-{catalogue.year}.toml"'
    return response
