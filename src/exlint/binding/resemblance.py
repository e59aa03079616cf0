"""Which card type a file resembles most."""

from __future__ import annotations

from collections.abc import Iterable

from exlint.card import Card, HeadingFault

ENOUGH = 0.3
"""The share of a type's headings and keys, found as they should be, that makes a file one of its cards."""
FEWEST = 3
"""And so many of them: one heading in common says nothing."""


def resemblance(card: Card) -> float:
    """The share of the type's section headings and metadata keys that the card has, from 0 to 1."""
    wanted = _wanted(card)
    return _found(card) / wanted if wanted else 0.0


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
    return best if best is not None and most >= ENOUGH and _found(best) >= FEWEST else None


def has_nothing(card: Card) -> bool:
    """Whether nothing in the card is as its type has it, though there is enough of it to tell."""
    return _wanted(card) > FEWEST and _found(card) == 0


def _wanted(card: Card) -> int:
    return len(card.type.sections) + len(card.type.metadata.fields)


def _found(card: Card) -> int:
    headings = {
        spec.name
        for spec, section in card.known_sections
        if section.fault not in (HeadingFault.NAME, HeadingFault.ABSENT)
    }
    fields = {field.spec.name for field in card.metadata.fields if field.spec} if card.metadata else set()
    return len(headings & {spec.name for spec in card.type.sections}) + len(fields)
