"""The figures are those of one moment, whoever writes meanwhile; each race has its control."""

import contextlib
import threading
import time
from decimal import Decimal

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import F

from reporting.consolidation import queries
from reporting.consolidation.actions import consolidate
from reporting.consolidation.models import Consolidation, NationalFigure
from reporting.consolidation.queries import national
from reporting.submissions.models import ReportedValue, Status, Submission
from tests import builders
from tests.cast import Cast

UNITS = {"alfa": 100, "beta": 50}
AGAINST_LOCKS = 500  # times that a writer tries again on SQLite, which lets one in at a time


@pytest.fixture
def two_accepted(transactional_db):
    """Alfa has 100 companies, Beta 50; both are accepted."""
    cast = Cast.assemble()
    round_ = builders.open_small_round(year=2019, clusters=[cast.alfa, cast.beta])
    for cluster, by in ((cast.alfa, cast.alma), (cast.beta, cast.bodil)):
        builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cluster, by=by, reviewer=cast.rune)
        values = ReportedValue.objects.filter(submission__cluster=cluster, submission__round=round_)
        values.filter(indicator__code="companies").update(number=UNITS[cluster.slug])
    Submission.objects.update(version=UNITS["alfa"])
    return round_, cast


def move_one():
    """In one transaction a company goes from Beta to Alfa, and Alfa's version tells how many have gone."""
    values = ReportedValue.objects.filter(indicator__code="companies")
    with transaction.atomic():
        values.filter(submission__cluster__slug="alfa").update(number=F("number") + 1)
        values.filter(submission__cluster__slug="beta").update(number=F("number") - 1)
        Submission.objects.filter(cluster__slug="alfa").update(version=F("version") + 1)


class Elsewhere(threading.Thread):
    """Does something on a connection of its own, again and again where SQLite says that it is locked."""

    def __init__(self, act):
        super().__init__(daemon=True)
        self._act, self.result = act, None

    def run(self):
        try:
            for _attempt in range(AGAINST_LOCKS):
                try:
                    self.result = self._act()
                    return
                except OperationalError:
                    time.sleep(0.01)
        finally:
            connection.close()


@contextlib.contextmanager
def in_between(after, act):
    """Let `act` happen elsewhere once, between our first statement for which `after` is true and the next one."""
    threads, seen = [], []

    def wrapper(execute, sql, params, many, context):
        if seen and not threads:
            threads.append(Elsewhere(act))
            threads[0].start()
            threads[0].join(timeout=0.4)  # inside a transaction of ours SQLite keeps it waiting until we are done
        if after(sql):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield threads
    threads[0].join(timeout=20)
    assert not threads[0].is_alive()


def adds_up(sql):
    return sql.startswith("SELECT") and "SUM(" in sql and "reportedvalue" in sql


def is_of_one_moment(result):
    """Whether sums, facts and inputs tell of the same number of moves."""
    versions = {unit: version for _pk, unit, version in result.inputs}
    total = next(figure.value for figure in result.figures if figure.code == "companies")
    fewest, most = map(Decimal, result.facts["ranges"]["companies"])
    return total == fewest + most == 150 and most == versions["alfa"]


def test_a_writer_between_two_reads_is_not_seen(two_accepted):
    round_, _cast = two_accepted
    with in_between(adds_up, move_one):
        result = national(round_)
    assert is_of_one_moment(result)
    assert dict(
        ReportedValue.objects.filter(indicator__code="companies").values_list("submission__cluster__slug", "number")
    ) == {
        "alfa": 101,
        "beta": 49,
    }
    assert is_of_one_moment(national(round_))


def test_without_the_snapshot_the_same_writer_is_seen_by_half(two_accepted, monkeypatch):
    """The control: the writer of the test above does come in between."""
    round_, _cast = two_accepted
    monkeypatch.setattr(queries, "snapshot", contextlib.nullcontext)
    with in_between(adds_up, move_one):
        result = national(round_)
    assert not is_of_one_moment(result)


def test_fifty_readings_beside_a_busy_writer_are_all_of_one_moment(two_accepted):
    round_, _cast = two_accepted
    stop, moved = threading.Event(), []

    def write():
        try:
            while not stop.is_set() and len(moved) < 49:
                with contextlib.suppress(OperationalError):  # SQLite: a reader is at it
                    move_one()
                    moved.append(1)
                time.sleep(0.005)
        finally:
            connection.close()

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    readings = []
    deadline = time.monotonic() + 30
    while len(readings) < 50 and time.monotonic() < deadline:
        with contextlib.suppress(OperationalError):
            readings.append(national(round_))
    stop.set()
    writer.join(timeout=20)
    assert [is_of_one_moment(result) for result in readings] == [True] * 50
    assert moved
    assert len({result.inputs for result in readings}) > 1


def test_two_people_who_keep_the_same_figures_at_once_keep_one_row(two_accepted):
    round_, cast = two_accepted

    def looked_whether_it_is_kept(sql):
        return sql.startswith("SELECT") and 'ORDER BY "reporting_consolidation"."number" DESC' in sql

    def keep():
        return consolidate(round_=round_, by=cast.rune, at=builders.AT)

    with in_between(looked_whether_it_is_kept, keep) as other:
        ours = consolidate(round_=round_, by=cast.edith, at=builders.AT)
    assert ours == other[0].result == Consolidation.objects.get()
    assert NationalFigure.objects.count() == 50
