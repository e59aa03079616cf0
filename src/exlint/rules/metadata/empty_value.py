"""A metadata key has no value.

Why: the page shows a label with nothing after it.

Fix: write the value, or remove the line if the key is optional.

Source: the card type's metadata schema.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at the key; and one for each empty item of a list value."""
    for field in card.metadata.fields if card.metadata else ():
        if field.spec is None:
            continue  # an unknown key is one finding, whatever it holds
        if not field.parts and not field.data:
            yield Problem(field.key.span, f"{field.name!r} has no value")
        elif field.spec.is_list and any(not part.strip() for part in field.value.text.split(",")):
            yield Problem(field.value.span, f"{field.name!r} has a comma with nothing on one side")


RULE = CardRule(code="EX305", name="empty-value", since="0.1.0", severity=Severity.ERROR, check=check)
