"""A question is asked twice in a card.

Why: two headings of one text have one anchor, so links reach only the first; and the two answers may differ.

Fix: merge the answers, or reword one question.

Source: https://spec.commonmark.org/0.31.2/#atx-headings names no anchors, but every renderer that makes them makes them
from the heading's text.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Related, Severity, Span
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each repeat, related to the first."""
    for _, section in card.known_sections:
        seen: dict[str, Span] = {}
        for question in section.questions:
            key = " ".join(question.prose.text.casefold().split()).rstrip(" ?")
            if key in seen:
                related = (Related(seen[key], "the first one is here"),)
                yield Problem(question.prose.whole, f"question {question.prose.text!r} is already asked", related)
            elif key:
                seen[key] = question.prose.whole


RULE = CardRule(code="EX214", name="duplicate-question", since="0.1.0", severity=Severity.ERROR, check=check)
