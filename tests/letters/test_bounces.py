"""Letters that a server took and sent back later."""

import io
import mailbox
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from reporting.letters.bounces import bounces_in, message_of
from reporting.letters.models import Letter
from tests.letters.conftest import moment

NOTIFICATION = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: brev@viden.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <20270301@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; alma@example.dk
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <alma@example.dk>: Recipient address
    rejected: User unknown

--edge
Content-Type: {kind}

From: brev@viden.example
To: alma@example.dk
Subject: Viden
Message-ID: {id}

{body}
--edge--
"""


def notification(message_id, *, action="failed", kind="message/rfc822", body="Kære Alma"):
    return NOTIFICATION.format(id=message_id, action=action, kind=kind, body=body).encode()


@pytest.fixture
def sent(cast, collection, post):
    """The letter to Alma, and the Message-ID that it went out with."""
    post(moment(2, 1))
    message = next(letter for letter in mail.outbox if letter.to == ["alma@example.dk"])
    return SimpleNamespace(id=message.extra_headers["Message-ID"], letter=Letter.objects.get(user=cast.alma))


def read(path):
    out = io.StringIO()
    call_command("read_bounces", str(path), stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_letter_that_came_back_is_known_by_its_id_and_says_why(kind, sent, tmp_path):
    box = mailbox.Maildir(tmp_path / "box")
    box.add(notification(sent.id, kind=kind))
    assert "Kommet retur: 1, heraf 1 af vores breve" in read(tmp_path / "box")
    sent.letter.refresh_from_db()
    assert sent.letter.bounced_at is not None
    assert sent.letter.error == "550 5.1.1 <alma@example.dk>: Recipient address rejected: User unknown"


def test_an_mbox_is_read_too_and_twice_changes_nothing(sent, tmp_path):
    box = mailbox.mbox(tmp_path / "mbox")
    box.add(notification(sent.id))
    box.add(b"From: per@example.dk\nSubject: Ferie\n\nJeg er tilbage mandag.\n")
    box.close()
    assert "2 beskeder læst. Kommet retur: 1" in read(tmp_path / "mbox")
    first = Letter.objects.get(pk=sent.letter.pk).bounced_at
    read(tmp_path / "mbox")
    assert Letter.objects.get(pk=sent.letter.pk).bounced_at == first


def test_one_message_comes_by_standard_input(sent, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(notification(sent.id))))
    assert "heraf 1 af vores breve" in read("-")


@pytest.mark.parametrize("message_id", ["<brev-1-2@elsewhere.example>", "<brev-99999-1@localhost>", "<andet@x>", ""])
def test_what_is_none_of_our_letters_is_none_of_our_business(message_id, sent, tmp_path):
    box = mailbox.Maildir(tmp_path / "box")
    box.add(notification(message_id))
    assert "heraf 0 af vores breve" in read(tmp_path / "box") or "Kommet retur: 0" in read(tmp_path / "box")
    assert not Letter.objects.exclude(bounced_at=None).exists()


@pytest.mark.parametrize("action", ["delayed", "delivered", ""])
def test_a_delay_is_no_bounce(action, sent):
    assert bounces_in(message_of(notification(sent.id, action=action))) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n\n--x--",
        b"Content-Type: multipart/report\n\nhej",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n"
        b"Content-Transfer-Encoding: base64\n\n!!!\n--x--",
    ],
)
def test_a_broken_message_is_no_bounce(data):
    assert bounces_in(message_of(data)) == []


def test_a_place_that_is_not_there_is_said_so(db, tmp_path):
    with pytest.raises(CommandError):
        read(tmp_path / "nowhere")


def test_a_letter_that_was_not_sent_did_not_come_back(sent, tmp_path):
    Letter.objects.update(sent_at=None)
    box = mailbox.Maildir(tmp_path / "box")
    box.add(notification(sent.id))
    assert "heraf 0 af vores breve" in read(tmp_path / "box")
