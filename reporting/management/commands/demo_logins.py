"""Print the demonstration's log-ins."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reporting.demo.loading import LOG_INS, PASSWORD


class Command(BaseCommand):
    """See `help`."""

    help = "Print the log-ins of the demonstration."

    def handle(self, **options):
        """Print them, in the demonstration only."""
        if not settings.DEMO:
            raise CommandError("Der er kun kendte log-ins i demonstrationen (DEMO=1).")
        for email, who in LOG_INS:
            self.stdout.write(f"  {email:<40} {who}")
        self.stdout.write(f"  Adgangskode til dem alle: {PASSWORD}")
