"""Where a text is damaged: links that stand in it as text, and characters of a wrong encoding.

Several rules ask: one reports the damage, the others must not report parts of the same fault.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from exlint.lazy import lazy_pattern
from exlint.value import Value

# A search is fast if its pattern begins with a plain character or a class of them: hence the form of some.
HTML_TAG = lazy_pattern(r"</?([A-Za-z][\w-]*)")

_LINK_LIKE = lazy_pattern(r"\[[^\[\]]*\]?\s*\(?(?:https?:|/|\ufffc)\S*|\S*\]\(\S*|\[[^\[\]]*\]\(\s*\)")


def link_like(text: str) -> Iterator[re.Match[str]]:
    """What was meant to be a link."""
    return _LINK_LIKE.finditer(text)


_LONGEST_REPAIR = 64
"""Characters of a run that are read again at once, so that the time grows with the run's length only."""
_OLD_ENCODINGS = ("mac_roman", "cp437", "cp850", "cp1251")
_DAMAGED = lazy_pattern(r"[^\x00-\x7f][^\x00-\x7f]+")
_APOSTROPHE = r"\?(?<=[a-z]\?)(?=(?:s|t|re|ll|ve|d|m)\b)"
_REPLACED_ASCII = re.compile(_APOSTROPHE)
_REPLACED = lazy_pattern(rf"��*|â€(?=[\s\w.,;:!?)]|$)|Â(?=[ .,;:!?)]|$)|{_APOSTROPHE}")
_PLAUSIBLE = lazy_pattern(
    "[\u00a0-\u017f\u02c6-\u02dc\u0370-\u052f\u1e00-\u1eff\u2000-\u27bf\u2b00-\u2bff\ufb00-\ufb06\ufe0f\ufeff\ufffd"
    "\U0001f000-\U0001faff]+"
)
GUESSES = {"â€": "”", "?": "’"}
"""What is left of a damaged character, and what it most likely was."""


def mojibake(text: str) -> Iterator[tuple[int, int, str]]:
    """`(start, end, meant)` of each damaged run, in order; `meant` is "" if it can't be told."""
    found: list[tuple[int, int, str]] = []
    if not text.isascii():
        found += ((start, end, meant) for run in _DAMAGED.finditer(text) for start, end, meant in _read_again(run))
    for match in (_REPLACED_ASCII if text.isascii() else _REPLACED).finditer(text):
        if not any(start < match.end() and match.start() < end for start, end, _ in found):
            found.append((*match.span(), GUESSES.get(match[0], "")))
    yield from sorted(found)


def _read_again(run: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """The parts of a run of non-ASCII characters that make sense as UTF-8 once written in an old encoding."""
    text, start = run[0], 0
    written = [_written(text, encoding) for encoding in ("cp1252", *_OLD_ENCODINGS)]
    while start < len(text) - 1:
        length, meant = _repaired([each.part(start) for each in written])
        if meant:
            yield run.start() + start, run.start() + start + length, meant
        start += max(length, 1)


class _Written(Value):
    """A run in an old encoding, a byte for each character; `holes` are the indexes of those that it has not."""

    data: bytes
    holes: list[int]

    def part(self, start: int) -> bytes:
        """What may be read again at once from there: it ends at a hole."""
        after = bisect_left(self.holes, start)
        end = self.holes[after] if after < len(self.holes) else len(self.data)
        return self.data[start : min(end, start + _LONGEST_REPAIR)]


def _written(run: str, encoding: str) -> _Written:
    """A run of non-ASCII characters in an encoding; the holes of cp1252 are those of Latin 1."""
    data = bytearray(run.encode(encoding, "replace"))
    holes = [index for index, byte in enumerate(data) if byte == ord("?")]
    if encoding == "cp1252":
        for index in holes:
            data[index] = min(ord(run[index]), 0xFF)
        holes = [index for index in holes if ord(run[index]) > 0xFF]
    return _Written(bytes(data), holes)


def _repaired(written: Sequence[bytes]) -> tuple[int, str]:
    """How many characters are damaged, as many as can be, and what they were meant to be; 0 and "" if none.

    `written` are the same characters in several encodings.
    """
    best = 0, ""
    for data in written:
        try:
            decoded = data.decode("utf-8")
        except UnicodeDecodeError as error:
            decoded = data[: error.start].decode("utf-8")
        plausible = _PLAUSIBLE.match(decoded)
        length = len(plausible[0].encode()) if plausible else 0  # each byte is one character of the text
        if plausible and length > max(best[0], 1):
            best = length, plausible[0]
    return best
