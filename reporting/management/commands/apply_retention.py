"""Delete what is older than its retention period."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from reporting.privacy.actions import apply_retention
from reporting.privacy.queries import due_at


class Command(BaseCommand):
    """See `help`."""

    help = "Delete what is older than its retention period (RETENTION_…_DAYS). The worker does this once a day."

    def add_arguments(self, parser):
        """Only look."""
        parser.add_argument("--dry-run", action="store_true", help="say what would be deleted, and delete nothing")

    def handle(self, *, dry_run, **options):
        """Do it, and say how many of each kind."""
        at = timezone.now()
        if dry_run:
            for due in due_at(at):
                kept = "gemmes" if due.days is None else f"{due.days} dage"
                self.stdout.write(f"{due.period.key} ({kept}): {due.count} ville blive slettet.")
            return
        counts = apply_retention(at=at).counts
        told = ", ".join(f"{key} {count}" for key, count in counts.items())
        self.stdout.write(f"Slettet: {told}." if told else "Der var intet at slette.")
