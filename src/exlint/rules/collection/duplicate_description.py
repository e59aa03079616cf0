"""Two cards have the same description, word for word.

Why: the description is what a reader sees first and what search shows; two alike don't say what tells the cards apart.

Fix: say in each what is special about it, or merge the cards. The finding is at the card whose title the description
fits least, and comes once for all cards that share it. Sentences that a template dictates don't count, letter case and
punctuation make no difference, nor does the card's own title within the text.

Source: measured on real cards; the copies were siblings, such as one exercise counted by time and by distance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exlint.card import Card, PassageKind
from exlint.facts import Collected, Json
from exlint.findings import GroupProblem, Severity
from exlint.rules.base import CollectionRule, NoOptions
from exlint.rules.collection._copies import copies, fragment_of, group_problem, section_texts


def collect(card: Card, options: NoOptions) -> Json:
    """A digest of the paragraphs of each section that has them, with their place."""
    texts = (
        tuple(passage for passage in passages if passage.kind is PassageKind.PARAGRAPH)
        for passages in section_texts(card, "paragraph")
    )
    return fragment_of((text for text in texts if text), card)


def check(collected: Sequence[Collected], options: NoOptions) -> Iterator[GroupProblem]:
    """Yield one problem for each group of cards with the same description."""
    for group, _ in copies(collected):
        yield group_problem(group, f"{len(group)} cards have the same description", "the same description")


RULE = CollectionRule(
    code="EX703", name="duplicate-description", since="0.1.0", severity=Severity.WARNING, check=check, collect=collect
)
