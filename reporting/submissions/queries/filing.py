"""A filing as a whole: its questions, answers, last year's answers and what is wrong with it.

One `Filing` serves the form, the to-do list, the refusal of a submission, the review and the command
line, so they cannot disagree. Any number of filings is read with the same number of queries.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from clusters.queries import danish_key
from reporting.catalogue.models import Indicator, Measure, MeasureKind, Rule, Section
from reporting.submissions.checks import Problem, change_text, find_problems, shown
from reporting.submissions.countries import country_name
from reporting.submissions.models import Explanation, ReportedValue, Submission
from reporting.submissions.queries.previous import (
    NOTHING,
    Lineage,
    Previous,
    Successions,
    answers_of,
    enumerated,
    year_before,
)


@dataclass(frozen=True)
class Answer:
    """One question with what was answered this year (None: no answer) and what stands of the year before."""

    indicator: Indicator
    value: ReportedValue | None = None
    countries: dict[str, int] = field(default_factory=dict)
    previous: Previous = NOTHING

    @property
    def code(self):
        """The indicator's code."""
        return self.indicator.code

    @property
    def number(self) -> Decimal | None:
        """The number in the indicator's unit, None when there is none."""
        return self.value.number if self.value else None

    @property
    def previous_number(self) -> Decimal | None:
        """Last year's number in the indicator's unit, None when there is none; it need not be comparable."""
        return self.previous.number

    @property
    def not_relevant(self) -> bool:
        """Whether the unit said that the question is not relevant for it."""
        return bool(self.value and self.value.not_relevant)

    @property
    def version(self) -> int:
        """The value's version, 0 before the first answer."""
        return self.value.version if self.value else 0

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer of any kind."""
        if self.indicator.is_list_of_countries:
            return bool(self.countries)
        return bool(self.value and self.value.is_answered)

    @property
    def text(self) -> str:
        """The answer in words and digits, empty when there is none."""
        return self._text(self.value, self.countries)

    @property
    def previous_text(self) -> str:
        """Last year's answer in words and digits, empty when there is none."""
        return self._text(self.previous, self.previous.countries)

    @property
    def previous_plain(self) -> str:
        """Last year's number with a decimal point, for the page's arithmetic; empty where none may be compared with."""
        return "" if self.previous.comparable is None else f"{self.previous.comparable:f}"

    @property
    def change_text(self) -> str:
        """The change against last year, empty where one of the two is missing or they cannot be compared."""
        if self.number is None or self.previous.comparable is None:
            return ""
        return change_text(self.number, self.previous.comparable)

    def _text(self, value, countries):
        if self.indicator.is_list_of_countries:
            return ", ".join(f"{country_name(code)}\u00a0{count}" for code, count in in_order(countries))
        if value is None or not value.is_answered:
            return ""
        return _("Ikke relevant") if value.not_relevant else shown(self.indicator, value.number)


def in_order(countries):
    """Countries with most collaborations first, then by name."""
    return sorted(countries.items(), key=lambda row: (-row[1], danish_key(country_name(row[0]))))


@dataclass(frozen=True)
class Offer:
    """What was explained last year, to be used again; `unit` is the predecessor that wrote it, empty for the unit's own."""

    text: str
    unit: str = ""


@dataclass(frozen=True)
class SectionSheet:
    """One section of a filing: its questions in order, its subtotals and its problems."""

    section: Section
    answers: tuple[Answer, ...]
    subtotals: tuple[Measure, ...]
    problems: tuple[Problem, ...]

    @property
    def code(self):
        """The section's code."""
        return self.section.code

    @property
    def open_problems(self):
        """What is left to mend or explain in this section."""
        return tuple(problem for problem in self.problems if problem.is_open)

    @property
    def unanswered(self) -> int:
        """How many numbers have no answer yet."""
        return sum(1 for answer in self.answers if not answer.indicator.is_list_of_countries and not answer.is_answered)

    @property
    def state(self) -> str:
        """`empty`, `problems`, `begun` or `complete`."""
        if not any(answer.is_answered for answer in self.answers):
            return "complete" if self.problems and not self.open_problems else "empty"
        if any(not problem.is_about_gaps for problem in self.open_problems):
            return "problems"
        return "begun" if self.open_problems else "complete"


