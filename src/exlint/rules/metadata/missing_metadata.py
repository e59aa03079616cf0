"""The metadata list is not there.

Why: lists, filters and the card's own sentences are made from it.

Fix: write the list of `- **Key:** value` lines in its section.

Source: the card type, `metadata`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield at most one problem, at the heading of the section that should hold the list."""
    section = card.section(card.type.metadata.section)
    if card.metadata is None and section and not section.is_empty:
        keys = ", ".join(field.name for field in card.type.metadata.fields)
        yield Problem(section.heading.span, f"the metadata list ({keys}) is missing")


RULE = CardRule(code="EX301", name="missing-metadata", since="0.1.0", severity=Severity.ERROR, check=check)
