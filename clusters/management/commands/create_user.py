"""Make a person who can log in."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from clusters.actions import create_user, give_access
from clusters.models import Cluster, MembershipRole, NationalRole, User
from clusters.queries import password_address


class Command(BaseCommand):
    """See `help`."""

    help = "Make a person with a national role or access to one unit, and print the address at which they set their password."

    def add_arguments(self, parser):
        """E-mail, name, and a role here or there."""
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="the person's name (default: the e-mail)")
        parser.add_argument("--role", choices=[*NationalRole.values, *MembershipRole.values], required=True)
        parser.add_argument("--cluster", help="the unit's address, for the roles reporter and manager")

    def handle(self, *, email, name, role, cluster, **options):
        """Make them and print the link."""
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"»{email}« er ikke en e-mailadresse.") from None
        if User.objects.filter(email=email.lower()).exists():
            raise CommandError(f"Der er allerede en bruger med e-mailen {email}.")
        unit = self._unit(role, cluster)
        user = create_user(email=email, name=name or email, national_role="" if unit else role)
        if unit:
            give_access(user=user, cluster=unit, role=role)
        self.stdout.write(f"{user.email} er oprettet. Adgangskoden vælges på {password_address(user)}")

    def _unit(self, role, slug):
        if role in NationalRole.values:
            if slug:
                raise CommandError("En national rolle hører ikke til en enhed. Udelad --cluster.")
            return None
        unit = Cluster.objects.filter(slug=slug or "").first()
        if unit is None:
            raise CommandError(
                "Rollerne reporter og manager kræver --cluster med enhedens adresse, fx odense-robotics."
            )
        return unit
