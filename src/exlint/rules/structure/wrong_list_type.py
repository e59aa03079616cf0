"""A list is numbered where the section has bullets, or has bullets where it is numbered.

Why: numbers say that order matters, as in steps; bullets say that it doesn't.

Fix: write `1.`, `2.`, `3.` … or `-` before the items.

Source: the card type, `sections`, `content`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Section
from exlint.document import ListBlock
from exlint.findings import Applicability, Edit, Fix, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each list, the metadata list included, at its first marker."""
    if card.metadata and card.metadata.block and card.metadata.block.ordered:
        message = "metadata keys are numbered; expected bullets ('- …')"
        yield Problem(card.metadata.block.items[0].marker, message, fixes=_marked(card.metadata.block))
    for spec, section in card.known_sections:
        numbers, bullets = spec.allows("numbered-list"), spec.allows("bullet-list") or spec.allows("links")
        for block in section.blocks:
            if not isinstance(block, ListBlock) or (card.metadata and block is card.metadata.block):
                continue
            if block.ordered and bullets and not numbers:
                message = f"{spec.item}s are numbered; expected bullets ('- …')"
                yield Problem(block.items[0].marker, message, fixes=_marked(block))
            elif not block.ordered and numbers and not bullets:
                message = f"{spec.item}s have bullets; expected numbers ('1. …')"
                fixes = _marked(block, first=1 + _items_before(block, section))
                yield Problem(block.items[0].marker, message, fixes=fixes)


def _items_before(block: ListBlock, section: Section) -> int:
    lists = (each for each in section.blocks if isinstance(each, ListBlock) and each.span < block.span)
    return sum(len(each.items) for each in lists)


def _marked(block: ListBlock, *, first: int | None = None) -> tuple[Fix, ...]:
    """The list with bullets, or with numbers from `first` on.

    There is none if an item holds more than a paragraph, which is indented by the marker's width.
    """
    if any(len(item.blocks) > 1 for item in block.items):
        return ()
    markers = ("-" if first is None else f"{first + place}." for place in range(len(block.items)))
    edits = (Edit(item.marker, marker) for item, marker in zip(block.items, markers, strict=True))
    return fix("write bullets" if first is None else "number the items", *edits)


RULE = CardRule(
    code="EX210",
    name="wrong-list-type",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
