"""A list is numbered where the section has bullets, or has bullets where it is numbered.

Why: numbers say that order matters, as in steps; bullets say that it doesn't.

Fix: write `1.`, `2.`, `3.` … or `-` before the items.

Source: the card type, `sections`, `content`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.document import ListBlock
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each list, the metadata list included, at its first marker."""
    if card.metadata and card.metadata.block and card.metadata.block.ordered:
        yield Problem(card.metadata.block.items[0].marker, "metadata keys are numbered; expected bullets ('- …')")
    for spec, section in card.known_sections:
        numbers, bullets = spec.allows("numbered-list"), spec.allows("bullet-list") or spec.allows("links")
        for block in section.blocks:
            if not isinstance(block, ListBlock) or (card.metadata and block is card.metadata.block):
                continue
            if block.ordered and bullets and not numbers:
                yield Problem(block.items[0].marker, f"{spec.item}s are numbered; expected bullets ('- …')")
            elif not block.ordered and numbers and not bullets:
                yield Problem(block.items[0].marker, f"{spec.item}s have bullets; expected numbers ('1. …')")


RULE = CardRule(code="EX210", name="wrong-list-type", since="0.1.0", severity=Severity.ERROR, check=check)
