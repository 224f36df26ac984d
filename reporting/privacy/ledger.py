"""The list of erasures: a file beside the database, so that a backup that is restored does not bring a person back.

One line is one erasure: the row's number, keyed hashes of the e-mail and of the words that were looked for, and
the places that the editor left as they were. Nobody is named in it. Lines are appended, never changed.
"""

import json
import os
from dataclasses import dataclass

from django.conf import settings

from reporting.privacy.terms import keyed_hash


@dataclass(frozen=True)
class Entry:
    """One erasure as the list keeps it."""

    user: int
    email: str  # its keyed hash
    terms: tuple
    kept: frozenset[str]
    at: str

    def is_of(self, user) -> bool:
        """Whether it is this very person, and not another one who got the number after a backup was restored."""
        return self.user == user.pk and self.email == hash_of_email(user.email)


def hash_of_email(email) -> str:
    """What the list keeps of an address."""
    return keyed_hash(f"email:{email.lower()}")


def path():
    """Where the list lies."""
    return settings.ERASURES_DIR / "erasures.jsonl"


def write_down(*, user, terms, kept, at):
    """Append one erasure, and have it on the disk before the person is gone from the database."""
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = {
        "user": user.pk,
        "email": hash_of_email(user.email),
        "terms": terms.hashes,
        "kept": sorted(kept),
        "at": at.isoformat(),
    }
    with open(path(), "a", encoding="utf-8") as file:
        file.write(json.dumps(line, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())


def entries() -> list[Entry]:
    """All erasures, the first first; raises ValueError with the line's number where the file is damaged."""
    if not path().is_file():
        return []
    found = []
    for number, line in enumerate(path().read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            terms = tuple((int(length), str(hash_)) for length, hash_ in row["terms"])
            found.append(Entry(int(row["user"]), row["email"], terms, frozenset(row["kept"]), row["at"]))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path()}: {number}") from error
    return found
