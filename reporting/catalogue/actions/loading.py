"""Loading a catalogue from its file and freezing it."""

import tomllib
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from reporting.catalogue.content import content_of, fingerprint_of
from reporting.catalogue.models import Catalogue, Indicator, Measure, Rule, Section
from reporting.catalogue.validation import mistakes_of

CATALOGUE_FILES = Path(__file__).parent.parent / "catalogues"
MISTAKES_SHOWN = 5


class CatalogueRefused(Exception):
    """The catalogue cannot be loaded; str() says why and what to do."""


def read_catalogue(path):
    """Read a catalogue file and return its tables as dictionaries; raises CatalogueRefused with a sentence."""
    try:
        document = tomllib.loads(Path(path).read_text(encoding="utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        raise CatalogueRefused(_("Der er ingen katalogfil på %(path)s.") % {"path": path}) from None
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueRefused(_("%(path)s kan ikke læses: %(error)s") % {"path": path, "error": error}) from None
    _refuse(mistakes_of(document))
    return document


def _refuse(mistakes):
    """Raise CatalogueRefused with the first few of `mistakes`, if there are any."""
    mistakes = list(mistakes)
    if mistakes:
        raise CatalogueRefused(" ".join(mistakes[:MISTAKES_SHOWN]))


@transaction.atomic
def load_catalogue(*, path, year=None):
    """Load a catalogue file for its own year or for `year`; loading the same content again changes nothing.

    Raises CatalogueRefused when the file is wrong or the year's catalogue is frozen with other content.
    """
    document = read_catalogue(path)
    year = year or document["catalogue"]["year"]
    fingerprint = fingerprint_of(document)
    catalogue = Catalogue.objects.filter(year=year).first()
    if catalogue and fingerprint_of(content_of(catalogue)) == fingerprint:
        return catalogue
    if catalogue and catalogue.frozen_at:
        raise CatalogueRefused(
            _("Kataloget for %(year)s er låst, fordi runden er åbnet. En ændret definition hører til et nyt år.")
            % {"year": year}
        )
    if catalogue:
        catalogue.sections.all().delete()
        catalogue.rules.all().delete()
    else:
        catalogue = Catalogue(year=year)
    catalogue.title_da = document["catalogue"]["title_da"]
    catalogue.title_en = document["catalogue"].get("title_en", "")
    catalogue.fingerprint = fingerprint
    catalogue.save()
    write_rows(catalogue, document)
    return catalogue


def write_rows(catalogue, document):
    """Write the rows of a checked document, in its order, into a catalogue that has none."""
    sections = {}
    for position, row in enumerate(document["section"], start=1):
        sections[row["code"]] = Section.objects.create(catalogue=catalogue, position=position, **row)
    for model, name in ((Indicator, "indicator"), (Measure, "measure")):
        model.objects.bulk_create(
            model(position=position, **{**row, "section": sections[row["section"]]})
            for position, row in enumerate(document[name], start=1)
        )
    Rule.objects.bulk_create(
        Rule(catalogue=catalogue, position=position, **_with_decimals(row))
        for position, row in enumerate(document["rule"], start=1)
    )


def _with_decimals(row):
    limits = {name: Decimal(str(row[name])) for name in ("threshold", "floor") if row.get(name) is not None}
    return {**row, **limits}


def freeze(*, catalogue, at):
    """Freeze the catalogue from the moment `at` on; freezing it again changes nothing."""
    Catalogue.objects.filter(pk=catalogue.pk, frozen_at=None).update(frozen_at=at)
    catalogue.refresh_from_db()
