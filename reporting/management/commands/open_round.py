"""Open a year's collection."""

import argparse
import datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clusters.models import Cluster
from reporting.catalogue.actions import CATALOGUE_FILES
from reporting.catalogue.models import Catalogue
from reporting.rounds.actions import open_round
from reporting.rounds.models import Round


class Command(BaseCommand):
    """See `help`."""

    help = "Open the collection of a year, which freezes its catalogue. Given again, it moves the dates and adds units; nobody is taken off."

    def add_arguments(self, parser):
        """Year, dates, and of whom."""
        parser.add_argument("year", type=int, help="reference year, e.g. 2019")
        parser.add_argument("--opens", type=_day, required=True, metavar="YYYY-MM-DD", help="first day of filing")
        parser.add_argument("--deadline", type=_day, required=True, metavar="YYYY-MM-DD", help="last day of filing")
        parser.add_argument(
            "--cluster",
            dest="slugs",
            nargs="+",
            action="extend",
            metavar="SLUG",
            help="units that shall file (default: all that are active in the year)",
        )

    def handle(self, *, year, opens, deadline, slugs, **options):
        """Open it, and say of whom."""
        if deadline < opens:
            raise CommandError("Fristen kan ikke ligge før åbningsdagen.")
        catalogue = Catalogue.objects.filter(year=year).first()
        if catalogue is None:
            raise CommandError(f"Kataloget for {year} er ikke indlæst. Indlæs det først: {_how_to_load(year)}")
        units = _named(slugs) if slugs else list(Cluster.objects.active_in(year))
        if not units:
            raise CommandError(f"Ingen enheder er aktive i {year}. Opret dem først med manage.py register_cluster.")
        round_ = open_round(
            year=year,
            catalogue=catalogue,
            opens_on=opens,
            deadline_on=deadline,
            clusters=units,
            at=timezone.now(),
            is_demo=Round.objects.filter(year=year, is_demo=True).exists(),
        )
        self.stdout.write(
            f"Runden {year} er åben fra {opens} med frist {deadline}. Enheder på listen: {round_.roster.count()}."
        )


def _day(text):
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"»{text}« er ikke en dato. Skriv den som 2020-01-15.") from None


def _named(slugs):
    units = {unit.slug: unit for unit in Cluster.objects.filter(slug__in=slugs)}
    unknown = sorted(set(slugs) - set(units))
    if unknown:
        raise CommandError(f"Der er ingen enhed med adressen {', '.join(unknown)}.")
    return list(units.values())


def _how_to_load(year):
    """The command that loads the year's catalogue: its own file, or the latest that comes with the program."""
    if (CATALOGUE_FILES / f"{year}.toml").is_file():
        return f"manage.py load_catalogue {year}"
    latest = max(CATALOGUE_FILES.glob("*.toml"))
    return f"manage.py load_catalogue {year} --file {latest.relative_to(settings.BASE_DIR)}"
