"""A section has a heading and nothing under it.

Why: the page shows a heading that promises what is not there.

Fix: write the content, or remove the heading if the section is not required.

Source: the card type, `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at its heading; none for a heading that stands again over its content."""
    for spec, section in card.known_sections:
        repeats = [other for other in card.sections if other.spec is spec and other is not section]
        if section.is_empty and all(other.is_empty for other in repeats):
            yield Problem(section.heading.span, f"section {spec.name!r} is empty")


RULE = CardRule(code="EX207", name="empty-section", since="0.1.0", severity=Severity.ERROR, check=check)
