"""Let a person work for one more unit."""

from django.core.management.base import BaseCommand, CommandError

from clusters.actions import give_access
from clusters.models import Cluster, MembershipRole, User


class Command(BaseCommand):
    """See `help`."""

    help = "Let a person who can log in work for a unit, too; given again, it changes the role."

    def add_arguments(self, parser):
        """Who, where, as what."""
        parser.add_argument("email")
        parser.add_argument("--cluster", required=True, metavar="SLUG", help="the unit's address")
        parser.add_argument("--role", choices=MembershipRole.values, required=True)

    def handle(self, *, email, cluster, role, **options):
        """Give it, and say so."""
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            raise CommandError(
                f"Der er ingen bruger med e-mailen {email}. "
                f"Opret personen: manage.py create_user {email} --role {role} --cluster {cluster}"
            )
        unit = Cluster.objects.filter(slug=cluster).first()
        if unit is None:
            known = ", ".join(Cluster.objects.order_by("slug").values_list("slug", flat=True)[:3])
            raise CommandError(
                f"Der er ingen enhed med adressen {cluster}."
                + (f" Der er fx: {known}." if known else " Opret den med manage.py register_cluster.")
            )
        membership = give_access(user=user, cluster=unit, role=role)
        self.stdout.write(f"{user.email} er nu {membership.get_role_display().lower()} for {unit}.")
