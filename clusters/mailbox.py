"""Reads the letters that Django's file backend keeps when there is no SMTP server."""

import datetime
import email
import email.policy
from dataclasses import dataclass
from pathlib import Path

LETTERS_SHOWN = 50


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
    parts = file.read_bytes().split(b"-" * 79)
    return [_letter(part.strip()) for part in parts if part.strip()]


def _letter(raw):
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain",))
    return Letter(
        to=str(message.get("To", "")),
        subject=str(message.get("Subject", "")),
        sent_at=message["Date"].datetime if message["Date"] else None,
        body=body.get_content().strip() if body else "",
    )
