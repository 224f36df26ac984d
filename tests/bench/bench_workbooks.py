"""Every bad workbook of the tests, each read in a process of its own with limits: the slowest and the largest.

Also what a good one takes, out and in. Run it with: bin/bench workbooks
"""

import os
import pickle
import resource
import sys
import tempfile
import time
from pathlib import Path

MOST_SECONDS = 2
MOST_MEGABYTES = 200
ROOM = 1024 * 1024 * 1024  # address space of a process, most of which is libraries
YEAR = 2031  # that no demonstration uses


def filing_and_workbook():
    """An empty filing and its workbook, from a database that is left as it was."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from reporting.submissions.actions import start
    from reporting.submissions.queries import load_filing
    from reporting.workbooks.template import make_workbook
    from tests import builders
    from tests.cast import Cast

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        cast = Cast.assemble()
        round_ = builders.open_small_round(year=YEAR, clusters=[cast.alfa])
        filing = load_filing(start(round_=round_, cluster=cast.alfa))
        begun = time.perf_counter()
        workbook = make_workbook(filing, at=builders.AT)
        print(
            f"workbooks: {time.perf_counter() - begun:.2f} s and {len(workbook) / 1024:.0f} kB for one of 8 questions"
        )
        assert filing.submission.cluster.name
        assert filing.submission.round.catalogue.fingerprint
        assert filing.sheets
        transaction.set_rollback(True)
    return filing, workbook


def in_a_child(act):
    """Run `act` in a forked process and give what it gives; raises when the process dies."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        with os.fdopen(write, "wb") as pipe:
            pickle.dump(act(), pipe)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        content = pipe.read()
    _pid, status = os.waitpid(child, 0)
    if status:
        raise ChildProcessError(f"status {status}")
    return pickle.loads(content)


def measure(path, filing):
    """Seconds, megabytes and outcome of reading one file, within hard limits."""
    from reporting.workbooks.errors import WorkbookRefused
    from reporting.workbooks.reading import read_workbook

    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    begun = time.perf_counter()
    try:
        outcome = f"{len(read_workbook(Path(path).read_bytes(), filing).refusals)} cells refused"
    except WorkbookRefused as refusal:
        outcome = str(refusal)
    seconds = time.perf_counter() - begun
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, outcome


def main():
    """Build each, measure each, print the worst."""
    filing, workbook = filing_and_workbook()

    from tests.workbooks.bad import CELLS, FILES, ODDITIES

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (build, *_expected) in {"good": [lambda data: data], **FILES, **CELLS, **ODDITIES}.items():
            path = Path(folder, "bog.xlsx")
            # Built in a process of its own as well: memory that a builder took is not the reader's.
            in_a_child(lambda build=build, path=path: path.write_bytes(build(workbook)))
            rows.append((name, *in_a_child(lambda path=path: measure(path, filing))))
    if "--all" in sys.argv:
        for name, seconds, megabytes, outcome in rows:
            print(f"{seconds:6.2f} s {megabytes:5.0f} MB  {name}: {outcome[:80]}")
    slowest, largest = max(rows, key=lambda row: row[1]), max(rows, key=lambda row: row[2])
    good = rows[0]
    print(
        f"workbooks: {len(rows)} read; the good one takes {good[1]:.2f} s and {good[2]:.0f} MB with the program itself"
    )
    for value, most, unit, name in (
        (slowest[1], MOST_SECONDS, "s", slowest[0]),
        (largest[2], MOST_MEGABYTES, "MB", largest[0]),
    ):
        verdict = "ok" if value <= most else "TOO MUCH"
        print(f"workbooks: {value:.2f} {unit} at most, by »{name}« (limit {most} {unit}) {verdict}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
