"""What every page of the catalogue begins with: who may, and which row the address names."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.errors import NotHere
from clusters.permissions import check_can_edit
from reporting.catalogue.queries import catalogue_or_404, row_or_404
from reporting.catalogue.wording import SLUGS

_TABLES = {slug: table for table, slug in SLUGS.items()}
UNREADABLE = 422


def catalogue_for(request, year):
    """The year's catalogue for an editor; raises PermissionDenied or NotHere."""
    check_can_edit(request.user)
    return catalogue_or_404(year)


def table_or_404(slug):
    """The table that the address names; raises NotHere."""
    if slug not in _TABLES:
        raise NotHere(_("Kataloget har ingen del af det navn. Gå tilbage til kataloget."))
    return _TABLES[slug]


def row_for(request, year, slug, code):
    """Catalogue, table and row of the address."""
    catalogue = catalogue_for(request, year)
    table = table_or_404(slug)
    return catalogue, table, row_or_404(catalogue, table, code)


def address_in(catalogue, table="", code=""):
    """The overview, at one of its rows."""
    anchor = f"#{SLUGS[table]}-{code}" if code else ""
    return reverse("catalogue", args=[catalogue.year]) + anchor


def frame(catalogue, **context):
    """What every template of the catalogue is told."""
    return {"catalogue": catalogue, "year": catalogue.year, "editable": catalogue.frozen_at is None, **context}
