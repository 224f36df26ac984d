"""What stands beside the fields of one section: years before, notes, remarks, explanations, and who changed what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext as _

from reporting.submissions.checks import shown
from reporting.submissions.countries import country_choices, country_name
from reporting.submissions.models import Correction, CountryCount, FieldComment, FieldNote, ReportedValue
from reporting.submissions.queries.previous import NOTHING, Definition, Given, is_defined_anew, value_of_units

YEARS_BEFORE = 5


@dataclass(frozen=True)
class YearBefore:
    """The unit's number of one year before: its own or a sum (`whose` says of whom), after a break or not."""

    year: int
    number: Decimal | None = None
    whose: str = ""
    is_after_break: bool = False  # the question was asked otherwise in the year before with an answer


@dataclass(frozen=True)
class Beside:
    """What stands beside one field; `years` are the unit's numbers of the years before, oldest first.

    `is_after_break`: this year's question is not the one that was answered last.
    """

    years: tuple[YearBefore, ...] = ()
    is_after_break: bool = False
    note: FieldNote | None = None
    previous_notes: tuple[FieldNote, ...] = ()
    comments: tuple[FieldComment, ...] = ()
    correction: Correction | None = None

    @property
    def has_previous_note(self) -> bool:
        """Whether somebody left a word last year, in this unit or in one that became part of it."""
        return any(note.text for note in self.previous_notes)


def beside_fields(filing, sheet, *, with_notes=True) -> dict[str, Beside]:
    """What stands beside each field of the section, by code; three queries. The unit's notes are its own people's."""
    submission = filing.submission
    year, codes = submission.round.year, [answer.code for answer in sheet.answers]
    series = own_series(filing, codes, years=range(year - YEARS_BEFORE, year))
    notes = _notes(filing, codes) if with_notes else defaultdict(list)
    comments = comments_of(submission)
    return {
        answer.code: _beside(
            series.get(answer.code, {}),
            answer.indicator,
            year,
            note=next(iter(notes[year, answer.code]), None),
            previous_notes=tuple(notes[year - 1, answer.code]),
            comments=tuple(comments[answer.code]),
            correction=answer.correction,
        )
        for answer in sheet.answers
    }


def _notes(filing, codes):
    """The notes of this year and of last year, also of the units that became part of it, by year and code."""
    submission = filing.submission
    year = submission.round.year
    rows = FieldNote.objects.filter(
        submission__cluster__in=filing.lineage.ids,
        submission__round__year__in=(year - 1, year),
        indicator__code__in=codes,
    )
    notes = defaultdict(list)
    for note in rows.select_related("indicator", "submission__round", "submission__cluster", "updated_by").order_by(
        "pk"
    ):
        if note.submission.round.year < year or note.submission_id == submission.pk:
            notes[note.submission.round.year, note.indicator.code].append(note)
    return notes


def own_series(filing, codes, *, years, sent_only=False):
    """The unit's values of earlier `years` by code and year, as (Previous, Definition); one query.

    With `sent_only` filings that never were sent are left out.
    """
    submission = filing.submission
    lineages = {
        before: filing.successions.lineage(submission.cluster_id, submission.round.year, before) for before in years
    }
    rows = ReportedValue.objects.filter(
        submission__cluster__in=frozenset().union(*(lineage.ids for lineage in lineages.values())),
        submission__round__year__in=years,
        indicator__code__in=codes,
    )
    if sent_only:
        rows = rows.filter(submission__submitted_at__isnull=False)
    given, asked = defaultdict(dict), {}
    for code, year, unit, number, not_relevant, *question in rows.values_list(
        "indicator__code",
        "submission__round__year",
        "submission__cluster",
        "number",
        "not_relevant",
        *(f"indicator__{name}" for name in Definition._fields),
    ):
        given[code, year][unit] = Given(number, not_relevant)
        asked[code, year] = Definition(*question)
    series = defaultdict(dict)
    for (code, before), values in given.items():
        if not lineages[before].ids.isdisjoint(values):
            series[code][before] = value_of_units(lineages[before], values), asked[code, before]
    return series


def _beside(series, indicator, year, **talk):
    """The years of one question in order, with a break wherever it is asked otherwise than it was answered last."""
    years, last = [], None
    for before in range(min(series, default=year), year):
        value, asked = series.get(before, (NOTHING, None))
        is_break = bool(asked and last and is_defined_anew(last, asked))
        years.append(YearBefore(before, value.number, value.words, is_break))
        last = asked or last
    return Beside(years=tuple(years), is_after_break=bool(last and is_defined_anew(last, indicator)), **talk)


def countries_in(submission, indicator) -> dict[str, int]:
    """The list that stands in one question, as {country: count}."""
    rows = CountryCount.objects.filter(submission=submission, indicator=indicator)
    return dict(rows.values_list("country", "count"))


def comments_of(submission) -> dict[str, list[FieldComment]]:
    """The threads of a filing by the code of their question, each in the order of time."""
    threads = defaultdict(list)
    for comment in FieldComment.objects.filter(submission=submission).select_related("indicator", "by"):
        threads[comment.indicator.code].append(comment)
    return threads


def countries_to_choose(submission):
    """The countries for the lists of a section, those first that all units named most in the year before."""
    year = submission.round.year - 1
    rows = CountryCount.objects.filter(submission__round__year=year).values_list("country")
    return country_choices(dict(rows.annotate(times=Count("pk"))))


@dataclass(frozen=True)
class Change:
    """One change of an answer: who, when, and what stood afterwards; `plain` is a number that may be put back."""

    who: str
    at: datetime
    text: str
    plain: str = ""


def changes_of(submission, indicator) -> list[Change]:
    """Every change of one answer, the latest first."""
    if indicator.is_list_of_countries:
        return _list_changes(submission, indicator)
    rows = ReportedValue.history.filter(submission=submission, indicator=indicator).select_related("history_user")
    return [
        Change(
            who=str(row.history_user or _("ukendt")),
            at=row.history_date,
            text=_("Ikke relevant")
            if row.not_relevant
            else _("tomt")
            if row.number is None
            else shown(indicator, row.number),
            plain="" if row.number is None else shown(indicator, row.number).removesuffix("\u00a0kr."),
        )
        for row in rows.order_by("-history_id")
    ]


def _list_changes(submission, indicator):
    rows = CountryCount.history.filter(submission=submission, indicator=indicator).select_related("history_user")
    words = {
        "+": _("%(country)s: %(count)d"),
        "~": _("%(country)s rettet til %(count)d"),
        "-": _("%(country)s slettet"),
    }
    return [
        Change(
            who=str(row.history_user or _("ukendt")),
            at=row.history_date,
            text=words[row.history_type] % {"country": country_name(row.country), "count": row.count},
        )
        for row in rows.order_by("-history_id")
    ]
