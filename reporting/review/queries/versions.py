"""What was changed in a filing since it was sent the time before: old, new, who, when."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting.submissions.models import CountryCount, Receipt
from reporting.submissions.queries import NOT_RELEVANT, change_text, content_of, country_name, in_order, shown


@dataclass(frozen=True)
class ChangedAnswer:
    """One answer that is another one than it was; texts are empty where there was or is no answer."""

    code: str
    section: str
    label: str
    old: str
    new: str
    change: str  # between two numbers
    who: str
    at: datetime | None


@dataclass(frozen=True)
class ChangedText:
    """One explanation that is another one than it was; empty where there was or is none."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Comparison:
    """A filing beside the copy of what was sent in `receipt`."""

    receipt: Receipt
    answers: dict[str, ChangedAnswer]
    explanations: tuple[ChangedText, ...]

    @property
    def sections(self) -> set[str]:
        """Codes of the sections in which an answer was changed."""
        return {row.section for row in self.answers.values()}

    @property
    def is_same(self) -> bool:
        """Whether nothing at all was changed."""
        return not self.answers and not self.explanations


def version_before(submission, receipts) -> Receipt | None:
    """The copy that a filing is compared with: the last one while the unit has it, else the one before what was sent.

    `receipts` are the filing's, the latest first. None where there is nothing to compare with.
    """
    receipts = list(receipts)
    if submission.is_open:
        return receipts[0] if receipts else None
    return receipts[1] if len(receipts) > 1 else None


def changes_since(filing, receipt) -> Comparison:
    """What stands in the filing that was not in the copy, in the order of the form; one query for lists of countries."""
    now, then = content_of(filing, version=receipt.version), receipt.content
    changed = [
        row.code for row in filing.indicators if (now["answers"][row.code] or None) != (then["answers"].get(row.code) or None)
    ]  # fmt: skip
    latest = _latest_of_lists(filing, changed)
    return Comparison(
        receipt=receipt,
        answers={code: _changed(filing.answers[code], then["answers"].get(code), latest.get(code)) for code in changed},
        explanations=tuple(_changed_texts(filing, then["explanations"], now["explanations"])),
    )


def _latest_of_lists(filing, codes):
    """Who changed which list of countries last, and when, by code."""
    lists = [code for code in codes if filing.answers[code].indicator.is_list_of_countries]
    if not lists:
        return {}
    rows = CountryCount.history.filter(submission=filing.submission, indicator__code__in=lists)
    return {
        code: (name or "", at)
        for code, name, at in rows.order_by("history_id").values_list(
            "indicator__code", "history_user__name", "history_date"
        )
    }


def _changed(answer, old, latest):
    who, at = latest or ("", None)
    if answer.value:
        who, at = str(answer.value.updated_by), answer.value.updated_at
    before = Decimal(old) if isinstance(old, str) and old != NOT_RELEVANT else None
    return ChangedAnswer(
        code=answer.code,
        section=answer.indicator.section.code,
        label=answer.indicator.label,
        old=said_text(answer.indicator, old),
        new=answer.text,
        change=change_text(answer.number, before) if None not in (answer.number, before) else "",
        who=who,
        at=at,
    )


def said_text(indicator, said) -> str:
    """An answer of a copy in words and digits, as the form shows it; empty for none."""
    if not said:
        return ""
    if isinstance(said, dict):
        return ", ".join(f"{country_name(code)}\u00a0{count}" for code, count in in_order(said))
    return _("Ikke relevant") if said == NOT_RELEVANT else shown(indicator, Decimal(said))


def _changed_texts(filing, then, now):
    old = {(rule, subject): text for rule, subject, text in then}
    new = {(rule, subject): text for rule, subject, text in now}
    titles = {section.code: section.title for section in filing.sections}
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            answer = filing.answers.get(key[1])
            label = answer.indicator.label if answer else titles.get(key[1], key[1])
            yield ChangedText(label, old.get(key, ""), new.get(key, ""))
