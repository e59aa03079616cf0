"""A verb in the singular stands after a plural, or the reverse: "pullup are", "heel touchers is".

Why: the name was exchanged, or lost its plural's s.

Fix: write the other form of the name or of the verb.

Only the first words of a sentence are looked at, up to "is" or "are", and only if they end in the name of an exercise
(`name-nouns`) and have no other verb, conjunction or preposition among them.

Source: common grammar.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from exlint.card import Card, Passage, PassageKind
from exlint.cardtype import CardType
from exlint.findings import Problem, Severity
from exlint.prose import Word
from exlint.rules.base import CardRule, NoOptions

_LONGEST = 7
"""Words. No name of an exercise is longer."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at the name's last word and the verb."""
    for passage in card.passages_with(card.type.word_list("to-be")):
        if passage.kind not in (PassageKind.PARAGRAPH, PassageKind.ITEM):
            continue
        for start, _ in passage.sentences:
            subject = _subject(passage, start, card.type)
            if subject and _disagrees(*subject, card.type):
                name, verb = subject
                found = passage.free[name.start : verb.end]
                yield Problem(passage.prose.span(name.start, verb.end), f"{found!r} does not agree")


def _subject(passage: Passage, start: int, card_type: CardType) -> tuple[Word, Word] | None:
    """The last word of the subject that starts a sentence, and its verb; a singular verb only before "a" or "an"."""
    lists = card_type.word_list
    blocks = lists("prepositions", "conjunctions", "pronouns", "auxiliaries", "relatives", "possessives")
    words = [word for word in passage.words if word.start >= start][: _LONGEST + 2]
    for index, (before, word) in enumerate(pairwise(words[: _LONGEST + 1])):
        if passage.free[before.end : word.start] != " " or before.lower in blocks:
            return None
        if word.lower in lists("to-be"):
            after = words[index + 2].lower if index + 2 < len(words) else ""
            # "Skull crushers is the common name" speaks of the words, not of the exercise
            return (before, word) if word.lower in lists("to-be-plural") or after in lists("to-be-followers") else None
    return None


def _disagrees(name: Word, verb: Word, card_type: CardType) -> bool:
    """Whether the name's number is certain, and is not the verb's."""
    names = card_type.word_list("name-nouns")
    is_plural = name.lower not in names and name.lower.endswith("s") and name.lower[:-1] in names
    if is_plural:
        return verb.lower not in card_type.word_list("to-be-plural")
    return name.lower in names and verb.lower in card_type.word_list("to-be-plural")


RULE = CardRule(code="EX522", name="verb-agreement", since="0.1.0", severity=Severity.WARNING, check=check)
