"""Taking letters out of the folder in which they are kept when there is no mail server."""

import os

from clusters.mailbox import END_OF_LETTER, read_letter

LINE_AT_THE_END = b"-" * 79 + b"\n"


def drop_letters(*, folder, is_meant) -> int:
    """Delete every kept letter for which `is_meant(letter)` says so; the others stay. Gives how many went."""
    dropped = 0
    for file in sorted(folder.glob("*.log")) if folder.is_dir() else ():
        parts = [part for part in END_OF_LETTER.split(file.read_bytes()) if part.strip()]
        kept = [part for part in parts if not is_meant(read_letter(part.strip()))]
        if len(kept) == len(parts):
            continue
        dropped += len(parts) - len(kept)
        if not kept:
            file.unlink()
            continue
        fresh = file.with_suffix(".part")
        fresh.write_bytes(b"".join(part.lstrip(b"\r\n") + LINE_AT_THE_END for part in kept))
        os.replace(fresh, file)
    return dropped
