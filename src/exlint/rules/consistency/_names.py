"""Comparing names: the words that matter, in one form."""

from __future__ import annotations

from exlint.cardtype import CardType
from exlint.prose import words

_SHORTEST_PLURAL = 3


def plain_words(text: str, card_type: CardType) -> tuple[str, ...]:
    """All words in lower case, singular, under their first name, without apostrophes and hyphens."""
    parts = (part for word in words(text) for part in word.lower.replace("'", "").split("-"))
    return tuple(_stem(card_type.canon(part)) for part in parts)


def name_words(text: str, card_type: CardType) -> tuple[str, ...]:
    """The same without the small words."""
    small = card_type.word_list("articles", "prepositions", "conjunctions")
    return tuple(word for word in plain_words(text, card_type) if word not in small)


def _stem(word: str) -> str:
    if len(word) < _SHORTEST_PLURAL or word.endswith("ss"):
        return word
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("ning"):
        return word[:-4]  # running: run
    return word.removesuffix("s")
