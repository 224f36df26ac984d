"""Make or change a unit."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from clusters.actions import register_cluster
from clusters.models import Certification, CertificationLevel, Cluster, ClusterKind, HostedNetwork


class Command(BaseCommand):
    """See `help`."""

    help = "Make a unit that reports, or change the one that has this address. What is left out of an existing unit's former name, networks and certificates stays."

    def add_arguments(self, parser):
        """The unit as the book prints it."""
        parser.add_argument("slug", help="the unit's address in links, e.g. odense-robotics")
        parser.add_argument("--name", required=True, help="the name in full")
        parser.add_argument("--short-name", required=True, help="the name in tables")
        parser.add_argument("--kind", choices=ClusterKind.values, required=True)
        parser.add_argument("--former-name", help="the name it had before")
        parser.add_argument("--hosts", nargs="+", default=[], metavar="NAME", help="networks that report through it")
        parser.add_argument("--certification", choices=CertificationLevel.values, help="needs --certified-from")
        parser.add_argument("--certified-from", type=int, metavar="YEAR", help="first year of the certificate")

    def handle(self, *, slug, name, short_name, kind, former_name, hosts, certification, certified_from, **options):
        """Check everything first, then write it."""
        if bool(certification) != (certified_from is not None):
            raise CommandError("--certification og --certified-from hører sammen. Angiv begge eller ingen.")
        unit = Cluster.objects.filter(slug=slug).first()
        is_new = unit is None
        unit = unit or Cluster(slug=slug)
        unit.name, unit.short_name, unit.kind = name, short_name, kind
        unit.former_name = unit.former_name if former_name is None else former_name
        _check(unit.full_clean)
        for network in hosts:
            _check(HostedNetwork(name=network).clean_fields, exclude=["host"])
            host = Cluster.objects.filter(hosted_networks__name=network).exclude(slug=slug).first()
            if host:
                raise CommandError(f"»{network}« hører allerede til {host}.")
        if certification:
            _check(Certification(level=certification, valid_from_year=certified_from).clean_fields, exclude=["cluster"])
        unit = register_cluster(
            slug=slug,
            name=name,
            short_name=short_name,
            kind=kind,
            former_name=unit.former_name,
            hosted=hosts,
            certification=certification or "",
            certified_from=certified_from,
        )
        self.stdout.write(f"{unit} er {'oprettet' if is_new else 'ændret'} med adressen {unit.slug}.")


def _check(clean, **arguments):
    """Run a model's own checks; a CommandError that names the field and what is wrong with it."""
    try:
        clean(**arguments)
    except ValidationError as error:
        fields = {field.name: field.verbose_name for field in clean.__self__._meta.fields}
        sentences = [
            f"{fields[name]}: {sentence}" if name in fields else sentence
            for name, found in error.message_dict.items()
            for sentence in found
        ]
        raise CommandError(" ".join(sentences)) from None
