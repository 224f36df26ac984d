"""A receipt as it is read: every question of the year with what was answered, in the order of the form."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting.catalogue.models import Indicator, Section
from reporting.numbers import format_exact
from reporting.submissions.queries import NOT_RELEVANT, country_name, fingerprint_of, in_order


@dataclass(frozen=True)
class Line:
    """One question and its answer in words and digits; `countries` holds (name, count) for a list of countries."""

    indicator: Indicator
    text: str
    has_number: bool
    countries: tuple[tuple[str, int], ...] = ()
    explanations: tuple[str, ...] = ()


@dataclass(frozen=True)
class SectionLines:
    """One section of the form with its answers, and the unit's words on what it left open."""

    section: Section
    lines: tuple[Line, ...]
    explanations: tuple[str, ...]


@dataclass(frozen=True)
class ReceiptSheet:
    """A receipt with everything that its page and its file show."""

    receipt: object
    submission: object
    sections: tuple[SectionLines, ...]
    answered: int
    not_relevant: int
    unanswered: int

    @property
    def is_genuine(self) -> bool:
        """Whether the copy that is kept still has the fingerprint that was given out."""
        return fingerprint_of(self.receipt.content) == self.receipt.kept_fingerprint

    @property
    def fingerprint_rows(self) -> tuple[str, ...]:
        """The whole fingerprint in two rows of fours."""
        fours = [self.receipt.fingerprint[start : start + 4] for start in range(0, 64, 4)]
        return " ".join(fours[:8]), " ".join(fours[8:])


def sheet_of(receipt, submission) -> ReceiptSheet:
    """Read a receipt of the filing against the questions of its round, which are frozen."""
    catalogue = submission.round.catalogue_id
    answers, explained = receipt.content["answers"], _explanations(receipt.content)
    indicators = list(Indicator.objects.filter(section__catalogue=catalogue).select_related("section"))
    asked = [answers.get(row.code) for row in indicators if not row.is_list_of_countries]
    return ReceiptSheet(
        receipt=receipt,
        submission=submission,
        sections=tuple(
            SectionLines(
                section=section,
                lines=tuple(
                    _line(row, answers.get(row.code), explained) for row in indicators if row.section_id == section.pk
                ),
                explanations=tuple(explained.get(section.code, ())),
            )
            for section in Section.objects.filter(catalogue=catalogue)
        ),
        answered=sum(1 for answer in asked if answer not in (None, NOT_RELEVANT)),
        not_relevant=asked.count(NOT_RELEVANT),
        unanswered=asked.count(None),
    )


def _explanations(content):
    """The unit's sentences by the code they are about."""
    by_subject = {}
    for _rule, subject, text in content["explanations"]:
        by_subject.setdefault(subject, []).append(text)
    return by_subject


def _line(indicator, answer, explained):
    explanations = tuple(explained.get(indicator.code, ()))
    if indicator.is_list_of_countries:
        countries = tuple((country_name(code), count) for code, count in in_order(answer or {}))
        return Line(indicator, "" if countries else _("Ingen lande"), False, countries, explanations)
    if answer is None:
        return Line(indicator, _("Ikke besvaret"), False, (), explanations)
    if answer == NOT_RELEVANT:
        return Line(indicator, _("Ikke relevant"), False, (), explanations)
    return Line(indicator, format_exact(Decimal(answer)), True, (), explanations)
