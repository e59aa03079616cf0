"""The metadata list is not there.

Why: lists, filters and the card's own sentences are made from it.

Fix: write the list of `- **Key:** value` lines in its section.

Source: the card type, `metadata`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, PassageKind, Section
from exlint.document import ListBlock, Table
from exlint.findings import Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield at most one problem: at what is left of it, else at the heading of the section that should hold it."""
    section = card.section(card.type.metadata.section)
    if card.metadata is None and section and not section.is_empty:
        keys = ", ".join(field.name for field in card.type.metadata.fields)
        first = card.type.metadata.fields[0].name
        message = f"the metadata list is missing; expected a line such as '- **{first}:** …' for each of {keys}"
        yield Problem(_place(card, section), message)


def _place(card: Card, section: Section) -> Span:
    lines = (each for each in card.passages if each.kind is PassageKind.FIELD and each.section is section)
    first = next(lines, None)
    if first:
        return first.prose.whole
    source = card.document.source
    block = next((block for block in section.blocks if isinstance(block, ListBlock | Table)), None)
    return source.line_span(source.position(block.span.start).row) if block else section.heading.span


RULE = CardRule(code="EX301", name="missing-metadata", since="0.1.0", severity=Severity.ERROR, check=check)
