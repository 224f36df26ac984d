"""The seal itself: files, mail, connections of a thread, and two houses used at the same moment."""

import sqlite3
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import send_mail
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.urls import reverse

from clusters.models import Cluster, User
from reporting import sealing
from reporting.letters.actions import send_letters
from reporting.rehearsal.models import Rehearsal
from reporting.submissions.actions import start
from reporting.submissions.models import ReportedValue, Submission
from tests import builders
from tests.builders import AT
from tests.rehearsal.conftest import LAST_YEAR, THIS_YEAR, browser_of, contents, inside


@pytest.fixture
def copy(rehearsed):
    """The copy of the rehearsal."""
    return Rehearsal.objects.get().copy


# --- Files -------------------------------------------------------------------------------------------


def _read(name):
    with default_storage.open(name) as file:
        return file.read()


def test_files_are_read_through_and_written_beside(copy):
    real = default_storage.save("stories/a.txt", ContentFile(b"rigtig"))
    with sealing.inside(copy):
        assert (_read(real), default_storage.exists(real), default_storage.size(real)) == (b"rigtig", True, 6)
        own = default_storage.save("stories/b.txt", ContentFile(b"kopi"))
        again = default_storage.save(real, ContentFile(b"en anden"))
        assert again != real  # a name that is taken outside is taken inside
        assert (_read(own), _read(again)) == (b"kopi", b"en anden")
    assert not default_storage.exists(own)
    assert [path.name for path in Path(settings.MEDIA_ROOT).rglob("*.txt")] == ["a.txt"]
    assert _read(real) == b"rigtig"


def test_a_deletion_in_the_copy_deletes_no_real_file(copy):
    real = default_storage.save("stories/a.txt", ContentFile(b"rigtig"))
    with sealing.inside(copy):
        own = default_storage.save("stories/b.txt", ContentFile(b"kopi"))
        default_storage.delete(real)
        default_storage.delete(own)
        assert not default_storage.exists(own)
    assert _read(real) == b"rigtig"


def test_outside_a_copy_files_are_deleted_as_ever(house):
    """Negative control: the same call does delete where it should."""
    real = default_storage.save("stories/a.txt", ContentFile(b"rigtig"))
    default_storage.delete(real)
    assert not default_storage.exists(real)


def test_a_photo_taken_out_in_the_copy_stays_in_the_real_story(edith, house, client):
    round_ = builders.open_small_round(year=THIS_YEAR, clusters=[house.alfa, house.beta])
    draft = start(round_=round_, cluster=house.alfa)
    story = builders.put_photo(builders.tell(draft, by=house.alma), by=house.alma)
    photo = story.photo
    edith.post(reverse("begin_rehearsal", args=[THIS_YEAR]))
    call_command("worker", batch=True, verbosity=0)
    edith.post(inside("play"), {"unit": "alfa"})
    picture = inside("story_picture", THIS_YEAR, "alfa", story.pk, "side")
    assert edith.get(picture).status_code == 200
    edith.post(inside("remove_story_photo", THIS_YEAR, "alfa", story.pk), {"seen": photo.pk})
    assert edith.get(picture).status_code == 404
    assert all(default_storage.exists(file.name) for file in (photo.original, photo.page, photo.web, photo.whole))
    assert edith.get(reverse("story_picture", args=[THIS_YEAR, "alfa", story.pk, "side"])).status_code == 200


# --- Mail --------------------------------------------------------------------------------------------


def test_no_letter_leaves_the_copy_whatever_sends_it(copy, house):
    mail.outbox.clear()
    with sealing.inside(copy):
        assert send_mail("Emne", "Tekst", None, ["alma@example.dk"]) == 0
        User.objects.get(pk=house.alma.pk).memberships.update(invited_at=AT)
        send_letters(at=AT)
    assert mail.outbox == []


def test_outside_letters_leave_as_ever(house):
    """Negative control."""
    mail.outbox.clear()
    assert send_mail("Emne", "Tekst", None, ["alma@example.dk"]) == 1
    assert len(mail.outbox) == 1


# --- Connections -------------------------------------------------------------------------------------


def _home():
    """The connection that the thread has under the name of the real database."""
    return connections["default"]


def _break_unless(condition):
    if not condition:
        raise ZeroDivisionError


def test_the_real_connection_is_back_whatever_happens(copy):
    real = _home()
    with pytest.raises(ZeroDivisionError), sealing.inside(copy):
        _break_unless(_home() is real)
    with sealing.inside(copy), transaction.atomic():
        Cluster.objects.update(short_name="X")
        transaction.on_commit(lambda: Cluster.objects.update(former_name="Y"))
    assert (_home() is real, sealing.current()) == (True, None)
    assert set(Cluster.objects.values_list("short_name", "former_name")) == {("Alfa", ""), ("Beta", "")}
    with sealing.inside(copy):
        assert set(Cluster.objects.values_list("short_name", "former_name")) == {("X", "Y")}


