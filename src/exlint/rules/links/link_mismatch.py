"""A link that repeats the metadata disagrees with it, in its text or in its address.

Why: the reader is told one thing and sent to another.

Fix: write the text and the address as the message gives them.

Source: the card type, `links` and `slugs`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Related, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each text and each address that disagrees."""
    for link in card.links:
        for each in link.evidence:
            if each.agrees or each.name in card.disputes:
                continue
            field = card.metadata.field(each.name) if card.metadata else None
            related = (Related(field.value.span, f"{each.name} is {field.value.text!r} here"),) if field else ()
            message = f"{each.source} says {each.said.text!r} for {each.name}; expected {each.expected!r}"
            yield Problem(each.said.span, message, related)
        if link.deviation:
            found, expected = link.deviation.found, link.deviation.expected
            yield Problem(found.span, f"link reads {found.text!r}; expected {expected!r}")


RULE = CardRule(code="EX602", name="link-mismatch", since="0.1.0", severity=Severity.ERROR, check=check)
