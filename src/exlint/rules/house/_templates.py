"""What the card type dictates, word for word: to be changed there, as on a card alone it would be another finding."""

from __future__ import annotations

from exlint.card import Card, Passage


def is_dictated(card: Card, passage: Passage, start: int, end: int) -> bool:
    """Whether the part of the passage's text between the offsets is of a statement or of a link of the type."""
    if passage.free[start:end] != passage.prose.text[start:end]:
        return True
    span = passage.prose.span(start, end)
    return any(link.span and link.span.overlaps(span) for link in card.links)


def where(*, dictated: bool) -> str:
    """What to add to what is to be written."""
    return " in the card type's template" if dictated else ""
