"""What a filing says, as plain data, and its fingerprint.

The fingerprint is taken of the unit, the year, the version that was sent, every question's answer, every
list of countries and every explanation. Two filings that differ in any of them differ in the text, and so
in the fingerprint; who compares two copies need not compare fifty figures.
"""

import hashlib
import json
from decimal import Decimal

from django.utils.translation import gettext as _

from clusters.queries import danish_key
from reporting.submissions.checks import shown
from reporting.submissions.countries import country_name
from reporting.submissions.models import Receipt

NOT_RELEVANT = "not relevant"  # no number is written so
SHORT = 16  # signs that people read out
WHOLE = 64


def content_of(filing, *, version) -> dict:
    """Everything the filing says, as it is sent in `version`: strings, whole numbers, lists and dictionaries only."""
    return {
        "unit": filing.submission.cluster.slug,
        "year": filing.submission.round.year,
        "version": version,
        "answers": {row.code: said(filing.answers[row.code]) for row in filing.indicators},
        "explanations": sorted([*key, row.text] for key, row in filing.explanations.items()),
    }


def said(answer):
    """A number as text, `not relevant`, countries with counts, or None where nothing is answered."""
    if answer.indicator.is_list_of_countries:
        return dict(answer.countries)
    if answer.not_relevant:
        return NOT_RELEVANT
    return None if answer.number is None else plain(answer.number)


def said_text(indicator, content) -> str:
    """What `said` gave, as people read it: with its unit, the countries by name."""
    if not content and content != "0":
        return _("tomt")
    if isinstance(content, dict):
        ordered = sorted(content.items(), key=lambda row: (-row[1], danish_key(country_name(row[0]))))
        return ", ".join(f"{country_name(code)}\u00a0{count}" for code, count in ordered)
    return _("ikke relevant") if content == NOT_RELEVANT else shown(indicator, Decimal(content))


def plain(number):
    """A number as text that is the same whatever zeros stand behind its comma: 120, 4.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def canonical_text(content) -> str:
    """The one text of a content: the same content gives the same text, and another content another one."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint_of(content) -> str:
    """The SHA-256 of the canonical text, as 64 hexadecimal signs."""
    return hashlib.sha256(canonical_text(content).encode()).hexdigest()


def standing_fingerprint(filing, receipt=None) -> str:
    """The fingerprint of what stands in the filing now, under the number of `receipt`, its latest, if there is one.

    So it is the receipt's own fingerprint exactly as long as nothing that was sent has changed.
    """
    version = receipt.version if receipt else filing.submission.version
    return fingerprint_of(content_of(filing, version=version))


def short_fingerprint(fingerprint) -> str:
    """The first SHORT signs in fours, as people read them out."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, SHORT, 4))


def receipts_of(submission):
    """All receipts of a filing, the latest first, with the people."""
    return Receipt.objects.filter(event__submission=submission).select_related("event", "by")


def latest_receipt(submission):
    """The receipt of what the unit sent last, or None before it has sent anything."""
    return receipts_of(submission).first()
