"""The general word list of a language: which words there are, and how common each is.

`schemas/<language>.words` has a line `word class` for each word, with `n` for a name, in the order
of the bytes. It is the compiled form:
read when a word is first looked up, searched as it stands, never parsed. A run that looks no word up never reads it.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from exlint.resources import SCHEMAS

COMMON = 4
"""From this class on a word is one that everybody uses: some 5,000 of 128,000."""

_PART = 4096
"""Bytes of the list that are searched at once, after the part is found by its first word."""
_REMEMBERED = 100_000
"""Words that were looked up: a misspelling asks for some 400, most of which are none."""


class WordList:
    """Words with their classes, 0 (hardly ever used) to 7."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._known: dict[str, bytes] = {}
        # where the first line of each part begins, and its word
        self._starts = [data.find(b"\n", at) + 1 for at in range(0, len(data) - _PART, _PART)]
        self._words = [data[start : data.find(b" ", start) + 1] for start in self._starts]

    def rank(self, word: str) -> int:
        """The class of a word in lower case; -1 if it is not in the list."""
        entry = self._entry(word)
        return int(entry[:1]) if entry else -1

    def is_name(self, word: str) -> bool:
        """Whether the word is in the list as a name only."""
        return self._entry(word).endswith(b"n")

    def _entry(self, word: str) -> bytes:
        """What the list says of a word; nothing if it is not there."""
        if word not in self._known:
            if len(self._known) == _REMEMBERED:
                self._known.clear()
            self._known[word] = self._search(word.encode() + b" ")
        return self._known[word]

    def _search(self, key: bytes) -> bytes:
        """The rest of the line that begins with a key, a word and a space."""
        part = bisect_right(self._words, key)
        start = self._starts[part - 1] if part else 0
        end = self._starts[part] if part < len(self._starts) else len(self._data)
        if not self._data.startswith(key, start):
            start = self._data.find(b"\n" + key, start, end) + 1
        found = start + len(key)
        return self._data[found : self._data.find(b"\n", found)] if self._data.startswith(key, start) else b""


@cache
def general_words(language: str) -> WordList:
    """The word list of a language, empty if it has none; read once in a process."""
    path = SCHEMAS / f"{language}.words"
    return WordList(path.read_bytes() if path.is_file() else b"")
