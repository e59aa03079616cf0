"""Text that is still to be written: what stands in its place, and how to tell.

One rule reports it. What else asks leaves alone what isn't written yet, as it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from exlint.cardtype import CardType

TO_WRITE = "TODO"
"""How text begins that exlint leaves to a person; one of every language's placeholders."""

_TEMPLATE = (
    r"\{\{.*?\}\}|\{%.*?%\}|\$\{.*?\}|<%.*?%>|\{\{|\}\}|%\(\w+\)s|%[sd](?!\w)|(?<!\w)\{[A-Za-z_][\w .-]*\}"
    r"|\[object \w+\]|\[\[.*?\]\]|<[A-Za-z][\w -]*>|_{3,}"
)


def placeholders(text: str, card_type: CardType) -> Iterator[re.Match[str]]:
    """What was meant to be filled in."""
    return _placeholder_pattern(
        card_type.word_list("placeholders"), card_type.word_list("shouted-placeholders")
    ).finditer(text)


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
