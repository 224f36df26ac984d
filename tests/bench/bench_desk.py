"""The editors' desk with 1,500 units and ten years of filings, beside a page that only knows who asks.

    bin/postgres run bin/bench desk

The pages are asked for in this process, one after the other, with the house's own client: median and 95th
percentile over 100 requests with all kinds of choices, and the same of a bare page in between. The processor's
time of this process, without that of the database, says less about who else is busy on the machine.
"""

import datetime
import itertools
import os
import statistics
import time
from decimal import Decimal

UNITS, YEARS, FIRST = 1500, 10, 2010
REQUESTS, LIMIT = 100, 300  # ms, the 95th percentile of the desk
CHOICES = (
    {}, {"sort": "name"}, {"sort": "-problems"}, {"sort": "activity", "page": 7}, {"only": "late"}, {"only": "never"},
    {"only": "problems", "sort": "answered"}, {"status": "submitted", "sort": "-name"}, {"q": "enhed 77"},
    {"q": "person 12", "sort": "login"}, {"kind": "network", "sort": "letter", "page": 3}, {"only": "letter"},
)  # fmt: skip


def furnish():
    """Units with two people each, ten rounds with a filing of each, six answers in every filing, letters; gives an editor."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from clusters.actions import create_user
    from clusters.models import Cluster, Membership, NationalRole, User
    from reporting.catalogue.actions import load_catalogue
    from reporting.rounds.actions import open_round
    from tests.builders import SMALL_CATALOGUE

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    now = timezone.now()
    units = Cluster.objects.bulk_create(
        Cluster(slug=f"enhed-{n}", name=f"Enhed {n}", short_name=f"E{n}", kind="network" if n % 3 else "cluster")
        for n in range(UNITS)
    )
    people = User.objects.bulk_create(
        User(email=f"p{n}@example.dk", name=f"Person {n}", password="!", last_login=now if n % 2 else None)
        for n in range(2 * UNITS)
    )
    Membership.objects.bulk_create(
        Membership(user=user, cluster=units[n % UNITS], role="manager" if n < UNITS else "reporter")
        for n, user in enumerate(people)
    )
    for year in range(FIRST, FIRST + YEARS):
        catalogue = load_catalogue(path=SMALL_CATALOGUE, year=year)
        deadline = timezone.localdate() + datetime.timedelta(days=365 * (year - FIRST - YEARS + 1) - 3)
        opens = deadline - datetime.timedelta(days=60)
        round_ = open_round(
            year=year, catalogue=catalogue, opens_on=opens, deadline_on=deadline, clusters=units, at=now
        )
        file_all(round_, units, people, now)
    write_letters(round_, units, people, now)
    return create_user(email="bench@example.dk", name="Redaktør", national_role=NationalRole.EDITOR)


def file_all(round_, units, people, now):
    """A filing of every unit, in all states, with its answers, and how it stands."""
    from reporting.catalogue.models import Indicator
    from reporting.submissions.actions import refresh_standings
    from reporting.submissions.models import ReportedValue, Submission, SubmissionEvent

    sent_at = now + (round_.deadline_on - now.date()) - datetime.timedelta(days=20)
    filings = []
    for n, unit in enumerate(units):
        status = ("accepted", "submitted", "draft", "returned", "draft")[n % 5]
        sent = {} if status == "draft" else {"submitted_at": sent_at, "submitted_by": people[n]}
        done = {"accepted_at": sent_at, "accepted_by": people[n]} if status == "accepted" else {}
        filings.append(Submission(round=round_, cluster=unit, status=status, changed_at=sent_at, **sent, **done))
    filings = Submission.objects.bulk_create(filings)
    SubmissionEvent.objects.bulk_create(
        SubmissionEvent(
            submission=filing, transition="submit", from_status="draft", to_status="submitted", version=2,
            at=sent_at + datetime.timedelta(days=n % 19), by=people[n],
        )
        for n, filing in enumerate(filings)
        if filing.status != "draft"
    )  # fmt: skip
    asked = [
        row for row in Indicator.objects.filter(section__catalogue=round_.catalogue_id) if not row.is_list_of_countries
    ]
    ReportedValue.objects.bulk_create(
        (
            ReportedValue(
                submission=filing,
                indicator=row,
                number=Decimal(100 + n % 50 + place * 40),
                updated_at=sent_at,
                updated_by=people[n],
            )
            for n, filing in enumerate(filings)
            for place, row in enumerate(asked[: 3 + n % 4])
        ),
        batch_size=5000,
    )
    if round_.year == FIRST + YEARS - 1:
        refresh_standings(round_=round_, at=now)  # the others are not looked at


def write_letters(round_, units, people, now):
    """Two letters to everybody about the last round; a few did not arrive."""
    from reporting.letters.models import Letter, Told

    for day in (20, 3):
        at = now - datetime.timedelta(days=day)
        letters = Letter.objects.bulk_create(
            Letter(
                user=user, day=at.date(), subject="Husk", claimed_at=at, tried_at=at, sent_at=at,
                bounced_at=at if n % 40 == 0 else None,
            )
            for n, user in enumerate(people)
        )  # fmt: skip
        Told.objects.bulk_create(
            Told(letter=letter, user=letter.user, kind="reminder", key=str(day), cluster=units[n % UNITS], round=round_)
            for n, letter in enumerate(letters)
        )


def main():
    """Both pages in turn, in one run."""
    editor = furnish()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client = Client()
    client.force_login(editor)
    desk, bare = f"/indberetninger/{FIRST + YEARS - 1}/", "/kvitteringer/"
    with CaptureQueriesContext(connection) as captured:
        assert client.get(desk).status_code == 200
    queries = len(captured)
    times, busy = {desk: [], bare: []}, {desk: [], bare: []}  # ms by the clock, and of the processor
    for choice in itertools.islice(itertools.cycle(CHOICES), REQUESTS):
        for address, said in ((desk, choice), (bare, {})):
            begun, begun_busy = time.perf_counter(), time.process_time()
            answer = client.get(address, said)
            times[address].append((time.perf_counter() - begun) * 1000)
            busy[address].append((time.process_time() - begun_busy) * 1000)
            assert answer.status_code == 200, (address, said)
    high = {}
    for name, address in (("the desk", desk), ("a bare page", bare)):
        high[address] = statistics.quantiles(times[address], n=20)[-1]
        print(
            f"desk: {name}: median {statistics.median(times[address]):.1f} ms, p95 {high[address]:.1f} ms, "
            f"processor {statistics.median(busy[address]):.1f} ms, over {REQUESTS} requests"
        )
    print(f"desk: load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"desk: {UNITS} units, {YEARS} years, {connection.vendor}, {queries} queries (limit 20)")
    verdict = "ok" if high[desk] < LIMIT and queries <= 20 else "TOO SLOW"
    print(f"desk: p95 {high[desk] / high[bare]:.1f} times the bare page; limit {LIMIT} ms {verdict}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
