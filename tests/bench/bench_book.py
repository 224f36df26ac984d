"""The book of 38 units, cold, in a process of its own: seconds and peak memory. Run it with: bin/bench book"""

import os
import resource
import subprocess
import sys
import time

MOST_SECONDS = 15
MOST_MEGABYTES = 400


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


def measure():
    """Add up and typeset, as the worker does after a restart, and print what it took."""
    begun = time.perf_counter()
    import django

    django.setup()
    from django.utils import timezone

    from reporting.consolidation.actions import consolidate
    from reporting.publication.actions import begin_report
    from reporting.publication.queries import book_contents
    from reporting.publication.typesetting import typeset
    from reporting.rounds.models import Round

    round_ = Round.objects.select_related("catalogue").get(year=2018)
    consolidation = consolidate(round_=round_, by=None, at=timezone.now())
    made = typeset(book_contents(begin_report(round_=round_), consolidation, published_on=timezone.localdate()))
    seconds = time.perf_counter() - begun
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"book: {seconds:.1f} s cold (limit {MOST_SECONDS} s) {verdict(seconds, MOST_SECONDS)}")
    print(f"book: {megabytes:.0f} MB at most (limit {MOST_MEGABYTES} MB) {verdict(megabytes, MOST_MEGABYTES)}")
    print(f"book: {made.pages} pages, {len(made.pdf) / 1e6:.2f} MB of PDF, {len(made.warnings)} warnings")


def verdict(value, limit):
    """In words, for who skims."""
    return "ok" if value <= limit else "TOO MUCH"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:] == ["--measure"]:
        measure()
    else:
        prepare()
        sys.exit(subprocess.run([sys.executable, __file__, "--measure"], check=False).returncode)
