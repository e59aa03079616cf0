"""A sentence does not end with a full stop, a question mark or an exclamation mark.

Why: a text without its end may have lost more than a mark.

Fix: write the mark, or the missing end.

Source: the card type: steps, tips, mistakes and answers are sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exlint.card import Card, Passage, PassageKind
from exlint.findings import Applicability, Fix, Problem, Severity
from exlint.lazy import lazy_pattern
from exlint.prose import OPAQUE, Word
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import added, fix, write
from exlint.rules.prose._seams import broken_sentences
from exlint.rules.prose._sentence_end import cut_off_sentences, run_on_words

_FIXED = re.compile(f"{OPAQUE}{{2,}}")
_MARKS = f".!?…:{OPAQUE}"
_END = lazy_pattern(rf"[{_MARKS}][.,;:!?…]*[\"')\]”’*_ ]*$")
"""An end, also where another mark follows: that is another rule's."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each sentence of a paragraph or an item that has no end, at its last word.

    The last sentence before a statement that the type dictates must have its end too. A sentence that is cut off or
    broken is another rule's.
    """
    for passage in card.passages:
        if passage.kind not in (PassageKind.PARAGRAPH, PassageKind.ITEM) or not passage.section:
            continue
        run_on = [(before, before.end) for before, _ in run_on_words(passage, card.type)]
        unfinished = (*_last_words(passage), *run_on)
        if not unfinished:
            continue
        cut_off = {words[-1].start for words in cut_off_sentences(passage, card.type)}
        broken = [range(each.start, each.end) for each in broken_sentences(passage, card.type)]
        for last, end in unfinished:
            if last.start not in cut_off and not any(last.start in each for each in broken):
                found = passage.free[last.start : end]
                how = Applicability.UNSAFE if (last, end) in run_on else Applicability.SAFE
                fixes = _ended(card, passage, end, how)
                yield Problem(passage.prose.span(last.start, end), f"no full stop after {found!r}", fixes=fixes)


def _ended(card: Card, passage: Passage, end: int, how: Applicability) -> tuple[Fix, ...]:
    """The full stop at the end, in place of a comma; none after another mark, after which more may have stood."""
    source, last = card.document.source, passage.prose.text[end - 1]
    if last in ",;":
        return write(source, passage.prose.span(end - 1, end), last, ".", Applicability.UNSAFE)
    is_end = last.isalnum() or last in "%°\"')]”’"
    return fix("write '.'", added(source, passage, end, "."), how=how) if is_end else ()


def _last_words(passage: Passage) -> Iterator[tuple[Word, int]]:
    """The last word of the passage, and of what stands before a statement, if no mark is there; and where it ends."""
    for end in (*(match.start() for match in _FIXED.finditer(passage.free)), len(passage.free)):
        text = passage.free[:end].rstrip()
        is_ended = text[-1:] in _MARKS or _END.search(text)
        words = () if is_ended else passage.words_in(0, end)
        if words:
            yield words[-1], len(text)


RULE = CardRule(
    code="EX508",
    name="missing-full-stop",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(
        Applicability.SAFE,
        Applicability.UNSAFE,
    ),
)
