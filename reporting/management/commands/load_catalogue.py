"""Load a year's catalogue."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reporting.catalogue.actions import CATALOGUE_FILES, CatalogueRefused, load_catalogue
from reporting.consolidation.actions import HistoryRefused, load_history


class Command(BaseCommand):
    """See `help`."""

    help = "Load the catalogue of a year (sections, indicators, rules, tables) and the published history. Loading it again changes nothing."

    def add_arguments(self, parser):
        """Year and, for another file than our own, its path."""
        parser.add_argument("year", type=int, help="reference year, e.g. 2018")
        parser.add_argument("--file", type=Path, help="catalogue file (default: the one that comes with the program)")

    def handle(self, *, year, file, **options):
        """Load and say what there is now."""
        path = file or CATALOGUE_FILES / f"{year}.toml"
        try:
            catalogue = load_catalogue(path=path, year=year)
            values = load_history()
        except (CatalogueRefused, HistoryRefused) as refusal:
            raise CommandError(str(refusal)) from None
        indicators = sum(section.indicators.count() for section in catalogue.sections.all())
        measures = sum(section.measures.count() for section in catalogue.sections.all())
        self.stdout.write(
            f"Katalog {year}: {indicators} indikatorer, {measures} rækker, {catalogue.rules.count()} regler; {values} historiske tal."
        )
