"""The card does not end with its type's last line.

Why: a link home is how readers go on from the card; a card without it was often cut off at its end.

Fix: write the line as other cards have it, or restore the end of the card.

Source: the card type, `closing`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.template import Template


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield at most one problem, at the last line."""
    spec = card.type.closing
    if spec is None or card.closing:
        return
    source = card.document.source
    place = source.line_span(source.row(card.end.start))
    if spec.text:
        yield Problem(place, f"closing line is missing; expected {_outlined(spec.text, card)!r}")
    elif spec.link:
        address = spec.link.text
        for name in card.type.captures:
            said = next((each.said.text for each in card.evidence if each.name == name), f"{{{name}}}")
            address = address.replace(f"{{{name}}}", said)
        yield Problem(place, f"closing line is missing; expected a last line with a link to {address!r}")


def _outlined(template: Template, card: Card) -> str:
    """The template's text with an ellipsis for what a card chooses."""
    text = template.text
    for name in card.type.captures:
        text = text.replace(f"{{{name}}}", "…")
    return text


RULE = CardRule(code="EX217", name="missing-closing-line", since="0.1.0", severity=Severity.ERROR, check=check)
