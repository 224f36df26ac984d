"""The whole cycle in the copy, by one person: and the real house has not changed by a byte."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from clusters.models import LogEntry
from reporting import sealing
from reporting.publication import actions as publication
from reporting.publication.models import Edition
from reporting.publication.typesetting import TypesetBook
from reporting.rehearsal.models import Rehearsal
from reporting.submissions.models import ReportedValue, Status, Submission
from tests.rehearsal.conftest import LAST_YEAR, THIS_YEAR, contents, files_below, inside


@pytest.fixture
def quick_press(monkeypatch):
    """Books are set at once; what is printed is tested elsewhere."""
    monkeypatch.setattr(publication, "book_contents", lambda *arguments, **options: None)
    monkeypatch.setattr(publication, "typeset", lambda book, progress: TypesetBook(b"%PDF-1.7 proeve", 1, ()))


def _filing(slug="alfa"):
    """The unit's filing of this year as it stands in the copy."""
    with sealing.inside(Rehearsal.objects.get().copy):
        return Submission.objects.get(round__year=THIS_YEAR, cluster__slug=slug)


def _post(browser, name, *args, **body):
    response = browser.post(inside(name, *args), body)
    assert response.status_code in (200, 302), response.content[:500]
    return response


def _walk(browser):
    """File, submit, return, file again, accept, add up, build the book: all of it below /proeve/."""
    _post(browser, "play", unit="alfa")
    saved = {"field": "companies", "companies": "125", "companies__version": "1", "key": "k"}
    assert _post(browser, "save_value", THIS_YEAR, "alfa", "participation", **saved).json()["state"] == "saved"
    _post(browser, "submit", THIS_YEAR, "alfa", version=_filing().version, confirmed="on")
    assert _filing().status == Status.SUBMITTED
    _post(browser, "return_for_correction", THIS_YEAR, "alfa", version=_filing().version, reason="Se på årsværk.")
    assert _filing().status == Status.RETURNED
    _post(browser, "submit", THIS_YEAR, "alfa", version=_filing().version, confirmed="on")
    _post(browser, "accept", THIS_YEAR, "alfa", version=_filing().version)
    assert _filing().status == Status.ACCEPTED
    _post(browser, "stop_playing")
    _post(browser, "move_the_rest", step="submit")
    _post(browser, "move_the_rest", step="accept")
    assert _filing("beta").status == Status.ACCEPTED
    _post(browser, "consolidate", THIS_YEAR)
    _post(browser, "build_book", THIS_YEAR)
    call_command("worker", batch=True, verbosity=0)
    page = browser.get(inside("book", THIS_YEAR)).text
    assert "Udgave 1" in page, page


def test_the_whole_cycle_leaves_the_real_house_as_it_was(rehearsed, quick_press):
    before, files = contents(), files_below(Path(settings.MEDIA_ROOT))
    mail.outbox.clear()
    _walk(rehearsed)
    book = rehearsed.get(inside("edition", THIS_YEAR, 1))
    assert (b"".join(book.streaming_content), book["Content-Disposition"][:33]) == (
        b"%PDF-1.7 proeve",
        'inline; filename="generalproeve-v',
    )
    assert contents() == before
    assert files_below(Path(settings.MEDIA_ROOT)) == files
    assert mail.outbox == []


def test_without_the_exchange_of_the_database_the_write_would_be_found(rehearsed, monkeypatch):
    """Negative control: with the database left as it is, the same comparison sees what went to the real house."""
    before = contents()
    rehearsed.post(inside("consolidate", LAST_YEAR))
    assert contents() == before
    monkeypatch.setattr(sealing, "connection_to", lambda copy, *, real: _Kept(real))
    rehearsed.post(inside("consolidate", LAST_YEAR))
    changed = {table for table, rows in contents().items() if rows != before[table]}
    assert {"reporting_consolidation", "reporting_nationalfigure"} <= changed


class _Kept:
    """A connection that is not closed when the visit ends."""

    def __init__(self, real):
        self.__dict__["_real"] = real

    def __getattr__(self, name):
        return (lambda: None) if name == "close" else getattr(self._real, name)

    def __setattr__(self, name, value):
        setattr(self._real, name, value)


def test_thrown_away_nothing_is_left_of_it(edith, quick_press):
    before = contents()
    edith.post(reverse("begin_rehearsal", args=[THIS_YEAR]))
    call_command("worker", batch=True, verbosity=0)
    _walk(edith)
    page = edith.post(reverse("throw_rehearsal_away", args=[THIS_YEAR]), follow=True)
    assert "Der er intet tilbage af den." in page.text
    assert list(Path(settings.REHEARSAL_DIR).iterdir()) == []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'rehearsal%'")
            assert cursor.fetchall() == []
    after = contents()
    # What the real house keeps is that it happened: the acts in the log, the job that made it, and a session's message.
    # What the worker does beside it is its own: how filings stand, and what is kept no longer.
    kept = {"clusters_logentry", "django_tasks_database_dbtaskresult", "django_session"}
    kept |= {"reporting_standing", "reporting_retentionrun"}
    assert {table for table, rows in after.items() if rows != before[table]} <= kept
    acts = LogEntry.objects.filter(act__startswith="rehearsal").order_by("pk")
    assert list(acts.values_list("act", flat=True)) == [
        "rehearsal_begun",
        "rehearsal_thrown_away",
    ]
    assert not Edition.objects.exists()
    assert edith.get(inside("home")).status_code == 404


def test_the_form_holds_last_year_s_figures(rehearsed):
    with sealing.inside(Rehearsal.objects.get().copy):
        values = dict(
            ReportedValue.objects.filter(
                submission__round__year=THIS_YEAR, submission__cluster__slug="alfa"
            ).values_list("indicator__code", "number")
        )
        lists = list(
            Submission.objects.get(round__year=THIS_YEAR, cluster__slug="alfa")
            .country_counts.order_by("country")
            .values_list("country", "count")
        )
    assert values["companies"] == 120
    assert len(values) == 7
    assert lists == [("DE", 3), ("SE", 2)]
