"""Two people at the same moment: a workbook is taken over once, and a colleague's fresh answer is not overwritten."""

from decimal import Decimal

import pytest

from reporting.submissions.actions import Entry, save_answers, start
from reporting.submissions.models import ReportedValue
from reporting.workbooks.actions import NotTakenOver, Overtaken, receive, take_over
from tests import builders
from tests.builders import AT
from tests.races import at_once, database_on_disk
from tests.workbooks.editing import fetched, filled

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


@pytest.fixture(autouse=True)
def _on_disk(transactional_db, tmp_path):
    with database_on_disk(tmp_path):
        yield


def received(filing, number, by):
    """A workbook that says `number` companies, fetched and read in just now."""
    return receive(submission=filing, name="bog.xlsx", data=filled(fetched(filing), v_companies=number), by=by, at=AT)


def test_of_two_who_take_the_same_workbook_over_one_does(cast, round_):
    filing = start(round_=round_, cluster=cast.alfa)
    for version in range(1, ROUNDS + 1):
        upload = received(filing, 100 + version, cast.alma)
        acts = [
            lambda by=by, upload=upload: take_over(upload=upload, choices={}, by=by, at=AT)
            for by in (cast.alma, cast.anton)
        ]
        outcomes = at_once(*acts)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotTakenOver", "int"]
        assert next(str(outcome) for outcome in outcomes if isinstance(outcome, NotTakenOver)) == (
            "Arbejdsbogen er allerede taget over."
        )
        assert ReportedValue.objects.values_list("number", "version").get() == (100 + version, version)


def test_a_colleague_who_types_at_the_same_moment_is_not_overwritten_in_silence(cast, round_):
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma, answers={"companies": 1}, countries={})
    for version in range(1, ROUNDS + 1):
        hers, his = 1000 + version, 2000 + version
        upload = received(filing, hers, cast.alma)
        entries = [Entry("companies", Decimal(his), based_on=version)]
        taken, saved = at_once(
            lambda upload=upload: take_over(upload=upload, choices={}, by=cast.alma, at=AT),
            lambda entries=entries: save_answers(submission=filing, entries=entries, by=cast.anton, at=AT),
        )
        number, now = ReportedValue.objects.values_list("number", "version").get()
        assert now == version + 1
        if taken == 1:
            assert (number, saved.conflicts["companies"].number) == (hers, hers)
        else:
            assert (number, type(taken), saved.codes) == (his, Overtaken, ["companies"])
