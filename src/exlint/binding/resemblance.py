"""Which card type a file resembles most."""

from __future__ import annotations

from collections.abc import Iterable

from exlint.card import Card, HeadingFault

ENOUGH = 0.3
"""The share of a type's headings and keys, found as they should be, that makes a file one of its cards."""


def resemblance(card: Card) -> float:
    """The share of the type's section headings and metadata keys that the card has, from 0 to 1."""
    wanted = len(card.type.sections) + len(card.type.metadata.fields)
    headings = sum(section.fault not in (HeadingFault.NAME, HeadingFault.ABSENT) for _, section in card.known_sections)
    fields = {field.spec.name for field in card.metadata.fields if field.spec} if card.metadata else set()
    return (headings + len(fields)) / wanted


def most_alike(cards: Iterable[Card]) -> Card | None:
    """The card (one document bound to several types) that fits its type best, None if it fits none enough.

    The first of equals; none is asked for after one that fits in everything.
    """
    best, most = None, 0.0
    for card in cards:
        likeness = resemblance(card)
        if best is None or likeness > most:
            best, most = card, likeness
        if most == 1:
            break
    return best if most >= ENOUGH else None
