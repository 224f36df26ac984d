"""Writing down who reports."""

from django.db import transaction

from clusters.models import Certification, Cluster, HostedNetwork


@transaction.atomic
def register_cluster(*, slug, name, short_name, kind, former_name="", hosted=(), certification="", certified_from=None):
    """Make or update a unit with the networks it hosts and, if given, its certificate from a year on."""
    cluster, _made = Cluster.objects.update_or_create(
        slug=slug,
        defaults={"name": name, "short_name": short_name, "kind": kind, "former_name": former_name},
    )
    for network in hosted:
        HostedNetwork.objects.update_or_create(name=network, defaults={"host": cluster})
    if certification:
        Certification.objects.update_or_create(
            cluster=cluster, valid_from_year=certified_from, defaults={"level": certification}
        )
    return cluster
