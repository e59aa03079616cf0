"""A metadata key that the card type does not know.

Why: a misspelled key is a missing value: whatever reads the key finds nothing.

Fix: write the key as the type has it, or add it to the type's metadata schema.

Source: the card type's metadata schema, `properties`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write
from exlint.suggest import nearest

_ALIKE = 0.8
"""A key that is so much like the right one is a slip; another is a guess by its value and place."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at the key; a misspelled repeat is left to `duplicate-key`."""
    for field in card.metadata.fields if card.metadata else ():
        if field.spec is None:
            known = ", ".join(spec.name for spec in card.type.metadata.fields)
            yield Problem(field.key.span, f"unknown key {field.key.text!r}; expected one of {known}")
        elif field.key.text != field.spec.name and card.metadata and card.metadata.field(field.name) is field:
            key, meant = field.key, field.spec.name
            how = Applicability.SAFE if nearest(key.text, (meant,), _ALIKE) else Applicability.UNSAFE
            fixes = write(card.document.source, key.span, key.text, meant, how)
            yield Problem(key.span, f"unknown key {key.text!r}; did you mean {meant!r}?", fixes=fixes)


RULE = CardRule(
    code="EX303",
    name="unknown-key",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(
        Applicability.SAFE,
        Applicability.UNSAFE,
    ),
)
