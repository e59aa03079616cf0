"""Where a text is damaged: links that stand in it as text, and characters of a wrong encoding.

Several rules ask: one reports the damage, the others must not report parts of the same fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A search is fast if its pattern begins with a plain character or a class of them: hence the form of some.
HTML_TAG = re.compile(r"</?([A-Za-z][\w-]*)")

_LINK_LIKE = re.compile(r"\[[^\[\]]*\]?\s*\(?(?:https?:|/|\ufffc)\S*|\S*\]\(\S*|\[[^\[\]]*\]\(\s*\)")


def link_like(text: str) -> Iterator[re.Match[str]]:
    """What was meant to be a link."""
    return _LINK_LIKE.finditer(text)


_LONGEST_REPAIR = 64
"""Characters of a run that are read again at once, so that the time grows with the run's length only."""
_OLD_ENCODINGS = ("mac_roman", "cp437", "cp850", "cp1251")
_DAMAGED = re.compile(r"[^\x00-\x7f][^\x00-\x7f]+")
_REPLACEMENT = re.compile(r"��*|â€(?=[\s\w.,;:!?)]|$)|Â(?=[ .,;:!?)]|$)|\?(?<=[a-z]\?)(?=(?:s|t|re|ll|ve|d|m)\b)")
_PLAUSIBLE = re.compile(
    "[\u00a0-\u017f\u02c6-\u02dc\u0370-\u052f\u1e00-\u1eff\u2000-\u27bf\u2b00-\u2bff\ufb00-\ufb06\ufe0f\ufeff\ufffd"
    "\U0001f000-\U0001faff]+"
)
GUESSES = {"â€": "”", "?": "’"}
"""What is left of a damaged character, and what it most likely was."""


def mojibake(text: str) -> Iterator[tuple[int, int, str]]:
    """`(start, end, meant)` of each damaged run, in order; `meant` is "" if it can't be told."""
    if text.isascii():
        found: list[tuple[int, int, str]] = []
    else:
        found = [(start, end, meant) for run in _DAMAGED.finditer(text) for start, end, meant in _read_again(run)]
    for match in _REPLACEMENT.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end, _ in found):
            found.append((*match.span(), GUESSES.get(match[0], "")))
    yield from sorted(found)


def _read_again(run: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """The parts of a run of non-ASCII characters that make sense as UTF-8 once written in an old encoding."""
    text, start = run[0], 0
    while start < len(text) - 1:
        length, meant = _repaired(text[start : start + _LONGEST_REPAIR])
        if meant:
            yield run.start() + start, run.start() + start + length, meant
        start += max(length, 1)


def _repaired(text: str) -> tuple[int, str]:
    """How much of a text's beginning was damaged, as much as can be, and what it was meant to be; 0 and "" if none."""
    best = 0, ""
    for encoding in ("cp1252", *_OLD_ENCODINGS):
        data = _bytes(text, encoding)
        try:
            decoded = data.decode("utf-8")
        except UnicodeDecodeError as error:
            decoded = data[: error.start].decode("utf-8")
        plausible = _PLAUSIBLE.match(decoded)
        length = len(plausible[0].encode()) if plausible else 0  # each byte is one character of the text
        if plausible and length > max(best[0], 1):
            best = length, plausible[0]
    return best


def _bytes(text: str, encoding: str) -> bytes:
    """As much of the text as an encoding has; the holes of cp1252 are those of Latin 1."""
    data = bytearray()
    for char in text:
        try:
            data += char.encode(encoding)
        except UnicodeEncodeError:
            if encoding != "cp1252" or ord(char) > 0xFF:
                break
            data.append(ord(char))
    return bytes(data)
