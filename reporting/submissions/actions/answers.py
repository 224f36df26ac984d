"""Saving answers and explanations.

A save takes the filing's row first, so saves to one filing queue up and none can slip in after it was
sent; each value is then written by a conditional UPDATE on the version it was based on.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from reporting.catalogue.models import Indicator, Rule, Strength
from reporting.submissions.actions.filing import FieldShut, field_shut, take, touch
from reporting.submissions.actions.values import content_of, write_value
from reporting.submissions.models import CountryCount, Explanation, ReportedValue, Waiver
from reporting.submissions.queries import load_filing


@dataclass(frozen=True)
class CountryEntry:
    """One list of countries as a person gives it; `based_on` is the list they saw."""

    code: str
    countries: dict[str, int]
    based_on: dict[str, int]


@dataclass(frozen=True)
class ExplanationEntry:
    """One explanation as a person gives it; `based_on` is the text they saw, None takes whatever stands."""

    rule: str
    subject: str
    text: str
    based_on: str | None = None

    @property
    def field_name(self) -> str:
        """Name of the input in which it is typed."""
        return f"explain__{self.rule}__{self.subject}"


@dataclass
class Saved:
    """What became of a save: what was written, and for each lost race what stands."""

    codes: list[str] = field(default_factory=list)
    explained: list[tuple[str, str]] = field(default_factory=list)
    conflicts: dict[str, ReportedValue | None] = field(default_factory=dict)
    country_conflicts: dict[str, dict[str, int]] = field(default_factory=dict)
    explanation_conflicts: dict[tuple[str, str], Explanation | None] = field(default_factory=dict)
    shut: dict[str, str] = field(default_factory=dict)  # by field, why one that the review left locked was not written

    @property
    def is_whole(self) -> bool:
        """Whether no race was lost and no field was shut."""
        return not (self.shut or self.conflicts or self.country_conflicts or self.explanation_conflicts)

    @property
    def is_empty(self) -> bool:
        """Whether nothing had to be written."""
        return not self.codes and not self.explained


@transaction.atomic
def save_answers(*, submission, entries=(), country_entries=(), explanations=(), by, at, on_behalf=False) -> Saved:
    """Write answers and explanations into an open filing; what is unchanged is left alone, so saving twice is saving once.

    Raises FilingLocked when the filing is not with the unit any more. A value that somebody else changed
    after `based_on` is not overwritten: it comes back in `conflicts`, unless the person had not touched it.
    A field that the review did not ask about, where it asked about single ones, comes back in `shut`.
    `on_behalf` is for an editor who writes for the unit in a filing that the caller has taken.
    """
    submission = submission if on_behalf else take(submission, at=at)
    filing = load_filing(submission) if submission.is_open_in_part else None
    codes = [entry.code for entry in (*entries, *country_entries)]
    indicators = {
        row.code: row
        for row in Indicator.objects.filter(section__catalogue=submission.round.catalogue_id, code__in=codes)
    }
    saved = Saved()
    values = {
        value.indicator.code: value
        for value in ReportedValue.objects.filter(submission=submission, indicator__code__in=codes).select_related(
            "indicator", "updated_by"
        )
    }
    if filing:
        entries = [entry for entry in entries if _is_open(filing, entry.code, entry.content, saved)]
        country_entries = [entry for entry in country_entries if _is_open(filing, entry.code, entry.countries, saved)]
        explanations = [entry for entry in explanations if _may_explain(filing, entry, saved)]
    for entry in entries:
        _save_value(submission, indicators[entry.code], values.get(entry.code), entry, by, at, saved)
    for entry in country_entries:
        _save_countries(submission, indicators[entry.code], entry, by, at, saved)
    for entry in explanations:
        _save_explanation(submission, entry, by, at, saved)
    if not saved.is_empty:
        touch(submission, at)
    return saved


def _is_open(filing, code, content, saved):
    """Whether the field may be written; where it is shut and would be changed, that is noted."""
    if code in filing.open_codes:
        return True
    answer = filing.answers[code]
    stands = answer.countries if answer.indicator.is_list_of_countries else content_of(answer.value)
    if content != stands:
        saved.shut[code] = field_shut(answer.indicator)
    return False


def _may_explain(filing, entry, saved):
    """Whether the explanation may be written; where it may not and would be changed, that is noted."""
    if filing.may_explain(entry.rule, entry.subject):
        return True
    standing = filing.explanations.get((entry.rule, entry.subject))
    if " ".join(entry.text.split()) != (standing.text if standing else ""):
        saved.shut[entry.field_name] = _(
            "Forklaringen er låst, for gennemsynet har ikke spurgt til det tal. Skriv til Cluster Excellence Denmark, hvis den skal rettes."
        )
    return False


def _save_value(submission, indicator, value, entry, by, at, saved):
    if entry.content == content_of(value):
        return
    if write_value(submission.pk, indicator, value, entry, by=by, at=at):
        saved.codes.append(entry.code)
    elif value is None or not _untouched(value, entry):
        saved.conflicts[entry.code] = value


def _untouched(value, entry):
    """Whether the person only sent back what they had been shown, so that there is nothing to choose."""
    if entry.based_on == 0:
        return entry.content == (None, False)
    shown = value.history.filter(version=entry.based_on).first()
    return shown is not None and (shown.number, shown.not_relevant) == entry.content


def _save_countries(submission, indicator, entry, by, at, saved):
    """Bring the list to what the person gave, country by country, so that each has its own history."""
    rows = {row.country: row for row in CountryCount.objects.filter(submission=submission, indicator=indicator)}
    standing = {country: row.count for country, row in rows.items()}
    if entry.countries in (standing, entry.based_on):
        return  # nothing new, or a colleague's newer list that the person left alone
    if standing != entry.based_on:
        saved.country_conflicts[entry.code] = standing
        return
    told = {"default_user": by, "default_date": at}
    new = [
        CountryCount(submission=submission, indicator=indicator, country=country, count=count)
        for country, count in entry.countries.items()
        if country not in rows
    ]
    bulk_create_with_history(new, CountryCount, **told)
    changed = [row for country, row in rows.items() if entry.countries.get(country, row.count) != row.count]
    for row in changed:
        row.count = entry.countries[row.country]
    bulk_update_with_history(changed, CountryCount, ["count"], **told)
    gone = [row for country, row in rows.items() if country not in entry.countries]
    for row in gone:
        row._history_user, row._history_date = by, at
        row.delete()
    Waiver.objects.filter(submission=submission, subject=entry.code).delete()  # it held for the list as it stood
    saved.codes.append(entry.code)


def _save_explanation(submission, entry, by, at, saved):
    """Write, change or (with a blank text) take back one explanation, unless a colleague changed it meanwhile.

    The same text again confirms it for a number that was changed since, unless it was changed in this
    very save (`at`): then the person has not seen the two together yet.
    """
    rows = Explanation.objects.filter(submission=submission, rule=entry.rule, subject=entry.subject)
    standing = rows.select_related("updated_by").first()
    stands = standing.text if standing else ""
    seen = stands if entry.based_on is None else " ".join(entry.based_on.split())
    wanted = " ".join(entry.text.split())
    if wanted == stands:
        if standing and _was_outdated(submission, standing, at):
            rows.update(updated_at=at, updated_by=by)
            saved.explained.append((entry.rule, entry.subject))
        return
    if wanted == seen:
        return  # a colleague's newer text, which the person left alone
    if stands != seen:
        saved.explanation_conflicts[entry.rule, entry.subject] = standing
        return
    if wanted:
        Explanation.objects.update_or_create(
            submission=submission,
            rule=entry.rule,
            subject=entry.subject,
            defaults={"text": wanted, "updated_at": at, "updated_by": by},
        )
    else:
        rows.delete()
    saved.explained.append((entry.rule, entry.subject))


def _was_outdated(submission, explanation, at):
    changed_at = (
        ReportedValue.objects.filter(submission=submission, indicator__code=explanation.subject)
        .values_list("updated_at", flat=True)
        .first()
    )
    return changed_at is not None and explanation.updated_at < changed_at < at


def save_explanation(*, filings, section, entry, by, at) -> Explanation | None:
    """Save one explanation from a section's page and return what stands; `filings` is the one that `by` may write in.

    Raises Indicator.DoesNotExist where there is no such filing, or no soft check of that name in the section.
    """
    submission = filings.select_related("round").first()
    if submission is None:
        raise Indicator.DoesNotExist
    catalogue = submission.round.catalogue_id
    here = Indicator.objects.filter(section__catalogue=catalogue, section__code=section)
    is_subject = entry.subject == section or here.filter(code=entry.subject).exists()
    soft = Rule.objects.filter(catalogue=catalogue, code=entry.rule, strength=Strength.SOFT)
    if not is_subject or not soft.exists():
        raise Indicator.DoesNotExist
    saved = save_answers(submission=submission, explanations=[entry], by=by, at=at)
    if saved.shut:
        raise FieldShut(saved.shut[entry.field_name])
    rows = Explanation.objects.filter(submission=submission, rule=entry.rule, subject=entry.subject)
    return rows.select_related("updated_by").first()


def explain(*, submission, rule, subject, text, by, at):
    """Explain one finding, whatever stood there; people's pages go through save_answers and say what they saw."""
    return save_answers(submission=submission, explanations=[ExplanationEntry(rule, subject, text)], by=by, at=at)
