"""What becomes of a unit: its names, its certificate, the networks it hosts; closing it, and carrying it on."""

from django.db import transaction
from django.db.models.deletion import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clusters.actions.log import record
from clusters.errors import UnitRefused
from clusters.models import Act, Certification, Cluster, HostedNetwork, Succession
from clusters.permissions import check_can_edit

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})
LONGEST_SLUG = 60


@transaction.atomic
def found_unit(*, name, short_name, kind, year, former_name="", by, at) -> Cluster:
    """Make a unit that reports from `year` on; raises UnitRefused where there is one of that name."""
    check_can_edit(by)
    name = " ".join(name.split())
    if Cluster.objects.filter(name__iexact=name).exists():
        raise UnitRefused(_("Der er allerede en enhed, der hedder »%(name)s«. Tag den op på listen.") % {"name": name})
    cluster = Cluster.objects.create(
        name=name,
        short_name=" ".join(short_name.split()) or name[:40].strip(),
        slug=_free_slug(short_name or name),
        kind=kind,
        former_name=former_name,
        active_from=year,
    )
    # Told by its address: as long as nothing else hangs on the unit it can be taken back.
    record(Act.UNIT_FOUNDED, by=by, at=at, year=year, subject=cluster.slug, text=cluster.name)
    return cluster


def _free_slug(name):
    base = slugify(name.translate(_LETTERS))[: LONGEST_SLUG - 4].strip("-") or "enhed"
    taken = set(Cluster.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def unmake_unit(*, cluster, year, by, at) -> bool:
    """Take a unit that was new in `year` back, if nothing hangs on it; whether it is gone."""
    check_can_edit(by)
    if cluster.active_from != year:
        return False
    slug, name = cluster.slug, cluster.name
    try:
        with transaction.atomic():
            Cluster.objects.get(pk=cluster.pk).delete()
    except ProtectedError:
        return False
    record(Act.UNIT_UNMADE, by=by, at=at, year=year, subject=slug, text=name)
    return True


@transaction.atomic
def change_unit(*, cluster, name, short_name, kind, former_name, networks, level, year, by, at):
    """Change how the unit is called, which networks it hosts, and at which level it is certified from `year` on.

    Raises UnitRefused with a sentence; then nothing is changed.
    """
    check_can_edit(by)
    cluster = Cluster.objects.select_for_update(no_key=True).get(pk=cluster.pk)
    if Cluster.objects.filter(name__iexact=name).exclude(pk=cluster.pk).exists():
        raise UnitRefused(_("Der er allerede en enhed, der hedder »%(name)s«.") % {"name": name})
    new = {"name": name, "short_name": short_name, "kind": kind, "former_name": former_name}
    changed = [field for field, value in new.items() if getattr(cluster, field) != value]
    Cluster.objects.filter(pk=cluster.pk).update(**new)
    if _host(cluster, networks):
        changed.append("hosted_networks")
    if _certify(cluster, level, year):
        changed.append("certification")
    if changed:
        record(Act.UNIT_CHANGED, by=by, at=at, cluster=cluster, year=year, text=", ".join(changed))
    return changed


def _host(cluster, networks):
    """Bring the hosted networks to those names; whether any came or went."""
    standing = set(cluster.hosted_networks.values_list("name", flat=True))
    taken = HostedNetwork.objects.filter(name__in=networks).exclude(host=cluster).select_related("host").first()
    if taken:
        raise UnitRefused(
            _("»%(network)s« hører allerede til %(unit)s. Fjern det dér først.")
            % {"network": taken.name, "unit": taken.host}
        )
    cluster.hosted_networks.exclude(name__in=networks).delete()
    HostedNetwork.objects.bulk_create(
        HostedNetwork(host=cluster, name=name) for name in networks if name not in standing
    )
    return standing != set(networks)


def _certify(cluster, level, year):
    """Let the unit be certified at `level` (empty: not) at the end of `year`; whether that is a change."""
    standing = cluster.certifications.valid_at_end_of(year).order_by("-valid_from_year").first()
    if level == (standing.level if standing else ""):
        return False
    if standing and standing.valid_from_year == year:
        standing.delete()
    elif standing:
        cluster.certifications.filter(pk=standing.pk).update(valid_to_year=year - 1)
    if level:
        later = cluster.certifications.filter(valid_from_year__gt=year).order_by("valid_from_year").first()
        Certification.objects.create(
            cluster=cluster,
            level=level,
            valid_from_year=year,
            valid_to_year=later.valid_from_year - 1 if later else None,
        )
    return True


@transaction.atomic
def close_unit(*, cluster, last_year, by, at):
    """Let the unit report for the last time for `last_year`; raises UnitRefused where it began later."""
    check_can_edit(by)
    if cluster.active_from is not None and cluster.active_from > last_year:
        raise UnitRefused(
            _("%(unit)s begyndte i %(year)s og kan ikke være lukket før. Tag den af listen i stedet.")
            % {"unit": cluster, "year": cluster.active_from}
        )
    Cluster.objects.filter(pk=cluster.pk).update(active_to=last_year)
    record(Act.UNIT_CLOSED, by=by, at=at, cluster=cluster, year=last_year)


@transaction.atomic
def open_unit_again(*, cluster, by, at):
    """Let a unit that was closed report on."""
    check_can_edit(by)
    if Cluster.objects.filter(pk=cluster.pk, active_to__isnull=False).update(active_to=None):
        record(Act.UNIT_REOPENED, by=by, at=at, cluster=cluster)


@transaction.atomic
def carry_on(*, predecessors, successor, year, by, at):
    """Write down that the predecessors are carried on by `successor` from `year`, and close them.

    Raises UnitRefused where one of them is carried on already.
    """
    check_can_edit(by)
    list(
        Cluster.objects.select_for_update(no_key=True).filter(pk__in=[unit.pk for unit in predecessors]).order_by("pk")
    )
    taken = Succession.objects.filter(predecessor__in=predecessors).select_related("predecessor", "successor").first()
    if taken:
        raise UnitRefused(
            _("%(unit)s er allerede ført videre i %(successor)s fra %(year)s.")
            % {"unit": taken.predecessor, "successor": taken.successor, "year": taken.year}
        )
    for unit in predecessors:
        Succession.objects.create(predecessor=unit, successor=successor, year=year)
        close_unit(cluster=unit, last_year=year - 1, by=by, at=at)
        record(Act.UNITS_MERGED, by=by, at=at, cluster=unit, year=year, subject=successor.slug, text=successor.name)


@transaction.atomic
def part_again(*, successor, year, by, at) -> list[Cluster]:
    """Take back that units were carried on by `successor` from `year`; gives them, open again."""
    check_can_edit(by)
    rows = Succession.objects.filter(successor=successor, year=year).select_related("predecessor")
    predecessors = [row.predecessor for row in rows]
    rows.delete()
    for unit in predecessors:
        open_unit_again(cluster=unit, by=by, at=at)
        record(Act.MERGER_UNDONE, by=by, at=at, cluster=unit, year=year, subject=successor.slug, text=successor.name)
    return predecessors
