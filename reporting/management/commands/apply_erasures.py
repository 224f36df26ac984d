"""Erase again whom a restored backup brought back."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reporting.privacy.actions import apply_erasures


class Command(BaseCommand):
    """See `help`."""

    help = "After a backup was restored: erase everybody again who is on the list of erasures (DATA_DIR/erasures)."

    def handle(self, **options):
        """Do it, and say how many."""
        try:
            again, strangers = apply_erasures(at=timezone.now())
        except ValueError as error:
            raise CommandError(f"Listen over sletninger kan ikke læses: {error}. Hent den fra en kopi.") from None
        self.stdout.write(f"{again} {'person' if again == 1 else 'personer'} slettet igen.")
        if strangers:
            numbers = ", ".join(map(str, strangers))
            self.stderr.write(
                f"Ikke slettet, fordi e-mailen er en anden end dengang: person {numbers}. "
                "Er SECRET_KEY den samme som ved sletningen?"
            )
