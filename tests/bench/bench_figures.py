"""The national figures of 38 units against the bare sum. Run it with: bin/bench figures"""

import os
import statistics
import time

REPEATS = 15
BARE = """
    SELECT indicator_id, SUM(number) FROM reporting_reportedvalue
    WHERE submission_id IN (SELECT id FROM reporting_submission WHERE round_id = %s AND status = 'accepted')
    GROUP BY indicator_id
"""


def prepare():
    """Fill the throw-away database with the demonstration, unless another benchmark has."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from reporting.demo.loading import load_demo
    from reporting.rounds.models import Round

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Round.objects.exists():
        load_demo(now=timezone.now())


def seconds(work):
    """The median time of `work`."""
    work()
    times = []
    for _repeat in range(REPEATS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def figures():
    """All 78 rows with history and changes, and the keeping of them, as multiples of one bare sum."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from reporting.consolidation.actions import consolidate
    from reporting.consolidation.models import Consolidation
    from reporting.consolidation.queries import national
    from reporting.rounds.models import Round

    round_ = Round.objects.select_related("catalogue").get(year=2018)

    def bare():
        with connection.cursor() as cursor:
            cursor.execute(BARE, [round_.pk])
            assert len(cursor.fetchall()) == 50

    def keep():
        with transaction.atomic():
            Consolidation.objects.filter(round=round_).update(fingerprint="")
            consolidate(round_=round_, by=None, at=timezone.now())
            transaction.set_rollback(True)

    sum_alone, shown, kept = seconds(bare), seconds(lambda: national(round_)), seconds(keep)
    with CaptureQueriesContext(connection) as captured:
        national(round_)
    print(f"figures: bare SELECT sum GROUP BY {sum_alone * 1000:.1f} ms")
    print(
        f"figures: national() {shown * 1000:.1f} ms, {shown / sum_alone:.0f} times the bare sum, {len(captured)} queries"
    )
    print(f"figures: consolidate() {kept * 1000:.1f} ms, {kept / sum_alone:.0f} times the bare sum")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    prepare()
    figures()
