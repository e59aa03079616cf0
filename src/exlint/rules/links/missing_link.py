"""A link that every card of the type has is not there.

Why: readers go on from card to card by these links.

Fix: write the link as the message gives it.

Source: the card type, `links`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at the heading of its section."""
    for link in card.links:
        if link.section and not link.section.is_empty and link.span is None and link.broken is None:
            wanted = link.expected or f"[{link.spec.text.text}]({link.spec.url.text})"
            yield Problem(link.section.heading.span, f"a link is missing; expected {wanted!r}")


RULE = CardRule(code="EX601", name="missing-link", since="0.1.0", severity=Severity.ERROR, check=check)
