"""A second level-1 heading in the card.

Why: one page has one title; a second one usually comes from two cards joined in one file, or from a section that lost
a `#`.

Fix: move the second card to a file of its own, or lower the heading's level.

Source: the card type, `title`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Related, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each further title, related to the first."""
    for extra in card.extra_titles:
        related = (Related(card.title.span, "the title is here"),) if card.title else ()
        yield Problem(extra.span, f"second title {extra.text!r}", related)


RULE = CardRule(code="EX202", name="multiple-titles", since="0.1.0", severity=Severity.ERROR, check=check)
