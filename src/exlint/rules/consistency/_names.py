"""Comparing names: the words that matter, in one form."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from exlint.cardtype import CardType
from exlint.prose import lower_words

_SHORTEST_PLURAL = 3


def plain_words(text: str, card_type: CardType) -> tuple[str, ...]:
    """All words in lower case, singular, under their first name, without apostrophes and hyphens."""
    canonical = card_type.canonical
    return tuple(_stem(canonical.get(part, part)) for word in lower_words(text) for part in _parts(word))


def name_words(text: str, card_type: CardType) -> tuple[str, ...]:
    """The same without the small words."""
    small = card_type.word_list("articles", "prepositions", "conjunctions")
    return tuple(word for word in plain_words(text, card_type) if word not in small)


def _parts(word: str) -> Sequence[str]:
    return (word,) if word.isalnum() else word.replace("'", "").split("-")


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    if len(word) < _SHORTEST_PLURAL or word.endswith("ss"):
        return word
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("ning"):
        return word[:-4]  # running: run
    return word.removesuffix("s")
