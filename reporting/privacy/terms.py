"""Words that name a person, found in texts however they are spaced, cased or inflected.

A text is read as words and signs; a telephone number is one word, however it is spaced. So the same comparison
works on the words themselves and on keyed hashes of them, which is all that the list of erasures keeps.
"""

import hashlib
import hmac
import re

from django.conf import settings

_WORD = re.compile(r"(?P<phone>\+?\d(?:[ -]?\d){7,13})|\w+|[^\w\s]")
_GENITIVE = re.compile(r"['’]?s$")
PHONE_DIGITS = 8  # a Danish number; what stands before it is the country's


def keyed_hash(text) -> str:
    """A hash of `text` that nobody can make who does not know the server's key."""
    key = hashlib.sha256(b"erasures:" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _words(text):
    """(the word as it is compared, where it begins, where it ends) for every word and sign."""
    for match in _WORD.finditer(text):
        if match["phone"]:
            digits = re.sub(r"\D", "", match["phone"])
            yield digits[-PHONE_DIGITS:], match.start(), match.end()
        else:
            yield match.group().casefold(), match.start(), match.end()


def _key(words):
    return "\x1f".join(words)


class Terms:
    """What is looked for: plain words, or from the list of erasures (number of words, keyed hash) for each."""

    def __init__(self, texts=(), *, hashes=()):
        self._plain = {}
        for text in texts:
            words = [word for word, _start, _end in _words(text)]
            if words and len(_key(words)) > 1:
                self._plain.setdefault(len(words), set()).add(_key(words))
        self._hashed = {}
        for length, hash_ in hashes:
            self._hashed.setdefault(length, set()).add(hash_)

    @property
    def hashes(self) -> list:
        """The terms as the list of erasures keeps them."""
        plain = [[length, keyed_hash(key)] for length, keys in self._plain.items() for key in keys]
        return sorted(plain + [[length, hash_] for length, kept in self._hashed.items() for hash_ in kept])

    def _is_meant(self, words):
        key, length = _key(words), len(words)
        return key in self._plain.get(length, ()) or (
            length in self._hashed and keyed_hash(key) in self._hashed[length]
        )

    def spans(self, text) -> list[tuple[int, int]]:
        """Where in `text` the person is named, from the left, none within another."""
        words = list(_words(text))
        found, place = [], 0
        lengths = sorted({*self._plain, *self._hashed}, reverse=True)
        while place < len(words):
            hit = next((end for length in lengths if (end := self._end_at(words, place, length)) is not None), None)
            if hit is None:
                place += 1
                continue
            end, taken = hit
            found.append((words[place][1], end))
            place += taken
        return found

    def _end_at(self, words, place, length):
        """(where the term that begins at `place` ends, how many words it takes), or None; a genitive's s stays."""
        taken = words[place : place + length]
        if len(taken) < length:
            return None
        plain = [word for word, _start, _end in taken]
        if self._is_meant(plain):
            return taken[-1][2], length
        bare = _GENITIVE.sub("", plain[-1])
        if bare and bare != plain[-1] and self._is_meant([*plain[:-1], bare]):
            return taken[-1][1] + len(bare), length
        return None

    def are_in(self, value) -> bool:
        """Whether the person is named in a text, or anywhere in a value of lists, dictionaries and texts."""
        return any(self.spans(text) for text in _texts(value))

    def replaced(self, value, by):
        """The same with `by` in the person's place everywhere."""
        if isinstance(value, str):
            for start, end in reversed(self.spans(value)):
                value = value[:start] + by + value[end:]
            return value
        if isinstance(value, list):
            return [self.replaced(part, by) for part in value]
        if isinstance(value, dict):
            return {self.replaced(key, by): self.replaced(part, by) for key, part in value.items()}
        return value


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(key)
            yield from _texts(part)
