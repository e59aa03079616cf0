"""Two cards have the same title.

Why: one of them is a copy, or the two say different things of one exercise or recipe; addresses made from titles
collide.

Fix: merge the cards, or give one a title that says what differs. Letter case and punctuation make no difference.

Source: seen in collections that were merged from several imports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exlint.card import Card
from exlint.facts import Collected, Json
from exlint.findings import Problem, Related, Severity
from exlint.rules.base import CollectionRule, NoOptions
from exlint.template import slug


def collect(card: Card, options: NoOptions) -> Json:
    """Nothing beyond the title, which is in every card's facts."""
    return None


def check(collected: Sequence[Collected], options: NoOptions) -> Iterator[tuple[str, Problem]]:
    """Yield one problem for each card after the first of its title, related to the first."""
    first: dict[str, Collected] = {}
    for card in collected:
        if card.title is None or not slug(card.title.text):
            continue
        other = first.setdefault(slug(card.title.text), card)
        if other is not card and other.title:
            related = (Related(other.title.span, f"also the title of {other.path}", other.path),)
            yield card.path, Problem(card.title.span, f"title {card.title.text!r} is another card's", related)


RULE = CollectionRule(
    code="EX701", name="duplicate-title", since="0.1.0", severity=Severity.ERROR, check=check, collect=collect
)
