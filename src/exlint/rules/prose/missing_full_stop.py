"""A sentence does not end with a full stop, a question mark or an exclamation mark.

Why: a text without its end may have lost more than a mark.

Fix: write the mark, or the missing end.

Source: the card type: steps, tips, mistakes and answers are sentences.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, PassageKind
from exlint.findings import Problem, Severity
from exlint.prose import OPAQUE
from exlint.rules.base import CardRule, NoOptions

_CLOSERS = "\"')]”’*_ "
_ENDS = (".", "!", "?", "…", ":", OPAQUE)


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each paragraph and item whose last sentence has no end, at its last word."""
    for passage in card.passages:
        text = passage.free.rstrip()
        if passage.kind not in (PassageKind.PARAGRAPH, PassageKind.ITEM) or not passage.words:
            continue
        if passage.section and not text.rstrip(_CLOSERS).endswith(_ENDS):
            last = passage.words[-1]
            yield Problem(passage.prose.span(last.start, len(text)), f"no full stop after {text[last.start :]!r}")


RULE = CardRule(code="EX508", name="missing-full-stop", since="0.1.0", severity=Severity.ERROR, check=check)
