"""A sentence, or a question with its answer, that every card of the type has is not there.

Why: readers and search engines rely on it, and it is what the metadata is held against.

Fix: write it as the message gives it.

Source: the card type, `statements`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import BoundStatement, Card
from exlint.document import Paragraph
from exlint.findings import Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at the paragraph or the section where it belongs."""
    for statement in card.statements:
        if statement.section is None or statement.span is not None or statement.section.is_empty:
            continue
        wanted = f"; expected {statement.expected!r}" if statement.expected else ""
        if statement.spec.question:
            question = statement.question or statement.spec.question.text
            wanted = f"; expected the question {question!r}"
        yield Problem(_place(statement), f"statement {statement.spec.name!r} is missing{wanted}")


def _place(statement: BoundStatement) -> Span:
    assert statement.section is not None
    paragraphs = [block for block in statement.section.blocks if isinstance(block, Paragraph)]
    if statement.spec.question is None and paragraphs:
        return paragraphs[0].span
    return statement.section.heading.span


RULE = CardRule(code="EX215", name="missing-statement", since="0.1.0", severity=Severity.ERROR, check=check)
