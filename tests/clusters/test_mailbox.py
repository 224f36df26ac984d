"""The demonstration's mail page shows whatever lies in the folder, and never falls over a letter."""

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse

from clusters.mailbox import letters_in
from tests.sweep import demonstration

LINE = b"-" * 79


@pytest.fixture
def folder(settings):
    """The folder with letters, empty."""
    settings.MAIL_DIR.mkdir()
    return settings.MAIL_DIR


@pytest.fixture
def page(client, db):
    """The demonstration's mail page, asked for when the letters lie there."""
    with demonstration():
        yield lambda: client.get(reverse("demo_mail"))


def keep(folder, *letters):
    (folder / "1.log").write_bytes(b"".join(letter + b"\n" + LINE + b"\n" for letter in letters))


def test_a_letter_in_a_charset_that_nobody_knows_is_shown(folder, page):
    keep(
        folder,
        b"To: alma@example.dk\nSubject: =?x-ukendt?q?Hej=E6?=\nContent-Type: text/plain; charset=x-ukendt\n"
        b"Content-Transfer-Encoding: 8bit\n\nK\xc3\xa6re Alma \xff",
    )
    answer = page()
    assert answer.status_code == 200
    assert "Kære Alma \ufffd" in answer.text
    assert "Hej" in answer.text


def test_a_letter_with_stray_bytes_and_no_date_is_shown(folder, page):
    keep(folder, b"To: \xe6gir@example.dk\nSubject: Sm\xf8r\nDate: i morgen\n\nBl\xe5 himmel")
    answer = page()
    assert answer.status_code == 200
    assert "himmel" in answer.text


@pytest.mark.parametrize("text", ["før " + 79 * "-" + " efter", 80 * "-", 78 * "-"])
def test_dashes_in_a_letter_do_not_cut_it(text, folder, page, settings):
    settings.EMAIL_FILE_PATH = folder
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    for subject in ("Første", "Anden"):
        EmailMessage(subject, f"Kære Alma\n{text}\nHilsen", to=["alma@example.dk"]).send()
    letters = letters_in(folder)
    assert sorted(letter.subject for letter in letters) == ["Anden", "Første"]
    assert {letter.body for letter in letters} == {f"Kære Alma\n{text}\nHilsen"}
    assert page().text.count("Hilsen") == 2


def test_two_letters_of_one_file_stand_latest_first(folder):
    keep(folder, b"Subject: Et\n\nen", b"Subject: To\n\nto")
    assert [letter.subject for letter in letters_in(folder)] == ["To", "Et"]
