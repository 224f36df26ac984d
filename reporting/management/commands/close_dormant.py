"""Warn those whose log-in nobody uses, and close it after the warning."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from reporting.privacy.actions import close_dormant
from reporting.privacy.queries import dormant_people


class Command(BaseCommand):
    """See `help`."""

    help = "Warn people whose log-in was not used for DORMANT_AFTER_DAYS, and close it DORMANT_WARNING_DAYS after the letter. The worker does this once a day."

    def add_arguments(self, parser):
        """Only look."""
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *, dry_run, **options):
        """Do it, and say how many."""
        at = timezone.now()
        if dry_run:
            rows = [row for row in dormant_people(at) if not row.is_last_editor]
            warned = sum(row.must_be_warned(at) for row in rows)
            closed = sum(row.is_due(at) and not row.must_be_warned(at) for row in rows)
            self.stdout.write(f"Ville varsle {warned} og lukke {closed}.")
            return
        run = close_dormant(at=at)
        self.stdout.write(f"{run.warned} varslet, {run.closed} lukket.")
