"""The national figures of 38 units against the bare sum, and the queries of the roster. Run it with: bin/bench figures"""

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


def roster():
    """The queries of the roster page with 38 units and with 3."""
    from django.conf import settings
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from clusters.models import User
    from reporting.rounds.models import RosterEntry, Round
    from reporting.submissions.models import Submission

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    client = Client()
    client.force_login(User.objects.get(email="redaktion@demo.example"))

    def read():
        with CaptureQueriesContext(connection) as captured:
            begun = time.perf_counter()
            answer = client.get("/indberetninger/2018/")
            taken = time.perf_counter() - begun
        assert answer.status_code == 200, answer.status_code
        return len(captured), taken

    read()
    many, taken = read()
    with transaction.atomic():
        round_ = Round.objects.get(year=2018)
        few = list(round_.roster.values_list("cluster", flat=True)[:3])
        RosterEntry.objects.filter(round=round_).exclude(cluster__in=few).delete()
        others = Submission.objects.filter(round=round_).exclude(cluster__in=few)
        assert others.count() == 35
        others.update(
            round=Round.objects.create(
                year=1900, catalogue=round_.catalogue, opens_on=round_.opens_on, deadline_on=round_.deadline_on
            )
        )
        with_few, _taken = read()
        transaction.set_rollback(True)
    print(
        f"roster: {many} queries with 38 units, {with_few} with 3 (limit 20, and no difference) {'ok' if many == with_few <= 20 else 'TOO MANY'}"
    )
    print(f"roster: {taken * 1000:.0f} ms with 38 units")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    prepare()
    figures()
    roster()
