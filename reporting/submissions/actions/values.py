"""Writing one value: a conditional UPDATE on the version it was based on, with its history.

`save_value` is what a field sends while somebody types: the same as a save of the whole page, for one
value, in as few statements as it takes (one reads, three write).
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.utils.timezone import localdate

from reporting.catalogue.models import Indicator
from reporting.submissions.actions.filing import FieldShut, field_shut, take, touch
from reporting.submissions.models import ReportedValue, ReturnedField, Submission, Unlocked
from reporting.submissions.queries import load_filing


@dataclass(frozen=True)
class Entry:
    """One answer as a person gives it; `based_on` is the value's version they saw (0: no value yet)."""

    code: str
    number: Decimal | None
    not_relevant: bool = False
    based_on: int = 0

    @property
    def content(self):
        """The answer itself: (number, whether it is not relevant)."""
        return (None if self.not_relevant else self.number, self.not_relevant)


@dataclass(frozen=True)
class SavedValue:
    """What became of one save: `value` is what stands now (None: no answer)."""

    is_conflict: bool
    value: ReportedValue | None


class _RaceLost(Exception):
    """Somebody else changed the value first; nothing of this save was written."""


def indicator_in(*, filings, section, code):
    """The question `code` of a section, with the standing value as `standing` and the filing's key as `filing_id`.

    `filings` is the one filing that the person may write in, as a queryset. Raises Indicator.DoesNotExist
    when it is not one, or when its year does not ask this.
    """
    here = filings.order_by()
    return (
        Indicator.objects.filter(
            code=code, section__code=section, section__catalogue__in=here.values("round__catalogue")
        )
        .annotate(
            filing_id=Subquery(here.values("pk")[:1]),
            answer=FilteredRelation("values", condition=Q(values__submission=F("filing_id"))),
        )
        .select_related("answer")
        .get()
    )


def filing_of(indicator):
    """The filing of a question that indicator_in found, by its key alone: what a write needs to take it."""
    return Submission(pk=indicator.filing_id)


def save_value(*, indicator, entry, key, by, at, after="") -> SavedValue:
    """Write one answer into an open filing, on the version it was based on; `indicator` is indicator_in's.

    `key` names this very save: sent a second time it is known, also when somebody wrote after it. `after` names an
    earlier save of the same field that got no answer: if it is what stands, this one follows it. Raises FilingLocked.
    """
    standing = getattr(indicator, "answer", None)
    if after and standing and standing.save_key == after:
        entry = replace(entry, based_on=standing.version)
    if entry.content == content_of(standing):
        return SavedValue(is_conflict=False, value=standing)
    try:
        with transaction.atomic():
            _take_and_touch(indicator, at)
            value = write_value(indicator.filing_id, indicator, standing, entry, by=by, at=at, key=key)
            if value is None:
                raise _RaceLost
    except (_RaceLost, IntegrityError):
        return _after_a_lost_race(indicator, entry, key)
    return SavedValue(is_conflict=False, value=value)


def _take_and_touch(indicator, at):
    """Lock the filing's row and count the change in one statement; raises FilingLocked unless the unit may write here."""
    rows = Submission.objects.filter(pk=indicator.filing_id).writable_on(localdate(at))
    asked = ReturnedField.objects.open().filter(submission=OuterRef("pk"), indicator=indicator)
    here = rows.filter(Q(unlocked=Unlocked.ALL) | Exists(asked))
    if not here.update(version=F("version") + 1, changed_at=at):
        filing = load_filing(take(filing_of(indicator), at=at))
        if indicator.code not in filing.open_codes:
            raise FieldShut(field_shut(indicator))
        touch(filing.submission, at)


def _after_a_lost_race(indicator, entry, key):
    """What stands, and whether it is a conflict: not if the same was written, or this save was there before."""
    try:
        value = ReportedValue.objects.select_related("updated_by").get(
            submission=indicator.filing_id, indicator=indicator
        )
    except ObjectDoesNotExist:
        return SavedValue(is_conflict=True, value=None)
    is_known = value.content == entry.content or bool(key and value.history.filter(save_key=key).exists())
    return SavedValue(is_conflict=not is_known, value=value)


def content_of(value):
    """What a value says, for comparison with an entry's content; a question without a row is unanswered."""
    return value.content if value else (None, False)


def write_value(submission_id, indicator, value, entry, *, by, at, key=""):
    """Write `entry` over `value` (None: no row yet) with its history; None when the version is not the one seen.

    Runs inside the transaction of a caller that has locked the filing.
    """
    number, not_relevant = entry.content
    if value is None:
        if entry.based_on:
            return None
        value = ReportedValue(
            submission_id=submission_id,
            indicator=indicator,
            number=number,
            not_relevant=not_relevant,
            save_key=key,
            updated_at=at,
            updated_by=by,
        )
        value._history_user = by
        value._history_date = at
        value.save(force_insert=True)
        return value
    changes = {
        "number": number,
        "not_relevant": not_relevant,
        "save_key": key,
        "version": entry.based_on + 1,
        "updated_at": at,
        "updated_by": by,
    }
    if not ReportedValue.objects.filter(pk=value.pk, version=entry.based_on).update(**changes):
        return None
    for name, changed in changes.items():
        setattr(value, name, changed)
    ReportedValue.history.bulk_history_create([value], update=True, default_user=by, default_date=at)
    return value
