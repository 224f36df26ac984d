"""Writing national figures down: the history once, and a consolidation each time the material is new."""

import csv
import hashlib
import json
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.models import Act
from reporting.consolidation.models import Consolidation, ConsolidationInput, NationalFigure, PublishedFigure
from reporting.consolidation.queries import latest_consolidation, national, snapshot

HISTORY_FILE = Path(__file__).parent / "history.csv"
FORMULAS = 1  # counted up when a formula's meaning changes, so that fingerprints tell them apart


class HistoryRefused(Exception):
    """The history file cannot be loaded; str() says why."""


class NothingAccepted(Exception):
    """There is no accepted filing to add up; str() says what to do."""


@transaction.atomic
def load_history(*, path=HISTORY_FILE, source="Viden & Vækst, performanceregnskab"):
    """Load national figures of earlier accounts from a csv (code, then one column a year; blank: not published).

    The decimals are kept as printed; `source` is kept with the value's year. Loading again replaces.
    Returns how many values there are.
    """
    rows = []
    try:
        with open(path, encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                for year, text in line.items():
                    if year != "code" and text:
                        value = Decimal(text)
                        rows.append(
                            PublishedFigure(
                                code=line["code"],
                                year=int(year),
                                value=value,
                                decimals=max(0, -value.as_tuple().exponent),
                                source=f"{source} {year}",
                            )
                        )
    except (OSError, UnicodeDecodeError, KeyError, ValueError, InvalidOperation) as error:
        raise HistoryRefused(
            _("Historikken i %(path)s kan ikke læses: %(error)s") % {"path": path, "error": error}
        ) from None
    PublishedFigure.objects.filter(year__in={row.year for row in rows}).delete()
    PublishedFigure.objects.bulk_create(rows)
    return len(rows)


def consolidate(*, round_, by, at) -> Consolidation:
    """Add up the accepted filings and keep the result, unless the latest consolidation is of the same material.

    Everything is read and written in one snapshot. Raises NothingAccepted when no filing is accepted.
    """
    try:
        return _consolidate(round_, by, at)
    except IntegrityError:
        if connection.in_atomic_block:
            raise
        # Somebody kept the same figures at the same moment, after our snapshot was taken: now theirs is there.
        return _consolidate(round_, by, at)


def _consolidate(round_, by, at):
    with snapshot():
        result = national(round_)
        if not result.accepted:
            raise NothingAccepted(
                _("Ingen indberetning for %(year)s er godkendt endnu. Godkend mindst én, før tallene gøres op.")
                % {"year": round_.year}
            )
        fingerprint = fingerprint_of(result, round_.catalogue.fingerprint)
        latest = latest_consolidation(round_)
        if latest and latest.fingerprint == fingerprint:
            return latest
        consolidation = Consolidation.objects.create(
            round=round_,
            number=latest.number + 1 if latest else 1,
            fingerprint=fingerprint,
            expected=result.expected,
            accepted=result.accepted,
            facts=result.facts,
            created_at=at,
            created_by=by,
        )
        _write(consolidation, result)
        record(Act.CONSOLIDATED, by=by, at=at, year=round_.year, text=str(consolidation.number))
    return consolidation


def fingerprint_of(result, catalogue_fingerprint):
    """SHA-256 over inputs, formulas, history and results: equal exactly when all of these are."""
    content = {
        "formulas": FORMULAS,
        "catalogue": catalogue_fingerprint,
        "expected": result.expected,
        "inputs": [[unit, version] for _pk, unit, version in result.inputs],
        "figures": [
            [
                figure.code,
                [
                    [value.year, None if value.value is None else f"{value.value:f}", value.decimals]
                    for value in figure.series
                ],
                figure.change_text,
            ]
            for figure in result.figures
        ],
        "facts": result.facts,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _write(consolidation, result):
    ConsolidationInput.objects.bulk_create(
        ConsolidationInput(consolidation=consolidation, submission_id=pk, version=version)
        for pk, _unit, version in result.inputs
    )
    NationalFigure.objects.bulk_create(
        NationalFigure(
            consolidation=consolidation,
            code=figure.code,
            year=value.year,
            value=value.value,
            decimals=value.decimals,
            source=value.source,
            contributors=figure.contributors if value.year == result.year else 0,
            change=figure.change.value if figure.change and value.year == result.year else None,
            change_approximate=bool(figure.change and figure.change.approximate and value.year == result.year),
        )
        for figure in result.figures
        for value in figure.series
    )
