"""The form of a year on paper: every question with its definition, last year's answer, and room to write."""

import datetime
from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from clusters.models import Cluster
from reporting.catalogue.models import Indicator, Section
from reporting.rounds.models import RosterEntry, Round
from reporting.submissions.queries import Answer, answers_of, year_before

COUNTRY_LINES = 10


@dataclass(frozen=True)
class BlankForm:
    """The questions of a round for one unit; the year before stands beside them where it or a predecessor filed then."""

    round: Round
    cluster: Cluster
    sections: tuple[tuple[Section, tuple[Answer, ...]], ...]
    previous_year: int | None
    deadline_on: datetime.date  # the unit's own
    country_lines = range(COUNTRY_LINES)


def blank_form_or_404(user, year, slug) -> BlankForm:
    """The form of the round of `year` for a unit that `user` may see, whether its filing is begun or not; raises Http404."""
    cluster = get_object_or_404(Cluster.objects.visible_to(user), slug=slug)
    places = RosterEntry.objects.filter(round__in=Round.objects.opened(), cluster=cluster)
    place = get_object_or_404(places.select_related("round"), round__year=year)
    round_ = place.round
    before = year_before([cluster.pk], year)
    answers = answers_of(before.filings.values())
    indicators = list(Indicator.objects.filter(section__catalogue=round_.catalogue_id).select_related("section"))
    return BlankForm(
        round=round_,
        cluster=cluster,
        sections=tuple(
            (
                section,
                tuple(
                    Answer(row, previous=before.value(cluster.pk, row, answers))
                    for row in indicators
                    if row.section_id == section.pk
                ),
            )
            for section in Section.objects.filter(catalogue=round_.catalogue_id)
        ),
        previous_year=before.year if before.is_known(cluster.pk) else None,
        deadline_on=place.deadline_on,
    )