def test_the_copy_s_connection_is_closed_and_of_no_pool(copy):
    with sealing.inside(copy):
        Cluster.objects.count()
        sealed = _home()
        assert getattr(sealed, "pool", None) is None
        if sealed.vendor == "postgresql":
            with sealed.cursor() as cursor:
                cursor.execute("SHOW search_path")
                assert cursor.fetchone() == (copy.schema,)
                cursor.execute(
                    "SELECT COUNT(*) FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid"
                    " WHERE c.relnamespace = %s::regnamespace AND pg_get_expr(adbin, adrelid) LIKE '%%nextval%%'",
                    [copy.schema],
                )
                assert cursor.fetchone() == (0,)  # no number is drawn from a real table's sequence
    assert sealed.connection is None


def test_rows_are_numbered_on_and_references_hold(copy):
    with sealing.inside(copy):
        before = max(Cluster.objects.values_list("pk", flat=True))
        assert Cluster.objects.create(slug="gamma", name="Gamma", short_name="G", kind="cluster").pk == before + 1
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM clusters_cluster WHERE slug = 'alfa'")
    assert not Cluster.objects.filter(slug="gamma").exists()


def test_a_copy_that_is_gone_is_not_made_again_by_looking(copy, rehearsed):
    rehearsed.post(reverse("throw_rehearsal_away", args=[THIS_YEAR]))
    with pytest.raises(DatabaseError), sealing.inside(copy):
        Cluster.objects.count()
    assert not copy.folder.exists()


def test_what_was_erased_from_the_copy_is_in_no_page_of_its_file(copy):
    if connection.vendor != "sqlite":
        pytest.skip("a schema has no file of its own")
    password = User.objects.get(email="edith@example.dk").password.encode()
    raw = copy.database_file.read_bytes()
    assert password not in raw
    whole = sqlite3.connect(copy.folder / "control.sqlite3")
    connection.ensure_connection()
    connection.connection.backup(whole)
    whole.close()
    assert password in (copy.folder / "control.sqlite3").read_bytes()  # negative control


# --- Both houses at once -----------------------------------------------------------------------------


def test_two_houses_at_the_same_moment(rehearsed, house):
    """Threads that go to and fro between the houses: each write is found in its own house and nowhere else."""
    with sealing.inside(Rehearsal.objects.get().copy):
        inside_before = dict(ReportedValue.objects.values_list("pk", "number"))
    round_ = builders.open_small_round(year=THIS_YEAR, clusters=[house.alfa, house.beta])
    for cluster, by in ((house.alfa, house.alma), (house.beta, house.bodil)):
        builders.fill(start(round_=round_, cluster=cluster), by=by)
    rehearsed.post(reverse("share_rehearsal", args=[THIS_YEAR]), {"on": "1"})
    browsers = {"alfa": browser_of(house.alma), "beta": browser_of(house.bodil)}
    gate, wrong = threading.Barrier(2), []

    def work(slug):
        try:
            gate.wait(timeout=30)
            for turn in range(1, 9):
                for base, number in (("/proeve", 500 + turn), ("", 300 + turn)):
                    address = base + reverse("save_value", args=[THIS_YEAR, slug, "participation"])
                    body = {"field": "companies", "companies": str(number), "companies__version": str(turn), "key": ""}
                    answer = browsers[slug].post(address, body)
                    if answer.status_code != 200 or answer.json()["state"] != "saved":
                        wrong.append((slug, base, turn, answer.status_code, answer.text[:200]))
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(slug,)) for slug in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    here = ReportedValue.objects.filter(submission__round__year=THIS_YEAR, indicator__code="companies")
    assert list(here.values_list("number", "version")) == [(308, 9), (308, 9)]
    with sealing.inside(Rehearsal.objects.get().copy):
        there = ReportedValue.objects.filter(submission__round__year=THIS_YEAR, indicator__code="companies")
        assert list(there.values_list("number", "version")) == [(508, 9), (508, 9)]
        assert len(inside_before) == ReportedValue.objects.count()


def test_after_a_visit_the_same_thread_works_in_the_real_house(rehearsed, house):
    real = _home()
    rehearsed.get(inside("review_list", THIS_YEAR))
    rehearsed.get(inside("submission", THIS_YEAR, "findes-ikke"))
    assert _home() is real
    assert Submission.objects.filter(round__year=THIS_YEAR).count() == 0
    assert Submission.objects.filter(round__year=LAST_YEAR).count() == 2


def test_a_page_that_breaks_gives_the_real_house_back(rehearsed, monkeypatch):
    """A 500 in the middle of a transaction, with the banner on it."""
    from reporting.rehearsal import views

    before = contents()

    def broken(year):
        with transaction.atomic():
            Cluster.objects.update(short_name="X")
            raise ZeroDivisionError

    monkeypatch.setattr(views, "stage_of", broken)
    rehearsed.raise_request_exception = False
    answer = rehearsed.get(inside("stage"))
    assert answer.status_code == 500
    assert "intet her tæller, og ingen får mail." in answer.text
    assert contents() == before
