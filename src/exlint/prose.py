"""The text of a run of inlines as a reader sees it, with the way back to the source.

Rules about words match on `Prose.text`, where emphasis and links are transparent, a line break is one space and a code
span is one opaque character, and get exact source spans from `Prose.span`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

from exlint.document import Break, Code, Emphasis, Inline, Link, RawHtml, Text
from exlint.findings import Span
from exlint.value import Value

OPAQUE = "\ufffc"
"""Stands for what is no prose: a code span, an image, an address. (OBJECT REPLACEMENT CHARACTER)"""

_WORDS = re.compile(r"([^\W_]+(?:['’-][^\W_]+)*)")
_NO_WORD = r"""!"#$%&()*+,./:;<=>?@[\]^_`{|}~"""
_LOWER = bytes.maketrans(_NO_WORD.encode(), b" " * len(_NO_WORD)).lower()
"""What becomes of characters of ASCII: letters are in lower case, marks that are in no word are spaces."""
_REMEMBERED = 2048
"""Texts. Cards of one type repeat their headings, statements and lines of metadata."""
_SENTENCE_END = re.compile(r"(?P<mark>[.!?…]+)(?P<closers>[\"')\]”’]*)(?=\s|$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:vs|approx|dr|mrs?|ms|prof|st|(?:[a-z]\.)+[a-z]|[b-z]|(?-i:A))\.$", re.IGNORECASE
)
"""An initial may be an A, but "a." is an article whose noun is lost."""
_ABBREVIATION_OR_WORD = re.compile(r"(?:^|[\s(])(?:[ap]\.m|etc|no|fig|min|max|sec|lbs?)\.$", re.IGNORECASE)
"""These can also end a sentence, and then a capital follows."""


class Prose(Value):
    """Shown text with its source places.

    `pieces` are `(offset in text, source span)`, in order, tiling `text`. A piece whose two lengths are equal maps
    character for character; any other (an escape, a break, a code span) maps as a whole.
    """

    text: str
    pieces: tuple[tuple[int, Span], ...]

    def span(self, start: int, end: int) -> Span:
        """The source span of `text[start:end]`; an empty range gives the empty span at its place."""
        if not self.pieces:
            return Span(0, 0)
        if len(self.pieces) == 1 and len(self.text) == (only := self.pieces[0][1]).end - only.start:
            return Span(only.start + start, only.start + max(start, end))
        first = self._source(start, at_end=False) if start < len(self.text) else self.pieces[-1][1].end
        last = self._source(end, at_end=True) if end > start else first
        return Span(first, max(first, last))

    def _source(self, offset: int, *, at_end: bool) -> int:
        index = bisect_right(self.pieces, offset - at_end, key=lambda piece: piece[0]) - 1
        begin, span = self.pieces[index]
        length = (self.pieces[index + 1][0] if index + 1 < len(self.pieces) else len(self.text)) - begin
        if length == span.end - span.start:
            return span.start + offset - begin
        return span.end if at_end else span.start

    @property
    def whole(self) -> Span:
        """The source span of all of it."""
        if len(self.pieces) == 1:
            return self.pieces[0][1]
        return self.span(0, len(self.text))

    def locate(self, match: re.Match[str], group: int | str = 0) -> Span:
        """The source span of a match's group."""
        return self.span(match.start(group), match.end(group))


def prose_of(inlines: tuple[Inline, ...]) -> Prose:
    """Flatten inlines to the text that a reader sees."""
    if len(inlines) == 1 and isinstance(only := inlines[0], Text) and only.text:
        return Prose(only.text, ((0, only.span),))
    parts: list[str] = []
    pieces: list[tuple[int, Span]] = []
    length = 0
    for text, span in _leaves(inlines):
        parts.append(text)
        pieces.append((length, span))
        length += len(text)
    return Prose("".join(parts), tuple(pieces))


def _leaves(inlines: tuple[Inline, ...]) -> Iterator[tuple[str, Span]]:
    for inline in inlines:
        match inline:
            case Text(text=text):
                if text:
                    yield text, inline.span
            case Break():
                yield " ", inline.span
            case Emphasis(children=children):
                yield from _leaves(children)
            case Link(image=False, auto=False, children=children):
                yield from _leaves(children)
            case Code() | Link():
                yield OPAQUE, inline.span
            case RawHtml():
                pass
            case _:  # pragma: no cover - every kind is named above
                raise AssertionError(inline)


class Word(NamedTuple):
    """A word with its place in a text. Hyphens and apostrophes within it belong to it.

    `lower` is the word in lower case, with a straight apostrophe.
    """

    text: str
    start: int
    end: int
    lower: str


_make_word: Callable[[tuple[str, int, int, str]], Word] = partial(tuple.__new__, Word)


@lru_cache(maxsize=_REMEMBERED)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text, in order; what is opaque is none."""
    parts = _WORDS.split(text)  # what is between, a word, what is between, …
    ends = list(accumulate(map(len, parts)))
    found = parts[1::2]
    lower = lower_words(text) if text.isascii() else [word.lower().replace("’", "'") for word in found]
    return tuple(map(_make_word, zip(found, ends[::2], ends[1::2], lower, strict=False)))


@lru_cache(maxsize=_REMEMBERED)
def lower_words(text: str) -> tuple[str, ...]:
    """The same in lower case and without their places, in a fraction of the time."""
    if not text.isascii():
        return tuple(word.lower for word in words(text))
    text = text.encode().translate(_LOWER).decode()  # a table of bytes is much faster than one of characters
    found = text.split()
    return tuple(found if all(map(str.isalnum, found)) else _WORDS.findall(text))


def has_capital(word: Word) -> bool:
    """Whether the word, or a part of the compound that it is, has a capital."""
    return word.text[0].isupper() or ("-" in word.text and any(part[:1].isupper() for part in word.text.split("-")))


@lru_cache(maxsize=_REMEMBERED)
def vocabulary(text: str) -> frozenset[str]:
    """The words of a text in lower case; with the parts of compounds, and without possessive endings, too."""
    found = frozenset(lower_words(text))
    if "-" not in text and "'" not in text and "’" not in text:
        return found
    compounds = [(word, *word.split("-")) for word in found if not word.isalnum()]
    return found.union(*compounds, (part.removesuffix("'s") for parts in compounds for part in parts))


@lru_cache(maxsize=_REMEMBERED)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The `(start, end)` of each sentence, its closing mark included and the space between left out.

    A full stop after a known abbreviation or an initial ends no sentence, unless the text ends there; an ellipsis, or a
    mark within quotation marks or brackets, ends none if the text goes on in lower case.
    """
    found: list[tuple[int, int]] = []
    start = len(text) - len(text.lstrip())
    for match in _SENTENCE_END.finditer(text):
        rest = text[match.end() :].lstrip()
        if rest and _goes_on(text[start : match.end("mark")], match, rest):
            continue
        found.append((start, match.end()))
        start = len(text) - len(rest)
    if text[start:].strip():
        found.append((start, len(text.rstrip())))
    return tuple(found)


def _goes_on(sentence: str, end: re.Match[str], rest: str) -> bool:
    """Whether a sentence that could end with this mark goes on with the rest."""
    last = sentence.rsplit(None, 1)[-1]
    if _ABBREVIATION_OR_WORD.search(last):
        return not rest[0].isupper()
    if _ABBREVIATION.search(last):
        return True
    return rest[0].islower() and (bool(end["closers"]) or end["mark"].endswith(("..", "…")))
