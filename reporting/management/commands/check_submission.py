"""Check one filing."""

import sys

from django.core.management.base import BaseCommand, CommandError

from clusters.models import Cluster
from reporting.management.commands._rounds import round_of
from reporting.submissions.models import Submission
from reporting.submissions.queries import load_filing


class Command(BaseCommand):
    """See `help`."""

    help = "Check one unit's filing with the same checks as the form. Exit code 0 when it can be submitted, 1 when not."

    def add_arguments(self, parser):
        """Year and unit."""
        parser.add_argument("year", type=int, help="reference year, e.g. 2018")
        parser.add_argument("cluster", help="the unit's address, e.g. odense-robotics, or its name")

    def handle(self, *, year, cluster, **options):
        """Print every finding, open ones with their weight."""
        round_ = round_of(year)
        unit = next((unit for unit in Cluster.objects.all() if cluster.lower() in (unit.slug, unit.name.lower())), None)
        if unit is None:
            raise CommandError(f"Der er ingen enhed »{cluster}«. Brug adressen, fx: {', '.join(_some_slugs(round_))}.")
        submission = Submission.objects.select_related("round", "cluster").filter(round=round_, cluster=unit).first()
        if submission is None:
            raise CommandError(f"{unit} har ikke begyndt på indberetningen for {year}.")
        filing = load_filing(submission)
        self.stdout.write(
            f"{unit} {year}: {submission.get_status_display()}, {filing.answered} af {filing.questions} tal besvaret."
        )
        for problem in filing.problems:
            weight = _weight(problem)
            self.stdout.write(f"[{weight}] {problem.message}")
        if filing.open_problems:
            sys.exit(1)
        self.stdout.write("Alt er i orden.")


def _some_slugs(round_):
    return round_.roster.order_by("cluster__slug").values_list("cluster__slug", flat=True)[:3]


def _weight(problem):
    """How it stands in the way, in the words of the form."""
    if problem.is_hard:
        return "SKAL RETTES" if problem.is_open else "fraveget"
    return "skal forklares" if problem.is_open else "forklaret"
