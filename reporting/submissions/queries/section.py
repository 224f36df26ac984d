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
from reporting.submissions.queries.returns import corrections_of

YEARS_BEFORE = 5


@dataclass(frozen=True)
class Beside:
    """What stands beside one field; `years` are the unit's own numbers of the years before, oldest first."""

    years: tuple[tuple[int, Decimal | None], ...] = ()
    note: FieldNote | None = None
    previous_note: FieldNote | None = None
    comments: tuple[FieldComment, ...] = ()
    correction: Correction | None = None


def beside_fields(filing, sheet, *, with_notes=True) -> dict[str, Beside]:
    """What stands beside each field of the section, by code; four queries. The unit's notes are its own people's."""
    submission = filing.submission
    year, codes = submission.round.year, [answer.code for answer in sheet.answers]
    own = {"submission__cluster": submission.cluster_id, "indicator__code__in": codes}
    numbers = defaultdict(dict)
    for code, of_year, number in ReportedValue.objects.filter(
        **own, submission__round__year__range=(year - YEARS_BEFORE, year - 1)
    ).values_list("indicator__code", "submission__round__year", "number"):
        numbers[code][of_year] = number
    first = min((of_year for years in numbers.values() for of_year in years), default=year)
    notes = {}
    if with_notes:
        rows = FieldNote.objects.filter(**own, submission__round__year__in=(year - 1, year))
        for note in rows.select_related("indicator", "submission__round", "updated_by"):
            notes[note.submission.round.year, note.indicator.code] = note
    comments, corrections = comments_of(submission), corrections_of(submission)
    return {
        code: Beside(
            years=tuple((before, numbers[code].get(before)) for before in range(first, year)),
            note=notes.get((year, code)),
            previous_note=notes.get((year - 1, code)),
            comments=tuple(comments[code]),
            correction=corrections.get(code),
        )
        for code in codes
    }


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
