"""A list is numbered where the section has bullets, or has bullets where it is numbered.

Why: numbers say that order matters, as in steps; bullets say that it doesn't.

Fix: write `1.`, `2.`, `3.` … or `-` before the items.

Source: the card type, `sections`, `content`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.document import ListBlock
from exlint.findings import Applicability, Edit, Fix, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each list, the metadata list included, at its first marker."""
    if card.metadata and card.metadata.block.ordered:
        message = "metadata keys are numbered; expected bullets ('- …')"
        yield Problem(card.metadata.block.items[0].marker, message, fixes=_marked(card.metadata.block, numbers=False))
    for spec, section in card.known_sections:
        numbers, bullets = spec.allows("numbered-list"), spec.allows("bullet-list") or spec.allows("links")
        for block in section.blocks:
            if not isinstance(block, ListBlock) or (card.metadata and block is card.metadata.block):
                continue
            if block.ordered and bullets and not numbers:
                message = f"{spec.item}s are numbered; expected bullets ('- …')"
                yield Problem(block.items[0].marker, message, fixes=_marked(block, numbers=False))
            elif not block.ordered and numbers and not bullets:
                message = f"{spec.item}s have bullets; expected numbers ('1. …')"
                yield Problem(block.items[0].marker, message, fixes=_marked(block, numbers=True))


def _marked(block: ListBlock, *, numbers: bool) -> tuple[Fix, ...]:
    """The list with other markers; none if an item holds more than a paragraph, which the marker's width indents."""
    if any(len(item.blocks) > 1 for item in block.items):
        return ()
    markers = (f"{place}." if numbers else "-" for place in range(1, len(block.items) + 1))
    edits = (Edit(item.marker, marker) for item, marker in zip(block.items, markers, strict=True))
    return fix("number the items" if numbers else "write bullets", *edits)


RULE = CardRule(
    code="EX210",
    name="wrong-list-type",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
