"""Many units that file beside Alfa, as a comparison needs them."""

from decimal import Decimal

import pytest

from clusters.actions import create_user, give_access, register_cluster
from clusters.models import MembershipRole
from reporting.rounds.actions import open_round
from reporting.submissions.actions import start, submit
from tests import builders

MANY = 12


@pytest.fixture
def crowd(cast):
    """Units U00 to U11, half of them networks, with one person who files for them all."""
    person = create_user(email="mange@example.dk", name="Mange")
    units = []
    for number in range(MANY):
        unit = register_cluster(
            slug=f"u{number:02}",
            name=f"U{number:02}",
            short_name=f"U{number:02}",
            kind="network" if number % 2 else "cluster",
        )
        give_access(user=person, cluster=unit, role=MembershipRole.MANAGER)
        units.append(unit)
    return units


@pytest.fixture
def full_round(cast, crowd, round_):
    """The round of 2019 with Alfa, Beta and the crowd on its roster."""
    return open_round(
        year=2019,
        catalogue=round_.catalogue,
        opens_on=round_.opens_on,
        deadline_on=round_.deadline_on,
        clusters=[cast.alfa, cast.beta, *crowd],
        at=builders.AT,
    )


def file_for(unit, round_, *, companies, fte=4):
    """The unit's filing, sent, with so many companies."""
    by = unit.memberships.get(role=MembershipRole.MANAGER).user
    submission = start(round_=round_, cluster=unit)
    answers = {**builders.GOOD_ANSWERS, "companies": Decimal(companies), "companies_small": 1, "fte": Decimal(fte)}
    builders.fill(submission, by=by, answers=answers)
    builders.explain_everything(submission, by=by)
    return submit(submission=submission, by=by, at=builders.AT, version=submission.version)


@pytest.fixture
def filed(cast, round_):
    """Alfa's filing of 2019, sent by Alma."""
    return builders.filing_at("submitted", round_=round_, cluster=cast.alfa, by=cast.alma)
