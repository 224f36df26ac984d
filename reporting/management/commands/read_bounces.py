"""Read what mail servers sent back."""

import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reporting.letters.actions import note_bounces
from reporting.letters.queries import bounces_in, message_of, messages_in


class Command(BaseCommand):
    """See `help`."""

    help = "Read notifications that letters did not arrive, from a maildir, an mbox or the standard input, and mark the letters. Reading one twice changes nothing."

    def add_arguments(self, parser):
        """Where they lie."""
        parser.add_argument("path", help="a maildir (folder), an mbox (file), or - for one message on standard input")

    def handle(self, *, path, **options):
        """Read them all, and say how many there were."""
        try:
            messages = [message_of(sys.stdin.buffer.read())] if path == "-" else list(messages_in(path))
        except OSError as error:
            raise CommandError(
                f"{path} kan ikke læses: {error.strerror or error}. Angiv en maildir, en mbox eller -."
            ) from error
        except Exception as error:
            raise CommandError(f"{path} er hverken en maildir eller en mbox: {error}") from error
        bounces = [bounce for message in messages for bounce in bounces_in(message)]
        known = note_bounces(bounces=bounces, at=timezone.now())
        self.stdout.write(
            f"{len(messages)} beskeder læst. Kommet retur: {len(bounces)}, heraf {known} af vores breve; {len(messages) - len(bounces)} sagde ikke noget om et brev."
        )
