"""What may be wrong with a filing: one function per kind of rule, each giving sentences with both numbers.

A hard problem stops the submission until it is mended; a soft one until it is mended or explained.
Reads a `Filing`; knows no threshold and no code of its own: they are the catalogue's.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.catalogue.models import RuleKind, Strength
from reporting.numbers import NO_BREAK_SPACE, format_exact, format_number
from reporting.submissions.models import Explanation, Waiver

QUESTION = "question"  # stands for rule and kind of what is no check's finding: the review asked
NAMES_SHOWN = 3
HALF = Decimal("0.5")
JUST_ABOVE_NOTHING = Decimal(-99)  # a fall to nearly nothing is not printed as a fall to nothing


@dataclass(frozen=True)
class Problem:
    """One finding: where it is, what is wrong and what to do, and how the unit explained it."""

    rule: str
    kind: str
    strength: str
    subject: str  # code of the indicator, or of the section for gaps
    section: str
    message: str
    explanation: Explanation | None = None
    is_outdated: bool = False  # the number was changed after it was explained
    waiver: Waiver | None = None  # an editor's decision that the hard check need not hold here

    @property
    def is_hard(self) -> bool:
        """Whether it can only be mended, not explained."""
        return self.strength == Strength.HARD

    @property
    def is_open(self) -> bool:
        """Whether it still stands in the way of submitting."""
        if self.is_hard:
            return self.waiver is None
        return self.explanation is None or self.is_outdated

    @property
    def is_question(self) -> bool:
        """Whether it is no check's finding but a question that the review asked."""
        return self.kind == QUESTION

    @property
    def may_be_waived(self) -> bool:
        """Whether an editor may decide that it need not hold."""
        return self.is_hard and not self.is_question

    @property
    def is_about_gaps(self) -> bool:
        """Whether it only says that answers are missing."""
        return self.kind == RuleKind.UNANSWERED

    @property
    def field_name(self) -> str:
        """Name of the input in which the unit explains it."""
        return f"explain__{self.rule}__{self.subject}"

    @property
    def anchor(self) -> str:
        """Id of the field on the section's page."""
        return f"explain-{self.rule}-{self.subject}" if self.is_about_gaps else f"id_{self.subject}"


def find_problems(filing) -> tuple[Problem, ...]:
    """Every problem of a filing, in the order of sections and rules, hard ones first.

    Of a number with a hard problem only that is said.
    """
    order = {section.code: position for position, section in enumerate(filing.sections)}
    problems = [problem for rule in filing.rules for problem in _CHECKS[rule.kind](filing, rule)]
    to_mend = {problem.subject for problem in problems if problem.is_hard and problem.is_open}
    # A number that must be changed anyway is not to be explained as well.
    problems = [problem for problem in problems if problem.is_hard or problem.subject not in to_mend]
    problems += [_question(answer, asked) for answer, asked in filing.unanswered_questions]
    return tuple(sorted(problems, key=lambda problem: (not problem.is_hard, order[problem.section])))


def _question(answer, asked):
    return Problem(
        rule=QUESTION,
        kind=QUESTION,
        strength=Strength.HARD,
        subject=answer.code,
        section=answer.indicator.section.code,
        message=_("Gennemsynet spørger til »%(label)s«: »%(question)s« Ret tallet, eller skriv et svar under feltet.")
        % {"label": answer.indicator.label, "question": asked.question.text},
    )


def _problem(filing, rule, subject, section, message):
    is_soft = rule.strength == Strength.SOFT
    explanation = filing.explanations.get((rule.code, subject)) if is_soft else None
    answer = filing.answers.get(subject)
    changed_at = answer.value.updated_at if answer and answer.value else None
    return Problem(
        rule=rule.code,
        kind=rule.kind,
        strength=rule.strength,
        subject=subject,
        section=section,
        message=message,
        explanation=explanation,
        is_outdated=bool(explanation and changed_at and explanation.updated_at < changed_at),
        waiver=None if is_soft else _standing_waiver(filing, rule, subject),
    )


def _standing_waiver(filing, rule, subject):
    """The editor's waiver, as long as none of the numbers that the rule looks at was changed after it."""
    waiver = filing.waivers.get((rule.code, subject))
    values = [filing.answers[code].value for code in {*rule.subjects, *rule.against} & filing.answers.keys()]
    is_stale = waiver and any(value and value.updated_at > waiver.at for value in values)
    return None if is_stale else waiver


def shown(indicator, number):
    """A number as a sentence shows it, with its unit where that is money."""
    text = format_exact(number)
    return f"{text}{NO_BREAK_SPACE}kr." if indicator.data_type == "amount" else text