@dataclass(frozen=True)
class Filing:
    """One unit's filing with everything that is needed to show, check and judge it."""

    submission: Submission
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]
    measures: tuple[Measure, ...]
    rules: tuple[Rule, ...]
    answers: dict[str, Answer]
    explanations: dict[tuple[str, str], Explanation]
    explanations_before: dict[tuple[str, str], tuple[Offer, ...]]  # of the year before, to be offered again
    previous_year: int | None
    lineage: Lineage  # which units' values of the year before are its own
    successions: Successions

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything the checks found, hard ones first, in the order of the form."""
        return find_problems(self)

    @property
    def merged_text(self) -> str:
        """Whose figures of the year before are the unit's own since a merger, in a sentence; empty without one."""
        if self.lineage.split or not self.lineage.is_merged or self.previous_year is None:
            return self.lineage.split
        own = next(unit for unit in self.lineage.units if unit.pk == self.lineage.unit_id)
        others = [unit.short_name for unit in self.lineage.units if unit != own]
        return _("Ved siden af årets tal står tallene for %(year)s fra %(units)s, som %(own)s har ført videre.") % {
            "year": self.previous_year,
            "units": enumerated(others),
            "own": own.short_name,
        }

    @property
    def open_problems(self) -> tuple[Problem, ...]:
        """What stands in the way of submitting."""
        return tuple(problem for problem in self.problems if problem.is_open)

    @property
    def open_findings(self) -> tuple[Problem, ...]:
        """What stands in the way apart from missing answers."""
        return tuple(problem for problem in self.open_problems if not problem.is_about_gaps)

    @cached_property
    def sheets(self) -> tuple[SectionSheet, ...]:
        """The sections in order."""
        return tuple(
            SectionSheet(
                section=section,
                answers=tuple(self.answers[row.code] for row in self.indicators if row.section_id == section.pk),
                subtotals=tuple(
                    row
                    for row in self.measures
                    if row.section_id == section.pk and row.kind == MeasureKind.TOTAL and self.addends(row)
                ),
                problems=tuple(problem for problem in self.problems if problem.section == section.code),
            )
            for section in self.sections
        )

    def sheet(self, code) -> SectionSheet | None:
        """The section with `code`, None if there is none."""
        return next((sheet for sheet in self.sheets if sheet.code == code), None)

    def subtotal(self, measure) -> Decimal | None:
        """The unit's own sum for a total of the tables, in the indicators' unit; None when nothing is answered."""
        numbers = [self.answers[code].number for code in self.addends(measure)]
        known = [number for number in numbers if number is not None]
        return sum(known, Decimal(0)) if known else None

    def addends(self, measure) -> tuple[str, ...]:
        """The codes of the questions behind a total, through totals of totals."""
        totals = {row.code: row for row in self.measures}
        codes = []
        for code in measure.operands:
            if code in self.answers:
                codes.append(code)
            elif code in totals and totals[code].kind == MeasureKind.TOTAL:
                codes.extend(self.addends(totals[code]))
        return tuple(codes)

    @property
    def answered(self) -> int:
        """How many of the numbers have an answer."""
        return self.questions - sum(sheet.unanswered for sheet in self.sheets)

    @property
    def questions(self) -> int:
        """How many numbers are asked for."""
        return sum(1 for row in self.indicators if not row.is_list_of_countries)


def load_filing(submission) -> Filing:
    """Read one filing whole."""
    return load_filings([submission])[0]


def load_filings(submissions) -> list[Filing]:
    """Read filings of one round whole, in the order given, with a number of queries that does not grow."""
    submissions = list(submissions)
    if not submissions:
        return []
    round_ = submissions[0].round
    indicators = tuple(Indicator.objects.filter(section__catalogue=round_.catalogue_id).select_related("section"))
    sections = tuple(dict.fromkeys(row.section for row in indicators))  # one that asks nothing is no page of the form
    measures = tuple(Measure.objects.filter(section__catalogue=round_.catalogue_id).select_related("section"))
    rules = tuple(Rule.objects.filter(catalogue=round_.catalogue_id))
    before = year_before([submission.cluster_id for submission in submissions], round_.year)
    ids = [*(submission.pk for submission in submissions), *before.filings.values()]
    answers = answers_of(ids)
    explanations = defaultdict(dict)
    for row in Explanation.objects.filter(submission__in=ids).select_related("updated_by"):
        explanations[row.submission_id][row.rule, row.subject] = row
    return [
        Filing(
            submission=submission,
            sections=sections,
            indicators=indicators,
            measures=measures,
            rules=rules,
            answers={
                row.code: Answer(
                    indicator=row,
                    value=answers.values[submission.pk].get(row.code),
                    countries=answers.countries[submission.pk].get(row.code, {}),
                    previous=before.value(submission.cluster_id, row, answers),
                )
                for row in indicators
            },
            explanations=explanations[submission.pk],
            explanations_before=_offers(before.filings_of(submission.cluster_id), submission, explanations),
            previous_year=before.year if before.is_known(submission.cluster_id) else None,
            lineage=before.lineage(submission.cluster_id),
            successions=before.successions,
        )
        for submission in submissions
    ]


def _offers(filings, submission, explanations):
    """What the units behind last year's values explained then, by rule and subject."""
    offers = defaultdict(tuple)
    for unit_id, unit, pk in filings:
        name = "" if unit_id == submission.cluster_id else unit.short_name
        for key, row in explanations[pk].items():
            offers[key] += (Offer(row.text, name),)
    return dict(offers)
