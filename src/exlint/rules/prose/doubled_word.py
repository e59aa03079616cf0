"""A word stands twice in a row.

Why: it is the commonest slip of editing, and the eye reads over it, above all at a line's end.

Fix: remove one. Words that rightly come twice ("had had") stand in the language's `doubled-words`.

Source: every style guide; the check is as old as the Unix tool `diction`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each repeat, at both words."""
    allowed = card.type.word_list("doubled-words")
    for passage in card.passages:
        for first, second in zip(passage.words, passage.words[1:], strict=False):
            same = first.lower == second.lower and first.lower not in allowed and not first.text.isdigit()
            if same and passage.free[first.end : second.start].isspace():
                span = passage.prose.span(first.start, second.end)
                yield Problem(span, f"{first.text!r} stands twice in a row")


RULE = CardRule(code="EX505", name="doubled-word", since="0.1.0", severity=Severity.ERROR, check=check)
