"""Reading delivery status notifications: which of our letters a server sent back later, and in what words.

A notification (RFC 3464) is a multipart/report with a machine-readable part and the letter that it is about,
whole or its head. Anything else, such as an answer from a person on holiday, is none.
"""

import email
import email.policy
import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FAILED = "failed"  # an Action; `delayed` and `delivered` are no news
LARGEST = 1_000_000  # bytes; a notification is a few thousand


@dataclass(frozen=True)
class Bounce:
    """One letter that came back: the Message-ID that it was sent with, and what the server said."""

    message_id: str
    reason: str


def bounces_in(message) -> list[Bounce]:
    """The letters that one message of a mailbox says did not arrive."""
    if message.get_content_type() != "multipart/report":
        return []
    reasons = [
        _reason(block)
        for part in message.walk()
        if part.get_content_type() == "message/delivery-status"
        for block in part.get_payload()
        if hasattr(block, "get") and str(block.get("Action", "")).strip().lower() == FAILED
    ]
    sent = _sent_as(message)
    return [Bounce(sent, reasons[0])] if reasons and sent else []


def _reason(block):
    """What the server said: its diagnostic without the name of the protocol, else the status as a number."""
    said = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip()
    return " ".join((said or str(block.get("Status", ""))).split())


def _sent_as(message):
    """The Message-ID of the letter that came back, read off the copy of it that the notification brings."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            return str(part.get_payload(0).get("Message-ID", "")).strip()
        if kind in ("text/rfc822-headers", "message/rfc822-headers"):
            head = part.get_payload(decode=True) or b""
            return str(_parsed(head).get("Message-ID", "")).strip()
    return ""


def _parsed(data):
    return email.message_from_bytes(data, policy=email.policy.compat32)


def messages_in(path) -> Iterator:
    """The messages of a maildir (a folder) or an mbox (a file)."""
    box = mailbox.Maildir(path, create=False) if Path(path).is_dir() else mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield _parsed(box.get_bytes(key)[:LARGEST])
    finally:
        box.close()


def message_of(data) -> object:
    """One message as a mail server hands it over."""
    return _parsed(data[:LARGEST])
