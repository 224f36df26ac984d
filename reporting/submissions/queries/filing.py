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
from reporting.submissions.models import Correction, Explanation, ReportedValue, Submission, Waiver
from reporting.submissions.queries.contents import said
from reporting.submissions.queries.lineage import Lineage, Successions
from reporting.submissions.queries.previous import (
    NOTHING,
    Offer,
    Previous,
    answers_of,
    offers_of,
    year_before,
)
from reporting.submissions.queries.returns import Asked, asked_in


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
    def correction(self) -> Correction | None:
        """The correction on the unit's behalf that the answer is: nobody has written it since."""
        return getattr(self.value, "correction", None)

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
    waivers: dict[tuple[str, str], Waiver] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)  # by code, what the review asked when it sent the filing back

    @cached_property
    def open_codes(self) -> frozenset[str]:
        """The questions whose answers the unit may change while the filing is with it.

        Where the review asked about single ones, these; what contradicts something now, or a part could not be brought
        to fit while its whole is shut; and what was changed since, so that a slip of the finger can be mended.
        """
        everything = frozenset(self.answers)
        if not self.submission.is_open_in_part:
            return everything
        wrong = {problem.rule for problem in self.open_problems if problem.is_hard}
        tied = [{*rule.subjects, *rule.against} for rule in self.rules if rule.code in wrong]
        asked_at = min((asked.question.at for asked in self.asked.values()), default=None)
        changed = {
            code
            for code, answer in self.answers.items()
            if asked_at and answer.value and answer.value.updated_at > asked_at
        }
        return everything & frozenset(self.asked).union(changed, *tied)

    @property
    def unanswered_questions(self):
        """What the review asked and the unit neither changed nor wrote a word about, as (answer, Asked)."""
        return [
            (self.answers[code], asked)
            for code, asked in self.asked.items()
            if not asked.has_reply and said(self.answers[code]) == asked.before
        ]

    @property
    def unanswered_codes(self) -> frozenset[str]:
        """The questions behind `unanswered_questions`, by code."""
        return frozenset(answer.code for answer, _asked in self.unanswered_questions)

    def may_explain(self, rule, subject) -> bool:
        """Whether the unit may write an explanation: where only single fields are open, of these and of open findings."""
        return (
            not self.submission.is_open_in_part
            or subject in self.open_codes
            or any((problem.rule, problem.subject) == (rule, subject) for problem in self.open_problems)
        )

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything the checks found, hard ones first, in the order of the form."""
        return find_problems(self)

    @property
    def merged_text(self) -> str:
        """Whose figures of the year before are the unit's own since a merger, in a sentence; empty without one."""
        return self.lineage.sentence(self.previous_year)

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


def load_filing(submission, *, asked=None) -> Filing:
    """Read one filing whole; `asked` is what the review still asks, where the page has read the threads anyway."""
    return load_filings([submission], asked=None if asked is None else {submission.pk: asked})[0]


def load_filings(submissions, *, asked=None) -> list[Filing]:
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
    waivers = defaultdict(dict)
    for row in Waiver.objects.filter(submission__in=[submission.pk for submission in submissions]).select_related("by"):
        waivers[row.submission_id][row.rule, row.subject] = row
    asked = asked_in(submissions) if asked is None else asked
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
            explanations_before=offers_of(before.filings_of(submission.cluster_id), submission, explanations),
            previous_year=before.year if before.is_known(submission.cluster_id) else None,
            lineage=before.lineage(submission.cluster_id),
            successions=before.successions,
            waivers=waivers[submission.pk],
            asked=asked[submission.pk],
        )
        for submission in submissions
    ]
