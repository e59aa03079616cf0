"""A section stands twice.

Why: two headings of one name have one anchor, so links reach only the first; one of the two is usually a leftover.

Fix: merge the contents under one heading.

Source: the card type, `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Related, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each repeat, related to the first."""
    for level in card.levels:
        for section in level.sections:
            first = level.section(section.spec.name) if section.spec and not section.spec.repeats else None
            if first and first is not section:
                related = (Related(first.heading.span, "the first one is here"),)
                yield Problem(section.heading.span, f"section {section.name!r} stands twice", related)


RULE = CardRule(code="EX205", name="duplicate-section", since="0.1.0", severity=Severity.ERROR, check=check)
