"""Reads the letters that Django's file backend keeps when there is no SMTP server."""

import datetime
import email
import email.policy
import re
from dataclasses import dataclass
from pathlib import Path

LETTERS_SHOWN = 50
# Django's file backend ends each letter with this line; a run of dashes inside a line belongs to the letter.
END_OF_LETTER = re.compile(rb"^-{79}\r?$", re.MULTILINE)


@dataclass(frozen=True)
class Letter:
    """One kept letter as plain text."""

    to: str
    subject: str
    sent_at: datetime.datetime | None
    body: str


def letters_in(folder: Path) -> list[Letter]:
    """The latest letters in `folder`, newest first; an empty list when there is no folder."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True) if folder.is_dir() else []
    return [letter for file in files[:LETTERS_SHOWN] for letter in reversed(_letters(file))][:LETTERS_SHOWN]


def _letters(file):
    parts = END_OF_LETTER.split(file.read_bytes())
    return [read_letter(part.strip()) for part in parts if part.strip()]


def read_letter(raw) -> Letter:
    """One letter as the file holds it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain",))
    return Letter(
        to=str(message.get("To", "")),
        subject=str(message.get("Subject", "")),
        sent_at=_moment(message["Date"]),
        body=_text(body).strip() if body else "",
    )


def _moment(header):
    """When the letter was sent, aware; Django writes UTC as `-0000`, which is read as a time without a zone."""
    moment = header.datetime if header else None
    return moment.replace(tzinfo=datetime.UTC) if moment and moment.tzinfo is None else moment


def _text(body):
    """The letter's text; with a charset that nobody knows it is read as UTF-8, with signs for what cannot be read."""
    try:
        return body.get_content()
    except (LookupError, ValueError):
        return body.get_payload(decode=True).decode("utf-8", errors="replace")
