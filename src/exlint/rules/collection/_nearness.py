"""Words that are one slip or one form away from each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_SHORTEST_SLIP = 5
"""Shorter words are too often one letter away from another right word (arm, farm)."""


def singular(word: str) -> str:
    """The word without the ending of an English plural."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def slips(word: str) -> frozenset[str]:
    """What the word may become by losing a letter, and the word; two words that share one are a slip apart."""
    if len(word) < _SHORTEST_SLIP:
        return frozenset({word})
    return frozenset({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def commoner_neighbours(counts: Mapping[str, int], rare: Iterable[str], many: int) -> dict[str, str]:
    """For each rare word that has one, its commonest neighbour of at least `many` uses that is a slip away.

    The time grows with the number of words, not with the number of their pairs.
    """
    common: dict[str, str] = {}
    for word in sorted((each for each in counts if counts[each] >= many), key=lambda each: (counts[each], each)):
        common.update(dict.fromkeys(slips(word), word))
    found: dict[str, str] = {}
    for word in rare:
        near = {common[slip] for slip in slips(word) if slip in common} - {word}
        if near:
            found[word] = max(near, key=lambda each: (counts[each], each))
    return found
