"""Next year's catalogue from this year's."""

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.models import Act
from reporting.catalogue.actions.loading import CatalogueRefused, write_rows
from reporting.catalogue.content import content_of, fingerprint_of
from reporting.catalogue.models import Catalogue


@transaction.atomic
def copy_catalogue(*, catalogue, year, by, at):
    """An unlocked copy of `catalogue` for `year`: sections, indicators with their definition's version, rules, rows.

    The year's own unlocked catalogue is given back as it is, so that a second click makes nothing anew.
    Raises CatalogueRefused when the year's catalogue is frozen.
    """
    Catalogue.objects.select_for_update().get(pk=catalogue.pk)  # two clicks at once: the second waits and finds
    standing = Catalogue.objects.select_for_update().filter(year=year).first()
    if standing and standing.frozen_at:
        raise CatalogueRefused(
            _("Kataloget for %(year)s er låst, fordi runden er åbnet. Vælg et år, der ikke er åbnet endnu.")
            % {"year": year}
        )
    if standing:
        return standing
    document = content_of(catalogue)
    copy = Catalogue.objects.create(
        year=year,
        title_da=catalogue.title_da,
        title_en=catalogue.title_en,
        fingerprint=fingerprint_of(document),
    )
    write_rows(copy, document)
    record(Act.CATALOGUE_COPIED, by=by, at=at, year=year, text=_("fra %(year)s") % {"year": catalogue.year})
    return copy
