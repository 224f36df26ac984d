"""Every write that means something for people and units."""

from allauth.account.models import EmailAddress
from django.db import transaction

from clusters.models import Certification, Cluster, HostedNetwork, Membership, User


@transaction.atomic
def create_user(*, email, name, national_role="", password=None):
    """Make a person who can log in, with a verified address, so that the first log-in asks for no second mail.

    Without a password the person sets one through the reset link. Raises IntegrityError on a taken e-mail.
    """
    user = User.objects.create_user(email, password, name=name, national_role=national_role)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def give_access(*, user, cluster, role):
    """Let `user` work for `cluster`; a second call changes the role."""
    membership, _made = Membership.objects.update_or_create(user=user, cluster=cluster, defaults={"role": role})
    return membership


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
