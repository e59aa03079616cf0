"""A metadata line is not written `- **Key:** value`.

Why: a key that is not bold, or has no colon, is read as a plain sentence by people and programs.

Fix: write the line as the message gives it.

Source: the card type, `metadata`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each known key, at the key."""
    for field in card.metadata.fields if card.metadata else ():
        if field.fault and field.spec:
            yield Problem(field.key.span, f"key {field.key.text!r} {field.fault}")


RULE = CardRule(code="EX307", name="malformed-key", since="0.1.0", severity=Severity.ERROR, check=check)
