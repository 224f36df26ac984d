"""A catalogue of a locked year, and its unlocked copy for the next."""

import pytest

from reporting.catalogue.actions import copy_catalogue
from tests.builders import AT


@pytest.fixture
def catalogue(cast, round_):
    """The unlocked copy, for 2020, of the small catalogue that the round of 2019 locked."""
    return copy_catalogue(catalogue=round_.catalogue, year=2020, by=cast.edith, at=AT)


@pytest.fixture
def locked(round_):
    """The catalogue of 2019, locked."""
    return round_.catalogue
