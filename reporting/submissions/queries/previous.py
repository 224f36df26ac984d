"""What a unit's values of an earlier year are, also when units have merged since: the one place that knows.

From a Succession's year on the successor carries its predecessors on, so its value of a year before that is
their sum, with its own where it filed then. A predecessor that several units carry on cannot be shared out:
then there is no value to compare with, and it is said why. Missing, zero and »not relevant« stay three things.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import Cluster
from reporting.submissions.models import CountryCount, ReportedValue, Submission
from reporting.submissions.queries.lineage import Lineage, Successions, enumerated, successions_until


@dataclass(frozen=True)
class Part:
    """What one unit answered in the earlier year; without number, countries and »not relevant« it did not answer."""

    unit: str
    number: Decimal | None = None
    not_relevant: bool = False
    countries: Mapping[str, int] = field(default_factory=dict)
    is_missing: bool = False


@dataclass(frozen=True)
class Previous:
    """One value of an earlier year: of the unit itself, or the sum over the units that it has become.

    `sources` are the parts of a sum, empty for the unit's own value; without `is_complete` one of them did not
    answer. `is_broken`: the question has been defined anew since, and `definition` is what it said then.
    """

    number: Decimal | None = None
    not_relevant: bool = False
    countries: Mapping[str, int] = field(default_factory=dict)
    sources: tuple[Part, ...] = ()
    is_complete: bool = True
    is_broken: bool = False
    definition: str = ""
    split: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether a number or »not relevant« stands."""
        return self.number is not None or self.not_relevant

    @property
    def comparable(self) -> Decimal | None:
        """The number, where this year's may be held against it: same question, nobody missing."""
        return self.number if self.is_complete and not self.is_broken else None

    @property
    def words(self) -> str:
        """Whose the value is, where it is not simply the unit's own: »A og B tilsammen«; also why there is none."""
        if self.split or not self.sources:
            return self.split
        missing = [part.unit for part in self.sources if part.is_missing]
        there = [part.unit for part in self.sources if not part.is_missing]
        if not there:
            return _("%(units)s indberettede ikke") % {"units": enumerated(missing)}
        if missing:
            return _("kun %(units)s; %(missing)s indberettede ikke") % {
                "units": enumerated(there),
                "missing": enumerated(missing),
            }
        if len(there) == 1:
            return _("indberettet af %(unit)s") % {"unit": there[0]}
        irrelevant = [part.unit for part in self.sources if part.not_relevant]
        if irrelevant and not self.not_relevant:
            return _("%(units)s tilsammen, ikke relevant for %(irrelevant)s") % {
                "units": enumerated(there),
                "irrelevant": enumerated(irrelevant),
            }
        return _("%(units)s tilsammen") % {"units": enumerated(there)}

    @property
    def short_words(self) -> str:
        """The same where the page has named the units already: »2 enheder tilsammen« for a sum that lacks nobody."""
        count = len(self.sources)
        if self.split or count < 2 or not self.is_complete:
            return self.words
        return ngettext("%(count)d enhed tilsammen", "%(count)d enheder tilsammen", count) % {"count": count}


NOTHING = Previous()


def added_up(parts: Iterable[Part]) -> Previous:
    """The sum over `parts`: numbers and countries added, »not relevant« where all say so, incomplete where one is missing."""
    parts = tuple(parts)
    numbers = [part.number for part in parts if part.number is not None]
    countries = defaultdict(int)
    for part in parts:
        for country, count in part.countries.items():
            countries[country] += count
    return Previous(
        number=sum(numbers, Decimal(0)) if numbers else None,
        not_relevant=bool(parts) and all(part.not_relevant for part in parts),
        countries=dict(countries),
        sources=parts,
        is_complete=not any(part.is_missing for part in parts),
    )


class Given(NamedTuple):
    """What one unit answered to one question in a series of years."""

    number: Decimal | None = None
    not_relevant: bool = False


class Definition(NamedTuple):
    """What makes a question the same one in two years."""

    definition_version: int
    unit: str
    data_type: str


def is_defined_anew(before, now) -> bool:
    """Whether two years ask something else under one code: another definition, another unit, another kind of answer."""
    return any(getattr(before, name) != getattr(now, name) for name in Definition._fields)


@dataclass(frozen=True)
class Answers:
    """The answers of filings by filing and code, with the questions as they were asked then."""

    values: Mapping[int, Mapping[str, ReportedValue]]
    countries: Mapping[int, Mapping[str, Mapping[str, int]]]
    asked: Mapping[int, Mapping[str, object]]


def with_corrections(values):
    """The values, each joined with the correction on the unit's behalf that it still is."""
    return values.annotate(
        correction=FilteredRelation(
            "submission__corrections",
            condition=Q(
                submission__corrections__indicator=F("indicator"), submission__corrections__value_version=F("version")
            ),
        )
    )


