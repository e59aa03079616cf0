"""A heading that the card type does not know.

Why: a section that only one card has is seldom meant; it may be a draft, a note, or another type's section.

Fix: remove it, move its content to a section of the type, or add the section to the type.

Source: the card type, `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each such heading."""
    for level in card.levels:
        if level.is_open:
            continue
        known = ", ".join(card.headings[spec.name] for spec in level.specs)
        expected = f"one of {known}" if known else "none"
        for section in level.sections:
            if section.spec is None:
                message = f"unknown section {section.heading.text!r}; expected {expected}"
                yield Problem(section.heading.span, message)


RULE = CardRule(code="EX206", name="unknown-section", since="0.1.0", severity=Severity.ERROR, check=check)
