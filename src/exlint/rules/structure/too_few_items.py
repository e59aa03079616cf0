"""A section has fewer items than the type asks for.

Why: a card with two tips where all others have three was cut short, or lost one.

Fix: write what is missing.

Source: the card type, `at-least`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Section
from exlint.document import Paragraph
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each section, at its heading; a required item that is missing counts as there."""
    for spec, section in card.known_sections:
        if section.is_empty:
            continue
        found = len(section.questions) if spec.allows("questions") else len(section.entries)
        elsewhere = _missing_required(card, section) + _unmarked(section)
        if found and found + elsewhere < spec.items.at_least:
            plural = "" if found == 1 else "s"
            message = f"{found} {spec.item}{plural}; expected at least {spec.items.at_least}"
            yield Problem(section.heading.span, message)


def _unmarked(section: Section) -> int:
    """Paragraphs that may be items without their marker: they are findings of their own."""
    return sum(isinstance(block, Paragraph) for block in section.blocks)


def _missing_required(card: Card, section: Section) -> int:
    """Required questions and links that are missing: they are findings of their own."""
    questions = sum(each.section is section and each.span is None for each in card.statements if each.spec.question)
    links = sum(each.section is section and each.span is None and each.broken is None for each in card.links)
    return questions + links


RULE = CardRule(code="EX213", name="too-few-items", since="0.1.0", severity=Severity.ERROR, check=check)
