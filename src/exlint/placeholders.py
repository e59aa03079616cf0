"""Text that is still to be written: what stands in its place, and how to tell.

One rule reports it. What else asks leaves alone what isn't written yet, as it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from exlint.cardtype import CardType
from exlint.prose import vocabulary, words
from exlint.wordlist import general_words

TO_WRITE = "TODO"
"""How text begins that exlint leaves to a person; one of every language's placeholders."""

FOUND_BY = "placeholder"
"""The rule that finds it."""

_TEMPLATE = (
    r"\{\{.*?\}\}|\{%.*?%\}|\$\{.*?\}|<%.*?%>|\{\{|\}\}|%\(\w+\)s|%[sd](?!\w)|(?<!\w)\{[A-Za-z_][\w .-]*\}"
    r"|\[object \w+\]|\[\[.*?\]\]|<[A-Za-z][\w -]*>|_{3,}"
)
_TEMPLATE_CLUES = "{}$%<[_"
"""One of these characters is in all that the pattern of templates finds."""


def placeholders(text: str, card_type: CardType) -> Iterator[re.Match[str]]:
    """What was meant to be filled in."""
    spoken, *pieces = placeholder_clues(card_type)
    if vocabulary(text).isdisjoint(spoken) and not any(piece in text for piece in pieces):
        return iter(())
    return _placeholder_pattern(
        card_type.word_list("placeholders"), card_type.word_list("shouted-placeholders")
    ).finditer(text)


def placeholder_clues(card_type: CardType) -> tuple[frozenset[str], *tuple[str, ...]]:
    """Words and pieces of text, without one of which there is no placeholder in a text."""
    return _placeholder_clues(card_type.language, card_type.word_list("placeholders", "shouted-placeholders"))


@lru_cache(maxsize=8)
def _placeholder_clues(language: str, entries: frozenset[str]) -> tuple[frozenset[str], *tuple[str, ...]]:
    """The rarest word of each entry that is not found by a piece of text."""
    pieces = (*_TEMPLATE_CLUES, *sorted(entry for entry in entries if not words(entry)))
    spoken = (words(entry) for entry in entries if not any(piece in entry for piece in pieces))
    return frozenset(_rarest([word.lower for word in found], language) for found in spoken), *pieces


def _rarest(words: Sequence[str], language: str) -> str:
    return min(words, key=general_words(language).rank) if len(words) > 1 else words[0]


@lru_cache(maxsize=8)
def _placeholder_pattern(any_case: frozenset[str], shouted: frozenset[str]) -> re.Pattern[str]:
    """The pattern of templates, of words in any case, and of words in capitals. A space in a word may be any words."""
    lower = "|".join(_worded(word) for word in sorted(any_case, key=lambda word: (-len(word), word)))
    upper = "|".join(re.escape(word.upper()) for word in sorted(shouted, key=lambda word: (-len(word), word)))
    return re.compile(rf"{_TEMPLATE}|(?i:(?<![\w-])(?:{lower})(?![\w-]))|(?<![\w-])(?:{upper})(?![\w-])")


def _worded(entry: str) -> str:
    """A list's entry as a pattern: `…` stands for up to four words."""
    return re.escape(entry).replace("…", r"(?:[\w']+ ){0,4}?").replace(r"\ ", " ")


def is_unwritten(text: str, card_type: CardType) -> bool:
    """Whether some of the text is still to be written."""
    return next(placeholders(text, card_type), None) is not None
