"""Two cards have the same title.

Why: one of them is a copy, or the two say different things of one exercise or recipe; addresses made from titles
collide.

Fix: merge the cards, or give one a title that says what differs. Letter case and punctuation make no difference. The
finding comes once for all cards of a title, at one whose file is not called after it if there is one, else at a later
card, as if it had been copied from the first.

Source: seen in collections that were merged from several imports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from exlint.card import Card
from exlint.facts import Collected, Json
from exlint.findings import GroupProblem, Member, Severity
from exlint.rules.base import CollectionRule, NoOptions
from exlint.template import slug


def collect(card: Card, options: NoOptions) -> Json:
    """Nothing beyond the title, which is in every card's facts."""
    return None


def check(collected: Sequence[Collected], options: NoOptions) -> Iterator[GroupProblem]:
    """Yield one problem for each group of cards of one title."""
    groups: dict[str, list[tuple[str, Member]]] = {}
    for card in collected:
        if card.title and slug(card.title.text):
            member = Member(card.path, card.title.span, f"also the title of {card.path}")
            groups.setdefault(slug(card.title.text), []).append((card.title.text, member))
    for name, group in groups.items():
        if len(group) > 1:
            members = [member for _, member in (*group[1:], group[0])]
            members.sort(key=lambda member: PurePosixPath(member.path).stem == name)
            whose = "another card's" if len(group) == 2 else f"that of {len(group)} cards"
            yield GroupProblem(f"title {group[0][0]!r} is {whose}", tuple(members))


RULE = CollectionRule(
    code="EX701", name="duplicate-title", since="0.1.0", severity=Severity.ERROR, check=check, collect=collect
)
