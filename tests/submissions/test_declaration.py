"""What a person confirms who sends a filing."""

import pytest

from reporting.submissions.actions import start
from reporting.submissions.declaration import DeclarationForm, declaration_text


@pytest.mark.parametrize(("data", "valid"), [({"confirmed": "on"}, True), ({}, False), ({"confirmed": ""}, False)])
def test_only_a_tick_is_a_declaration(data, valid, cast, round_):
    assert DeclarationForm(start(round_=round_, cluster=cast.alfa), data=data).is_valid() == valid


def test_the_sentence_names_the_year_that_is_filed(round_):
    assert declaration_text(round_).endswith("performanceregnskab for 2019.")


def test_a_missing_tick_is_told_at_the_box(cast, round_):
    form = DeclarationForm(start(round_=round_, cluster=cast.alfa), data={})
    assert 'aria-invalid="true"' in str(form["confirmed"])
    assert 'aria-describedby="confirmed-error"' in str(form["confirmed"])
