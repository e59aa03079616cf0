"""An exercise's name stands in the singular without an article: "perform unassisted chinup".

Why: the sentence lost a plural's s or an article, often when a name was put in by a script.

Fix: write the plural ("chinups") or the article.

Only names that can be counted and are no verbs are looked at (`countable-names`), and only after words that need a
thing (`bare-name-triggers`, and "and" after a plural).

Source: measured over some 900 exercise cards: 9 of 9 true.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Passage
from exlint.cardtype import CardType
from exlint.findings import Applicability, Problem, Severity
from exlint.prose import Word
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write

_MODIFIERS = 3
"""Words. The longest way from the trigger to the name."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at the name with what stands before it."""
    for passage in card.passages_with(card.type.word_list("countable-names")):
        if not passage.is_running_text:
            continue
        for index, name in enumerate(passage.words):
            first = _first_word(passage, index, card.type)
            if first is not None:
                found = passage.free[first.start : name.end]
                span = passage.prose.span(first.start, name.end)
                fixes = write(card.document.source, span, found, f"{found}s", Applicability.UNSAFE)
                yield Problem(span, f"{found!r} needs a plural or an article: expected '{found}s'", fixes=fixes)


def _first_word(passage: Passage, index: int, card_type: CardType) -> Word | None:
    """The first word of a bare name that ends at `index`; None if there is none."""
    words, lists = passage.words, card_type.word_list
    if words[index].text not in lists("countable-names") or not _ends_phrase(passage, index, card_type):
        return None
    determiners = lists("articles", "possessives", "demonstratives", "number-words", "quantifiers", "prepositions")
    for first in range(index, max(0, index - _MODIFIERS - 1), -1):
        before = words[first - 1]
        if passage.free[before.end : words[first].start] != " " or first == 0:
            return None
        if _is_trigger(passage, first - 1, card_type) or (first == index and _is_list(passage, first - 1, card_type)):
            return words[first]
        if before.lower in determiners or not before.text.islower() or before.lower.endswith("'s"):
            return None
    return None


def _ends_phrase(passage: Passage, index: int, card_type: CardType) -> bool:
    """Whether no noun follows that the name may belong to."""
    if index + 1 == len(passage.words):
        return True
    word, after = passage.words[index], passage.words[index + 1]
    closed = card_type.word_list("prepositions", "conjunctions", "auxiliaries", "pronouns")
    return passage.free[word.end : after.start] != " " or after.lower in closed


def _is_trigger(passage: Passage, index: int, card_type: CardType) -> bool:
    """Whether the word needs a thing: "perform …", "compared to …"."""
    word = passage.words[index].lower
    if word in card_type.word_list("bare-name-triggers"):
        return True
    before = passage.words[index - 1].lower if index else ""
    return f"{before} {word}" in card_type.word_list("bare-name-triggers")


def _is_list(passage: Passage, index: int, card_type: CardType) -> bool:
    """Whether the word joins the name to a plural: "kicks and pushup"."""
    before = passage.words[index - 1].lower if index else ""
    return (
        passage.words[index].lower in card_type.word_list("joiners")
        and before.endswith("s")
        and (before[:-1] in card_type.word_list("name-nouns"))
    )


RULE = CardRule(
    code="EX521",
    name="bare-name",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
