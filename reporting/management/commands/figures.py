"""Print the national figures."""

from django.core.management.base import BaseCommand

from reporting.consolidation.export import as_csv, as_json, as_table
from reporting.consolidation.queries import national
from reporting.management.commands._rounds import round_of

FORMATS = {"table": as_table, "csv": as_csv, "json": as_json}


class Command(BaseCommand):
    """See `help`."""

    help = "National figures of a year with the years before and the changes, from the filings accepted so far."

    def add_arguments(self, parser):
        """Year and format."""
        parser.add_argument("year", type=int, help="reference year, e.g. 2018")
        parser.add_argument("--format", choices=FORMATS, default="table", help="how to print (default: table)")

    def handle(self, *, year, format, **options):
        """Print them."""
        self.stdout.write(FORMATS[format](national(round_of(year))), ending="")
