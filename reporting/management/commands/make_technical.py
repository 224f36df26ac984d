"""Open Django's own admin site to somebody, or close it."""

from django.core.management.base import BaseCommand, CommandError

from clusters.actions import make_technical
from clusters.models import User


class Command(BaseCommand):
    """See `help`."""

    help = "Let a person use Django's own admin site, where ADMIN=1 and with a second factor; --off takes it away."

    def add_arguments(self, parser):
        """Who."""
        parser.add_argument("email")
        parser.add_argument("--off", action="store_true", help="take it away")

    def handle(self, *, email, off, **options):
        """Do it, and say so."""
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Der er ingen aktiv bruger med e-mailen {email}.")
        make_technical(user=user, is_technical=not off)
        self.stdout.write(f"{user.email} er {'ikke længere ' if off else ''}teknisk administrator.")