def _part_of(filing, rule):
    part = filing.answers[rule.subjects[0]]
    wholes = [filing.answers[code] for code in rule.against]
    if part.number is None or not all(whole.is_answered for whole in wholes):
        return
    limit = sum((whole.number or Decimal(0) for whole in wholes), Decimal(0))
    if part.number > limit:
        yield _problem(
            filing,
            rule,
            part.code,
            part.indicator.section.code,
            (
                _(
                    "»%(part)s« er %(part_number)s, men er en del af »%(whole)s«, som er »ikke relevant«: ret det ene eller det andet."
                )
                if all(whole.not_relevant for whole in wholes)
                else _(
                    "»%(part)s« er %(part_number)s, men er en del af »%(whole)s«, som kun er %(whole_number)s: ret det ene eller det andet."
                )
            )
            % {
                "part": part.indicator.label,
                "part_number": shown(part.indicator, part.number),
                "whole": _("« og »").join(whole.indicator.label for whole in wholes),
                "whole_number": shown(part.indicator, limit),
            },
        )


def _adds_up(filing, rule):
    countries, number = filing.answers[rule.subjects[0]], filing.answers[rule.against[0]]
    listed = sum(countries.countries.values())
    if not number.is_answered or listed == (number.number or 0):
        return
    yield _problem(
        filing,
        rule,
        countries.code,
        countries.indicator.section.code,
        _("Landene giver tilsammen %(listed)s, men »%(label)s« er %(number)s. Ret listen eller tallet, så de stemmer.")
        % {
            "listed": format_exact(Decimal(listed)),
            "label": number.indicator.label,
            "number": _("»ikke relevant«") if number.not_relevant else format_exact(number.number),
        },
    )


def _jump(filing, rule):
    for code in rule.subjects:
        answer = filing.answers[code]
        now, before = answer.number, answer.previous.comparable
        if now is None or before is None or abs(now - before) < max(rule.floor, Decimal("0.01")):
            continue
        if before and abs(now - before) * 100 <= rule.threshold * before:
            continue
        yield _problem(
            filing,
            rule,
            code,
            answer.indicator.section.code,
            (
                _(
                    "»%(label)s« er %(now)s; sidste år: %(units)s %(before)s (%(change)s). Ret tallet, eller skriv kort, hvad der er sket."
                )
                if answer.previous.words
                else _(
                    "»%(label)s« er %(now)s; sidste år skrev I %(before)s (%(change)s). Ret tallet, eller skriv kort, hvad der er sket."
                )
            )
            % {
                "label": answer.indicator.label,
                "units": answer.previous.words,
                "now": shown(answer.indicator, now),
                "before": shown(answer.indicator, before),
                "change": change_text(now, before),
            },
        )


def change_text(now, before):
    """The change from `before` to `now` as `+12 %`, or a word where a whole percentage would mislead."""
    if now == before:
        return _("uændret")
    if not before:
        return _("fra nul")
    percent = (now - before) * 100 / before
    if abs(percent) < HALF:
        return _("under 1 procent")
    decimals = 1 if percent < JUST_ABOVE_NOTHING and now else 0
    sign = "+" if percent > 0 else ""
    return f"{sign}{format_number(percent, decimals)}{NO_BREAK_SPACE}%"


def _small_amount(filing, rule):
    for code in rule.subjects:
        answer = filing.answers[code]
        if answer.number is not None and 0 < answer.number < rule.threshold:
            yield _problem(
                filing,
                rule,
                code,
                answer.indicator.section.code,
                _(
                    "»%(label)s« er kun %(now)s, og beløb skrives i hele kroner, ikke i mio. Ret beløbet, eller skriv, at det passer."
                )
                % {"label": answer.indicator.label, "now": shown(answer.indicator, answer.number)},
            )


def _unanswered(filing, rule):
    for section in filing.sections:
        if section.code not in rule.subjects:
            continue
        asked = [
            filing.answers[row.code]
            for row in filing.indicators
            if row.section_id == section.pk and not row.is_list_of_countries
        ]
        gaps = [answer for answer in asked if not answer.is_answered]
        if not gaps:
            continue
        if len(gaps) == len(asked):
            message = _("Afsnittet »%(section)s« er tomt. Udfyld det, skriv 0, eller vælg »Ikke relevant for os«.") % {
                "section": section.title
            }
        else:
            message = ngettext(
                "»%(section)s«: %(count)d felt mangler svar (%(names)s). Skriv et tal, også når det er 0, eller vælg »Ikke relevant for os«.",
                "»%(section)s«: %(count)d felter mangler svar (%(names)s). Skriv et tal, også når det er 0, eller vælg »Ikke relevant for os«.",
                len(gaps),
            ) % {"section": section.title, "count": len(gaps), "names": _some_names(gaps)}
        yield _problem(filing, rule, section.code, section.code, message)


def _some_names(gaps):
    names = ", ".join(gap.indicator.label for gap in gaps[:NAMES_SHOWN])
    return names if len(gaps) <= NAMES_SHOWN else f"{names} …"


_CHECKS = {
    RuleKind.PART_OF: _part_of,
    RuleKind.ADDS_UP: _adds_up,
    RuleKind.JUMP: _jump,
    RuleKind.SMALL_AMOUNT: _small_amount,
    RuleKind.UNANSWERED: _unanswered,
}
