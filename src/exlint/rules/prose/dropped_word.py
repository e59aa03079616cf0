"""A word was lost: an article stands before what is no noun, or a thing that moves has no name.

Why: "Push The forward" and "pulling a towards the chest" are what is left when a script takes a link or a name out
of a sentence; a spelling checker sees nothing wrong with them.

Fix: write the lost word; the rest of the card often names it.

Source: measured over some 900 exercise cards: a moving verb, "the" and a direction before a preposition, 9 of 9 true;
an article before a preposition, conjunction, pronoun or auxiliary, 3 of 3; "The" in mid-sentence, 15 of 15.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from exlint.card import Card, Passage
from exlint.cardtype import CardType
from exlint.findings import Problem, Severity
from exlint.prose import Word
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each hole, at the article and the word after it."""
    for passage in card.passages:
        if passage.is_running_text:
            for article, after in _holes(passage, card.type):
                span = passage.prose.span(article.start, after.end)
                found = passage.free[article.start : after.end]
                yield Problem(span, f"a word is missing after {article.text!r} in {found!r}")


def _holes(passage: Passage, card_type: CardType) -> Iterator[tuple[Word, Word]]:
    closed = card_type.word_list("prepositions", "conjunctions", "pronouns", "auxiliaries") - card_type.word_list(
        "closed-nouns"
    )
    articles, words = card_type.word_list("articles"), passage.words
    for index, (article, after) in enumerate(pairwise(words)):
        if article.lower not in articles or passage.free[article.end : after.start] != " ":
            continue
        if (after.lower in closed and after.text != after.text.upper()) or (
            after.lower in card_type.word_list("directions") and _moves(passage, index, card_type)
        ):
            yield article, after


def _moves(passage: Passage, index: int, card_type: CardType) -> bool:
    """Whether the direction after the article at `index` says where something moves, and is no noun."""
    words = passage.words
    if words[index].text == "The" and not passage.may_start_sentence(words[index]):
        return True
    if index == 0 or words[index].lower != "the" or not _is_form(words[index - 1].lower, card_type):
        return False
    after, follower = words[index + 1], words[index + 2] if index + 2 < len(words) else None
    also_noun = after.lower in card_type.word_list("noun-directions")
    if follower is None or passage.free[after.end : follower.start] != " ":
        return not also_noun  # "lower the back." may well be the back
    return follower.lower in card_type.word_list("noun-direction-followers" if also_noun else "direction-followers")


def _is_form(word: str, card_type: CardType) -> bool:
    """Whether the word is a form of a moving verb."""
    stems = {word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ed"), word.removesuffix("d")}
    stem = word.removesuffix("ing")
    stems |= {stem, stem + "e", stem[:-1]} if stem != word else set()
    return bool(stems & card_type.word_list("moving-verbs"))


RULE = CardRule(code="EX501", name="dropped-word", since="0.1.0", severity=Severity.WARNING, check=check)
