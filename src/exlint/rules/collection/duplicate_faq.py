"""Two cards give the same answers, word for word.

Why: answers that were copied speak of the other card's subject, and a reader of both learns nothing new.

Fix: answer for this card, or drop the question. The finding is at the card whose title the answers fit least, and comes
once for all cards that share them, however many answers they share. An answer that a template dictates doesn't count,
nor does one of a few words, nor the card's own title within an answer. One good answer may well stand on many cards;
two are a copy.

Source: none of some 900 answers on 465 real cards stood on two of them, so one that does was copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exlint.card import Card, Passage, PassageKind
from exlint.facts import Collected, Json
from exlint.findings import GroupProblem, Severity
from exlint.rules.base import CollectionRule, NoOptions
from exlint.rules.collection._copies import copies, fragment_of, group_problem, section_texts

_SEVERAL = 2


def collect(card: Card, options: NoOptions) -> Json:
    """A digest of each answer, with its place."""
    texts = (answer for passages in section_texts(card, "questions") for answer in _answers(passages))
    return fragment_of(texts, card)


def _answers(passages: Sequence[Passage]) -> Iterator[tuple[Passage, ...]]:
    """What stands between one question and the next."""
    answer: list[Passage] = []
    for passage in passages:
        if passage.kind is not PassageKind.QUESTION:
            answer.append(passage)
        elif answer:
            yield tuple(answer)
            answer = []
    if answer:
        yield tuple(answer)


def check(collected: Sequence[Collected], options: NoOptions) -> Iterator[GroupProblem]:
    """Yield one problem for each group of cards with the same answers."""
    for group, count in copies(collected):
        if count >= _SEVERAL:
            yield group_problem(group, f"{len(group)} cards have {count} answers in common", "the same answer")


RULE = CollectionRule(
    code="EX704", name="duplicate-faq", since="0.1.0", severity=Severity.WARNING, check=check, collect=collect
)
