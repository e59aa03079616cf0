"""An item, a question or an answer has no text.

Why: the page shows a bare bullet, or a question that nobody answers.

Fix: write the text, or remove the item.

Source: the card type, `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each."""
    for spec, section in card.known_sections:
        for entry in section.entries:
            if not entry.prose.text.strip() and not entry.blocks and not entry.links:
                yield Problem(entry.span, f"{spec.item} is empty")
        for question in section.questions:
            if not question.prose.text.strip():
                source = card.document.source
                place = source.line_span(source.row(question.span.start))
                yield Problem(place, f"{spec.item} is empty")
            elif not question.blocks:
                yield Problem(question.prose.whole, f"{spec.item} {question.prose.text!r} has no answer")


RULE = CardRule(code="EX220", name="empty-item", since="0.1.0", severity=Severity.ERROR, check=check)
