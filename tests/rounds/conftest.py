"""A year in preparation, made from 2019 as an editor makes it."""

import pytest

from reporting.rounds.actions import prepare_year
from tests.builders import AT


@pytest.fixture
def prepared(cast, round_):
    """2020, in preparation: Alfa and Beta are on its list."""
    made, is_new = prepare_year(year=2020, by=cast.edith, at=AT)
    assert is_new
    return made
