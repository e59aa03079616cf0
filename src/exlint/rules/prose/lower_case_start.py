"""A sentence starts in lower case.

Why: either its capital was forgotten or its beginning was lost.

Fix: write the capital, or the missing words.

Source: every style guide. A word with a capital inside (iPhone) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Problem, Severity
from exlint.lazy import lazy_pattern
from exlint.prose import OPAQUE
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write

_CLUE = re.compile(rf"[\n.!?…{OPAQUE}][\"')\]”’]*\s*[\"'“‘(\[]*(?=[^\W\d_A-Z])")
"""A letter that is no plain capital, where a sentence may start."""
_OPENERS = lazy_pattern(r"[\"'“‘(\[]*")
_AFTER_FIXED = lazy_pattern(rf"{OPAQUE}{{2,}} +")
"""A statement that the type dictates ends with a full stop."""

_DOUBLED = lazy_pattern(r"[.,;:!?]{2,}\s+")
"""The end of a sentence that may be none, as another rule says."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each such sentence of running text, at its first word."""
    for passage in card.passages_with(_CLUE):
        if not passage.is_running_text:
            continue
        openers = (_OPENERS.match(passage.free, start) for start, _ in passage.sentences)
        starts = {match.end() for match in (*openers, *_AFTER_FIXED.finditer(passage.free)) if match}
        starts -= {match.end() for match in _DOUBLED.finditer(passage.free)}
        for word in passage.words:
            if word.start in starts and word.text.islower() and word.text[0].isalpha():
                span, right = passage.prose.span(word.start, word.end), word.text[0].upper() + word.text[1:]
                fixes = write(card.document.source, span, word.text, right)
                yield Problem(span, f"sentence starts in lower case: {word.text!r}", fixes=fixes)


RULE = CardRule(
    code="EX507",
    name="lower-case-start",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
