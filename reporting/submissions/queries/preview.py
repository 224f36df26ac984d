"""A filing that nobody makes: what a catalogue's form looks like, before its round is open."""

from clusters.models import Cluster
from reporting.catalogue.models import Indicator, Measure, Rule
from reporting.rounds.models import Round
from reporting.submissions.models import Submission
from reporting.submissions.queries.filing import Answer, Filing
from reporting.submissions.queries.lineage import Lineage, Successions


def filing_to_look_at(catalogue) -> Filing:
    """An empty filing of the catalogue that is in no table; three queries."""
    round_ = Round(year=catalogue.year, catalogue=catalogue)
    indicators = tuple(Indicator.objects.filter(section__catalogue=catalogue).select_related("section"))
    return Filing(
        submission=Submission(round=round_, cluster=Cluster()),
        sections=tuple(dict.fromkeys(row.section for row in indicators)),
        indicators=indicators,
        measures=tuple(Measure.objects.filter(section__catalogue=catalogue).select_related("section")),
        rules=tuple(Rule.objects.filter(catalogue=catalogue)),
        answers={row.code: Answer(row) for row in indicators},
        explanations={},
        explanations_before={},
        previous_year=None,
        lineage=Lineage(None),
        successions=Successions([]),
    )
