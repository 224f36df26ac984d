"""How a section's form is laid out: crispy rows for a question and for a sum, with all that stands beside them."""

from dataclasses import dataclass
from decimal import Decimal

from crispy_forms.layout import LayoutObject
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from reporting.charts import little_columns
from reporting.numbers import NO_BREAK_SPACE, format_exact, round_half_up
from reporting.submissions.checks import Problem
from reporting.submissions.queries import Offer, YearBefore


@dataclass(frozen=True)
class ProblemRow:
    """A finding as it is shown beside its field: with the explanation as it stands or was typed."""

    problem: Problem
    text: str = ""
    seen: str = ""
    errors: tuple[str, ...] = ()
    before: tuple[Offer, ...] = ()  # what was explained last year, offered again

    @property
    def offers(self):
        """Last year's explanations, but for one that stands already."""
        return [offer for offer in self.before if offer.text != self.text]


def problem_rows(sheet, subject, *, before, form=None):
    """The findings on one question, or on the section as a whole (its code), as rows.

    `before` are last year's explanations; with a form the texts are those on the page, also refused ones.
    """
    found = [
        row for row in sheet.problems if row.subject == subject and not row.is_question
    ]  # it stands beside the field
    return [_problem_row(problem, form, before.get((problem.rule, problem.subject), ())) for problem in found]


def _problem_row(problem, form, before):
    name = problem.field_name
    stands = problem.explanation.text if problem.explanation else ""
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
        years = self.beside.years if self.beside else ()
        if sum(year.number is not None for year in years) < 2 or self.answer.indicator.is_list_of_countries:
            return ""
        this = YearBefore(
            self.filing.submission.round.year, self.answer.number, is_after_break=self.beside.is_after_break
        )
        return own_years([*years, this], title=self.answer.indicator.label)


def own_years(years, *, title):
    """A unit's years as little columns: sums over merged units in outline, a dashed line where the series breaks."""

    def said(year):
        text = _("intet tal") if year.number is None else format_exact(year.number)
        whose = f" ({year.whose})" if year.whose else ""
        return f"{_('ny definition') + ', ' if year.is_after_break else ''}{year.year}: {text}{whose}"

    return little_columns(
        [None if year.number is None else float(year.number) for year in years],
        title=f"{title}. {'; '.join(map(said, years))}",
        breaks={place for place, year in enumerate(years) if year.is_after_break},
        merged={place for place, year in enumerate(years) if year.whose},
    )


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
