"""A metadata key stands twice.

Why: programs take the first or the last of the two, and people see both.

Fix: remove one line.

Source: the card type's metadata schema; a JSON object has each key once.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Field
from exlint.findings import Applicability, Problem, Related, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.witnesses import without_field


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each repeat of a known key, related to the first."""
    first: dict[str, Field] = {}
    for field in card.metadata.fields if card.metadata else ():
        if field.spec and field.name in first:
            related = (Related(first[field.name].key.span, "the first one is here"),)
            is_same = field.value.text.casefold() == first[field.name].value.text.casefold()
            fixes = fix("remove the repeat", without_field(card, field)) if is_same else ()
            yield Problem(field.key.span, f"key {field.name!r} stands twice", related, fixes)
        first.setdefault(field.name, field)


RULE = CardRule(
    code="EX304",
    name="duplicate-key",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
