"""Send the letters that are due."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reporting.letters.actions import MailServerSilent, send_letters


class Command(BaseCommand):
    """See `help`."""

    help = "Send what there is to tell: invitations, open rounds, reminders, decisions; one letter a day to a person at most. The worker does this every minute."

    def handle(self, **options):
        """Send them, and say how many."""
        try:
            post = send_letters(at=timezone.now())
        except MailServerSilent as silence:
            raise CommandError(f"Mailserveren tager ikke imod breve: {silence}. De sendes, når den gør.") from None
        failed = f", {post.failed} kunne ikke sendes" if post.failed else ""
        self.stdout.write(f"{post.sent} {'brev' if post.sent == 1 else 'breve'} sendt{failed}.")
