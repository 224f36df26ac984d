"""Load the demonstration."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clusters.models import Cluster
from reporting.demo.loading import load_demo


class Command(BaseCommand):
    """See `help`."""

    help = "Fill an empty database with the demonstration: 38 units, their (made-up) filings of 2018, an open round of 2019, log-ins with a known password."

    def add_arguments(self, parser):
        """For bin/run, which calls it at every start."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is anything in the database")
        parser.add_argument("--closed-year-only", action="store_true", help="leave out the open round of 2019")

    def handle(self, *, if_empty, closed_year_only, **options):
        """Load, unless it could mix with real data."""
        if Cluster.objects.exists():
            if if_empty:
                return
            raise CommandError("Databasen er ikke tom. Demonstrationen kan kun lægges i en tom database.")
        if not settings.DEMO:
            raise CommandError("Demonstrationen har log-ins med kendt adgangskode. Sæt DEMO=1, hvis det er meningen.")
        load_demo(now=timezone.now(), with_open_year=not closed_year_only)
        rounds = "runden 2018" if closed_year_only else "runderne 2018 og 2019"
        self.stdout.write(f"Demonstrationen er lagt ind: 38 enheder, {rounds}.")
