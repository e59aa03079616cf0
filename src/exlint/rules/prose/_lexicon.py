"""Which words are right, and which right word an unknown one may stand for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, lru_cache

from exlint.cardtype import CardType
from exlint.value import Value
from exlint.wordlist import COMMON, WordList, general_words

_LISTS = ("dictionary", "domain", "recent-words", "proper-names", "name-nouns", "placeholders", "units")
_SHORTEST_STEM = 4
_IN_USE = 2
"""The lowest class of a word that others are made of."""
_VOWELS = "aeiou"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Lexicon(Value, eq=False, dict=True, gc=True):
    """The general words of a language and a card type's own; all in lower case, with straight apostrophes."""

    general: WordList
    own: frozenset[str]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    respellings: tuple[tuple[str, str], ...]

    @cached_property
    def usual(self) -> set[str]:
        """The words of other cards that were found to be in use."""
        return set()

    def lists(self, word: str) -> bool:
        """Whether the word, or what another dialect writes for it, is in a list."""
        return self.rank(word) >= 0 or any(
            self._is_in_use(word.replace(here, there, 1)) for here, there in self.respellings if here in word
        )

    def is_derived(self, word: str) -> bool:
        """Whether a prefix or an ending makes the word of one that is in use."""
        return any(self._is_in_use(stem) for stem in self._stems(word))

    def _is_in_use(self, word: str) -> bool:
        return self.rank(word) >= _IN_USE and (word in self.own or not self.general.is_name(word))

    def rank(self, word: str) -> int:
        """How common the word is, -1 if it is unknown; the type's own words are common."""
        return COMMON if word in self.own else self.general.rank(word)

    def _stems(self, word: str) -> Iterator[str]:
        for prefix in self.prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
                yield word.removeprefix(prefix)
        for suffix in self.suffixes:
            stem = word.removesuffix(suffix)
            if stem != word and len(stem) >= _SHORTEST_STEM and not stem.endswith(suffix[0]):
                yield stem
                if suffix[0] in _VOWELS:
                    yield f"{stem}e"

    def suggestions(self, word: str, nearby: Mapping[str, int]) -> tuple[str, ...]:
        """The right words that are one dropped, added, replaced or swapped letter away, the likeliest first.

        A word of the same card (`nearby`, with its uses there) is likelier than another, a common one than a rare
        one, and swapped, doubled or dropped letters are likelier slips than others: there are fewer ways to make them.
        """

        def unlikeliness(meant: str) -> tuple[int, int, str]:
            uses = nearby.get(meant, 0)
            return -(self.rank(meant) + 2 * _is_typical(word, meant) + 3 * (uses > 0)), -uses, meant

        return tuple(sorted((each for each in edits(word) if self.rank(each) >= 0), key=unlikeliness))


def lexicon(card_type: CardType) -> Lexicon:
    """The lexicon of a card type."""
    return _lexicon(
        card_type.language,
        card_type.word_list(*_LISTS),
        card_type.word_list("prefixes"),
        card_type.word_list("endings"),
        card_type.word_list("respellings"),
    )


@lru_cache(maxsize=8)
def _lexicon(
    language: str, own: Collection[str], prefixes: Collection[str], suffixes: Collection[str], pairs: Collection[str]
) -> Lexicon:
    split = (pair.split() for pair in sorted(pairs))
    return Lexicon(
        general_words(language),
        frozenset(own),
        tuple(sorted(prefixes)),
        tuple(sorted(suffixes)),
        tuple((here, there) for here, there in split),
    )


def edits(word: str, letters: str = _LETTERS) -> frozenset[str]:
    """All that is one dropped, swapped, replaced or added letter away from the word."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    dropped = (left + right[1:] for left, right in splits if right)
    swapped = (left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1)
    replaced = (left + letter + right[1:] for left, right in splits if right for letter in letters)
    added = (left + letter + right for left, right in splits for letter in letters)
    return frozenset((*dropped, *swapped, *replaced, *added)) - {word}


@lru_cache(maxsize=256)
def neighbours(word: str) -> frozenset[str]:
    """All that `is_one_edit` away from the word, if it has no other characters than a text's words in ASCII."""
    return edits(word, _LETTERS + "'")


def _is_typical(word: str, meant: str) -> bool:
    """Whether the letters of two words that are one edit apart differ in order only, or one is doubled or dropped."""
    return len(meant) > len(word) or sorted(word) == sorted(meant) or _singled(word) == _singled(meant)


def _singled(word: str) -> str:
    return "".join(letter for at, letter in enumerate(word) if letter != word[at - 1 : at])


def is_one_edit(first: str, second: str) -> bool:
    """Whether one dropped, swapped, replaced or added letter makes one word of the other."""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    shorter, longer = sorted((first, second), key=len)
    at = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    swapped = shorter[:at] + shorter[at : at + 2][::-1] + shorter[at + 2 :]
    return shorter[at + 1 :] == longer[at + 1 :] or swapped == longer
