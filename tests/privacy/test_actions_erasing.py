"""After an erasure the person is nowhere, and every figure is as it was."""

import sqlite3
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from clusters.actions import change_national_role
from clusters.models import LogEntry, NationalRole, User
from reporting.consolidation.actions import consolidate
from reporting.consolidation.models import Consolidation, NationalFigure
from reporting.privacy import ledger
from reporting.privacy.actions import ErasureRefused, erase
from reporting.privacy.queries import mentions_of, terms_of
from reporting.receipts.sheets import sheet_of
from reporting.submissions.models import CountryCount, Receipt, ReportedValue, SubmissionEvent
from reporting.submissions.queries import load_filing, receipts_of, standing_fingerprint
from tests.builders import AT
from tests.privacy import traces
from tests.privacy.traces import EMAIL, NAME, PHONE, dump, files, live, places_of
from tests.races import database_on_disk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(transactional_db, tmp_path, request, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.MAIL_DIR
    with database_on_disk(tmp_path):
        yield live(request.getfixturevalue("cast"), request.getfixturevalue("round_"), tmp_path)


def totals():
    """Everything that counts: answers, lists, what was sent when, and every figure of the nation."""
    return (
        list(ReportedValue.objects.order_by("pk").values_list("pk", "number", "not_relevant", "version", "updated_at")),
        list(ReportedValue.history.order_by("pk").values_list("pk", "number", "history_date", "history_user")),
        list(CountryCount.objects.order_by("pk").values_list("country", "count")),
        list(SubmissionEvent.objects.order_by("pk").values_list("transition", "at", "by", "version")),
        list(Receipt.objects.order_by("pk").values_list("fingerprint", "at", "by")),
        list(Consolidation.objects.order_by("pk").values_list("fingerprint", "facts")),
        list(NationalFigure.objects.order_by("pk").values_list("code", "year", "value")),
    )


def raw_bytes():
    """The database's own file, where there is one."""
    if connection.vendor != "sqlite":
        return {}
    return {"database file": Path(connection.settings_dict["NAME"]).read_bytes().decode("utf-8", errors="replace")}


EVERYWHERE = {
    "account_emailaddress.email",
    "cached pages",
    "clusters_logentry.text",
    "clusters_user.email",
    "clusters_user.name",
    "django_session.session_data",
    "django_tasks_database_dbtaskresult.args_kwargs",
    "django_tasks_database_dbtaskresult.traceback",
    "letters",
    "mail",
    "media",
    "reporting_casestory.body",
    "reporting_casestory.credit",
    "reporting_edition.warnings",
    "reporting_explanation.text",
    "reporting_fieldcomment.text",
    "reporting_fieldnote.text",
    "reporting_receipt.content",
    "reporting_storycomment.text",
    "reporting_storyversion.body",
    "reporting_storyversion.credit",
    "reporting_submissionevent.reason",
    "reporting_workbookupload.file_name",
    "sessions, decoded",
} - {"django_session.session_data"}  # signed and packed; its content is looked through decoded


def test_the_person_is_everywhere_before_and_nowhere_afterwards(house, tmp_path):
    before = places_of({**dump(), **files(house), **raw_bytes()})
    found = set(before) - {"database file"}
    assert found == EVERYWHERE, "the negative control: each of these places is looked through"
    figures = totals()
    done = erase(user=house.user, words=[PHONE], by=house.cast.edith, at=AT)
    assert (done.replaced > 12, done.left) == (True, 0)
    assert places_of({**dump(), **files(house), **raw_bytes()}) == {}
    assert totals() == figures
    assert consolidate(round_=house.round, by=house.cast.edith, at=AT).pk == house.consolidation.pk


def test_receipts_still_match_what_is_kept_and_what_was_given_out(house):
    given_out = [receipt.fingerprint for receipt in receipts_of(house.filing)]
    erase(user=house.user, words=[PHONE], by=house.cast.edith, at=AT)
    receipts = list(receipts_of(house.filing))
    assert [receipt.fingerprint for receipt in receipts] == given_out
    assert all(sheet_of(receipt, house.filing).is_genuine for receipt in receipts)
    assert standing_fingerprint(load_filing(house.filing), receipts[0]) == receipts[0].kept_fingerprint
    assert receipts[0].by.name == f"Slettet person {house.user.pk}"


def test_sessions_end_at_once_and_nobody_else_is_logged_out(house):
    hers, others = house.clients
    assert hers.get(reverse("home")).status_code == 200
    erase(user=house.user, by=house.cast.edith, at=AT)
    assert hers.get(reverse("home")).status_code == 302
    assert others.get(reverse("home")).status_code == 200


def test_the_person_is_nowhere_in_a_restored_backup(house, tmp_path):
    backup = _back_up(tmp_path)
    erase(user=house.user, words=[PHONE], by=house.cast.edith, at=AT)
    _restore(backup)
    assert set(places_of(dump())) > {"clusters_user.email", "reporting_fieldnote.text"}
    figures = totals()
    call_command("apply_erasures")
    assert places_of({**dump(), **files(house), **raw_bytes()}) == {}
    assert totals() == figures
    call_command("apply_erasures")  # again changes nothing
    assert LogEntry.objects.filter(act="erased").count() == 1


def _back_up(folder):
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(folder / "backup.sqlite3")
        sqlite3.connect(connection.settings_dict["NAME"]).backup(copy)
        copy.close()
        return folder / "backup.sqlite3"
    call_command("dumpdata", exclude=["contenttypes", "auth.permission"], output=folder / "backup.json", verbosity=0)
    return folder / "backup.json"


def _restore(backup):
    if connection.vendor == "sqlite":
        connection.close()
        Path(connection.settings_dict["NAME"]).write_bytes(backup.read_bytes())
        return
    call_command("flush", interactive=False, verbosity=0)
    call_command("loaddata", backup, verbosity=0)


def test_a_place_that_the_editor_leaves_stays_also_after_a_backup_was_restored(house, tmp_path):
    terms = terms_of(house.user)
    (story,) = (
        mention
        for mention in mentions_of(house.user, terms)
        if mention.key.endswith(":credit") and "CaseStory" in mention.key
    )
    backup = _back_up(tmp_path)
    done = erase(user=house.user, keep={story.key}, by=house.cast.edith, at=AT)
    assert done.left == 1
    for _turn in ("erased", "restored"):
        assert set(places_of(dump())) == {"reporting_casestory.credit"} | _phones()
        _restore(backup)
        call_command("apply_erasures")


def _phones():
    """Where only the telephone number is left, which nobody asked for here."""
    return {place for place, words in places_of(dump()).items() if all(word[0].isdigit() for word in words)}


def test_somebody_else_who_has_the_number_by_now_is_not_erased(house, tmp_path):
    erase(user=house.user, by=house.cast.edith, at=AT)
    User.objects.filter(pk=house.user.pk).update(email="en.anden@example.dk", name="En Anden", erased_at=None)
    call_command("apply_erasures")
    assert User.objects.get(pk=house.user.pk).name == "En Anden"


def test_the_list_of_erasures_names_nobody(house):
    erase(user=house.user, words=[PHONE], by=house.cast.edith, at=AT)
    text = ledger.path().read_text()
    assert len(ledger.entries()) == 1
    assert places_of({"list": text}) == {}
    assert NAME not in text and EMAIL not in text


def test_the_last_editor_and_oneself_are_not_erased(house):
    cast = house.cast
    with pytest.raises(ErasureRefused, match="selv"):
        erase(user=cast.edith, by=cast.edith, at=AT)
    with pytest.raises(ErasureRefused, match="eneste redaktør"):
        erase(user=cast.edith, by=None, at=AT)
    change_national_role(user=cast.rune, role=NationalRole.EDITOR, by=cast.edith, at=AT)
    erase(user=cast.edith, by=cast.rune, at=AT)
    with pytest.raises(ErasureRefused, match="allerede"):
        erase(user=cast.edith, by=cast.rune, at=AT)
    assert traces.SENTINELS[0] == NAME
