"""The worker computes how filings stand beside its jobs, so that the desk finds it done."""

import pytest
from django.core.management import call_command

from reporting.management.commands import worker
from reporting.management.commands.worker import Clerk
from reporting.submissions.actions import start
from reporting.submissions.models import Standing
from reporting.submissions.queries import stale_filings
from tests import builders


def test_the_clerk_takes_the_latest_round_first_and_goes_on_soon_while_there_are_more(cast, round_, monkeypatch):
    earlier = builders.open_small_round(year=2018, clusters=[cast.alfa])
    for there, unit in ((round_, cast.alfa), (round_, cast.beta), (earlier, cast.alfa)):
        start(round_=there, cluster=unit)
    monkeypatch.setattr(worker, "STANDINGS_AT_ONCE", 1)
    clerk, left = Clerk(), []
    for _round in range(3):
        clerk.go_round()
        left.append((len(stale_filings(round_)), len(stale_filings(earlier)), clerk._pause))
    assert left == [(1, 1, worker.BREATH), (0, 0, worker.STANDINGS_EVERY), (0, 0, worker.STANDINGS_EVERY)]


def test_an_error_does_not_end_it(round_, monkeypatch, caplog):
    def trouble(**_told):
        raise RuntimeError("stuck")

    monkeypatch.setattr(worker, "refresh_standings", trouble)
    Clerk().go_round()
    assert "How filings stand could not be computed." in caplog.text


@pytest.mark.django_db(transaction=True)
def test_one_pass_of_the_worker_does_it(cast, round_):
    start(round_=round_, cluster=cast.alfa)
    call_command("worker", batch=True, verbosity=0)
    assert Standing.objects.count() == 1
