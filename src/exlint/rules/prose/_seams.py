"""Where the lines of a text with one element a line were joined to one sentence.

Several rules ask: one reports the sentence, the others must not report parts of the same fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from exlint.card import Passage
from exlint.cardtype import CardType, Syntax
from exlint.findings import Span
from exlint.prose import Prose
from exlint.value import Value


class Seam(Value):
    """What stands between two lines: in the source (`span`), and in the text, where it is a space or nothing."""

    start: int
    end: int
    span: Span


class Broken(Value):
    """A sentence that runs over several lines, as offsets of its passage's text."""

    start: int
    end: int
    seams: tuple[Seam, ...]


def broken_sentences(passage: Passage, card_type: CardType) -> Iterator[Broken]:
    """The sentences of running text that are broken. Markdown may wrap its lines; there are none then."""
    if card_type.syntax is not Syntax.LINES or not passage.is_running_text:
        return
    seams = tuple(_seams(passage.prose))
    for start, end in passage.sentences if seams else ():
        within = tuple(seam for seam in seams if start < seam.start < end)
        if within:
            yield Broken(start, end, within)


def _seams(prose: Prose) -> Iterator[Seam]:
    """Each piece of the prose is a line or the space between two."""
    for (at, span), (after, following) in pairwise(prose.pieces):
        if prose.text[at:after] == " ":
            yield Seam(at, after, span)
        elif span.end < following.start:
            yield Seam(after, after, Span(span.end, following.start))
