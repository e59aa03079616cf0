"""A link that every card of the type has is not there.

Why: readers go on from card to card by these links.

Fix: write the link as the message gives it.

Source: the card type, `links`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import BoundLink, Card
from exlint.findings import Applicability, Fix, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, line_after, line_before


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at the heading of its section."""
    for link in card.links:
        if link.section and not link.section.is_empty and link.span is None and link.broken is None:
            wanted = link.expected or f"[{link.spec.text.text}]({link.spec.url.text})"
            message = f"a link is missing; expected {wanted!r}"
            yield Problem(link.section.heading.span, message, fixes=_written(card, link))


def _written(card: Card, link: BoundLink) -> tuple[Fix, ...]:
    """The link on a line of its own, after the one before it in the type's order or before the one after it."""
    if link.expected is None or "{" in link.expected:
        return ()
    source, at, line = card.document.source, card.links.index(link), f"- {link.expected}"
    before = [each.span for each in card.links[:at] if each.span and each.section is link.section]
    after = [each.span for each in card.links[at + 1 :] if each.span and each.section is link.section]
    place = (
        line_after(source, before[-1].end, line)
        if before
        else line_before(source, after[0].start, line)
        if after
        else None
    )
    return fix("write the link", place, how=Applicability.UNSAFE)


RULE = CardRule(
    code="EX601",
    name="missing-link",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
