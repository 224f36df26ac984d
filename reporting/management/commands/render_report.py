"""Make the book."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reporting.consolidation.actions import NothingAccepted, consolidate
from reporting.management.commands._rounds import round_of
from reporting.publication.actions import begin_report
from reporting.publication.queries import book_contents
from reporting.publication.typesetting import typeset


class Command(BaseCommand):
    """See `help`."""

    help = "Add up the accepted filings of a year and write the book as PDF."

    def add_arguments(self, parser):
        """Year and file."""
        parser.add_argument("year", type=int, help="reference year, e.g. 2018")
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="where to write the PDF")

    def handle(self, *, year, output, verbosity, **options):
        """Build it here, in this process, and say what was made."""
        round_ = round_of(year)
        if not output.parent.is_dir():
            raise CommandError(f"Mappen {output.parent} findes ikke. Opret den, eller vælg en anden.")
        try:
            consolidation = consolidate(round_=round_, by=None, at=timezone.now())
        except NothingAccepted as refusal:
            raise CommandError(str(refusal)) from None
        book = book_contents(begin_report(round_=round_), consolidation, published_on=timezone.localdate())
        made = typeset(book, progress=self._show if verbosity > 1 else None)
        try:
            output.write_bytes(made.pdf)
        except OSError as error:
            raise CommandError(f"{output} kan ikke skrives: {error.strerror}.") from None
        for warning in made.warnings:
            self.stderr.write(f"Bemærk: {warning}")
        self.stdout.write(
            f"{output}: {made.pages} sider, {consolidation.accepted} af {consolidation.expected} enheder, fingeraftryk {consolidation.fingerprint[:16]}."
        )

    def _show(self, done, total, label):
        self.stdout.write(f"{done}/{total} {label}")
