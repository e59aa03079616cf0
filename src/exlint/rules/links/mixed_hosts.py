"""A card's related links lead to more than one host.

Why: one of them is a leftover of an old address, a test server, or a slip.

Fix: write one host in all of them.

Source: the card type, `captures`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each link that differs from most; of a tie, from the first."""
    said: dict[str, list[tuple[str, Span]]] = {}
    for link in card.links:
        for each in link.evidence:
            if each.name in card.type.captures:
                said.setdefault(each.name, []).append((each.said.text, each.said.span))
    for places in said.values():
        usual, uses = Counter(text for text, _ in places).most_common(1)[0]
        how = Applicability.SAFE if uses > 1 else Applicability.UNSAFE
        for text, span in places:
            if text != usual:
                fixes = write(card.document.source, span, text, usual, how)
                yield Problem(span, f"link leads to {text!r}; the others lead to {usual!r}", fixes=fixes)


RULE = CardRule(
    code="EX604",
    name="mixed-hosts",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(
        Applicability.SAFE,
        Applicability.UNSAFE,
    ),
)
