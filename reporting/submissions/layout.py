"""How a section's form is laid out: crispy rows for a question and for a sum, with all that stands beside them."""

from dataclasses import dataclass
from decimal import Decimal

from crispy_forms.layout import LayoutObject
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from reporting.charts import little_columns
from reporting.numbers import NO_BREAK_SPACE, format_exact, round_half_up
from reporting.submissions.checks import Problem


@dataclass(frozen=True)
class ProblemRow:
    """A finding as it is shown beside its field: with the explanation as it stands or was typed."""

    problem: Problem
    text: str = ""
    seen: str = ""
    errors: tuple[str, ...] = ()
    before: str = ""  # what the unit explained last year, offered again

    @property
    def offer(self):
        """Last year's explanation, where it is not what stands already."""
        return self.before if self.before != self.text else ""


def problem_rows(sheet, subject, *, before, form=None):
    """The findings on one question, or on the section as a whole (its code), as rows.

    `before` are last year's explanations; with a form the texts are those on the page, also refused ones.
    """
    found = [
        row for row in sheet.problems if row.subject == subject and not row.is_question
    ]  # it stands beside the field
    return [_problem_row(problem, form, before.get((problem.rule, problem.subject))) for problem in found]


def _problem_row(problem, form, before):
    name = problem.field_name
    stands = problem.explanation.text if problem.explanation else ""
    before = before.text if before else ""
    if form is None or name not in form.fields:
        return ProblemRow(problem, stands, stands, before=before)
    return ProblemRow(
        problem,
        text=form[name].value() or "",
        seen=form[f"{name}__seen"].value() or "",
        errors=tuple(form[name].errors),
        before=before,
    )


class FieldRow(LayoutObject):
    """One question on the page: label, definition, input, unit, the years before, what is wrong, and the talk."""

    template = "reporting/submissions/field_row.html"

    def __init__(self, answer, *, problems, heading, filing, beside, share, counted_in, is_shut):
        self.answer = answer
        self.problems = problems
        self.heading = heading
        self.filing = filing
        self.beside = beside
        self.share = share
        self.counted_in = counted_in
        self.is_shut = is_shut

    def render(self, form, context, template_pack=None, **kwargs):
        """The row as HTML."""
        code = self.answer.code
        context = {
            "field": form[code],
            "answer": self.answer,
            "indicator": self.answer.indicator,
            "heading": self.heading,
            "previous_year": self.filing.previous_year,
            "round": self.filing.submission.round,
            "cluster": self.filing.submission.cluster,
            "rows": self.problems,
            "version_field": form[f"{code}__version"],
            "not_relevant_field": form.fields.get(f"{code}__not_relevant") and form[f"{code}__not_relevant"],
            "locked": form.is_locked,
            "is_shut": self.is_shut,
            "asked": self.filing.asked.get(code),
            "share": self.share,
            "counted_in": self.counted_in,
            "writable": not form.is_locked,
            "chart": self._chart(),
            "beside": self.beside,
            "note_field": self.beside and form[f"note__{code}"],
            "note_version_field": self.beside and form[f"note__{code}__version"],
            "comment_field": self.beside and form[f"comment__{code}"],
        }
        return render_to_string(self.template, context)

    def _chart(self):
        """The bars of the years, where there is more to see than last year's number, which stands beside it."""
        known = [number for _year, number in self.beside.years if number is not None] if self.beside else []
        if len(known) < 2 or self.answer.indicator.is_list_of_countries:
            return ""
        year = self.filing.submission.round.year
        points = [*self.beside.years, (year, self.answer.number)]
        said = "; ".join(
            f"{of_year}: {_('intet tal') if number is None else format_exact(number)}" for of_year, number in points
        )
        values = [None if number is None else float(number) for _year, number in points]
        return little_columns(values, title=f"{self.answer.indicator.label}. {said}")


@dataclass(frozen=True)
class Share:
    """What part of a whole the answer is, as the page says it and as the script keeps it up to date."""

    of: str  # code of the whole, or the codes of the addends of a sum
    label: str
    text: str


def share_of(number: Decimal | None, whole: Decimal | None, *, of, label) -> Share:
    """The share in whole percent, rounded half up; no text where one of the two is missing or the whole is 0."""
    known = number is not None and whole
    text = f"{round_half_up(number * 100 / whole):f}{NO_BREAK_SPACE}%" if known else ""
    return Share(of=of, label=label, text=text)


class SubtotalRow(LayoutObject):
    """The unit's own sum of the questions above, kept up to date while one types."""

    template = "reporting/submissions/subtotal_row.html"

    def __init__(self, measure, total, addends):
        self.context = {"measure": measure, "total": total, "addends": addends}

    def render(self, form, context, template_pack=None, **kwargs):
        """The row as HTML."""
        return render_to_string(self.template, self.context)