def answers_of(submission_ids) -> Answers:
    """All answers of the filings with the corrections that still stand; two queries, however many there are."""
    ids = list(submission_ids)
    values, countries, asked = defaultdict(dict), defaultdict(lambda: defaultdict(dict)), defaultdict(dict)
    if ids:
        for value in with_corrections(ReportedValue.objects.filter(submission__in=ids)).select_related(
            "indicator", "updated_by", "correction__by"
        ):
            values[value.submission_id][value.indicator.code] = value
            asked[value.submission_id][value.indicator.code] = value.indicator
        for row in CountryCount.objects.filter(submission__in=ids).select_related("indicator"):
            countries[row.submission_id][row.indicator.code][row.country] = row.count
            asked[row.submission_id][row.indicator.code] = row.indicator
    return Answers(values, countries, asked)


@dataclass(frozen=True)
class LastYear:
    """Whose filings of the year before count for whom; whatever became of them, also reopened or never sent ones."""

    year: int
    successions: Successions
    lineages: Mapping[int, Lineage]
    filings: Mapping[int, int]  # filing by unit

    def lineage(self, unit_id) -> Lineage:
        """The lineage of one of the units that were asked for."""
        return self.lineages[unit_id]

    def is_known(self, unit_id) -> bool:
        """Whether there is anything of that year to show beside the unit's own figures."""
        lineage = self.lineages[unit_id]
        return bool(lineage.split) or not lineage.ids.isdisjoint(self.filings)

    def filings_of(self, unit_id) -> list[tuple[int, Cluster | None, int]]:
        """The filings behind one unit's values as (unit, the unit where there are several, filing)."""
        lineage = self.lineages[unit_id]
        units = [(unit.pk, unit) for unit in lineage.units] or [(unit_id, None)]
        return [(pk, unit, self.filings[pk]) for pk, unit in units if pk in self.filings]

    def value(self, unit_id, indicator, answers: Answers) -> Previous:
        """One unit's value of that year for a question as it is asked now."""
        lineage, code = self.lineages[unit_id], indicator.code
        if lineage.split:
            return Previous(split=lineage.split)
        asked = [
            answers.asked[filing][code]
            for _pk, _unit, filing in self.filings_of(unit_id)
            if code in answers.asked[filing]
        ]
        if not asked:
            return NOTHING
        if lineage.is_merged:
            value = added_up(self._parts(lineage, indicator, answers))
        else:
            filing = self.filings[unit_id]
            part = _part("", indicator, answers, filing)
            value = Previous(number=part.number, not_relevant=part.not_relevant, countries=part.countries)
        return broken(value, asked[0]) if is_defined_anew(asked[0], indicator) else value

    def _parts(self, lineage, indicator, answers):
        """One part a unit; one that had not come about yet, or is the unit itself and did not file, is none."""
        for unit in lineage.units:
            filing = self.filings.get(unit.pk)
            if filing is not None:
                yield _part(unit.short_name, indicator, answers, filing)
            elif unit.pk != lineage.unit_id and unit.pk not in lineage.later:
                yield Part(unit.short_name, is_missing=True)


def _part(name, indicator, answers, filing):
    value = answers.values[filing].get(indicator.code)
    return Part(
        name,
        number=value.number if value else None,
        not_relevant=bool(value and value.not_relevant),
        countries=answers.countries[filing].get(indicator.code, {}),
        # A unit without collaborations has an empty list, and has answered all the same.
        is_missing=not indicator.is_list_of_countries and not (value and value.is_answered),
    )


def value_of_units(lineage: Lineage, values: Mapping[int, Given]) -> Previous:
    """One unit's number of an earlier year from what that year's units gave; who is not there did not answer.

    For a series of years, where nobody asks whether a filing without an answer stood there: the unit itself is
    then no part of the sum.
    """
    if lineage.split:
        return Previous(split=lineage.split)
    if not lineage.is_merged:
        return Previous(*values[lineage.unit_id]) if lineage.unit_id in values else NOTHING
    return added_up(
        Part(unit.short_name, *values[unit.pk], is_missing=values[unit.pk] == Given())
        if unit.pk in values
        else Part(unit.short_name, is_missing=True)
        for unit in lineage.units
        if unit.pk in values or (unit.pk != lineage.unit_id and unit.pk not in lineage.later)
    )


def broken(value: Previous, asked) -> Previous:
    """The value as one of a question that was asked otherwise then."""
    return replace(value, is_broken=True, definition=asked.definition)


def year_before(unit_ids, year) -> LastYear:
    """Whose filings of the year before `year` count for each of the units; two queries, however many units."""
    successions = successions_until(year)
    lineages = {unit_id: successions.lineage(unit_id, year, year - 1) for unit_id in unit_ids}
    concerned = frozenset().union(*(lineage.ids for lineage in lineages.values()))
    rows = Submission.objects.filter(round__year=year - 1, cluster__in=concerned).values_list("cluster", "pk")
    return LastYear(year - 1, successions, lineages, dict(rows))


@dataclass(frozen=True)
class Offer:
    """What was explained last year, to be used again; `unit` is the predecessor that wrote it, empty for the unit's own."""

    text: str
    unit: str = ""


def offers_of(filings, submission, explanations):
    """What the units behind last year's values explained then, by rule and subject."""
    offers = defaultdict(tuple)
    for unit_id, unit, pk in filings:
        name = "" if unit_id == submission.cluster_id else unit.short_name
        for key, row in explanations[pk].items():
            offers[key] += (Offer(row.text, name),)
    return dict(offers)
