"""A metadata value is right but for its letter case.

Why: values are compared as they are written; `legs` is not found under `Legs`.

Fix: write the value as the type has it.

Source: the card type's metadata schema.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.witnesses import with_part


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each value or item of a list value; a repeat is left to `duplicate-list-value`."""
    for field in card.metadata.fields if card.metadata else ():
        known = field.spec.known_in_any_case if field.spec else {}
        seen: set[str] = set()
        for part in field.parts:
            right = known.get(part.text.casefold(), part.text)
            is_repeat = right in seen
            seen.add(right)
            if right != part.text and not is_repeat:
                fixes = fix(f"write {right!r}", *with_part(card, field, part, right))
                yield Problem(part.span, f"{part.text!r} is written {right!r} in {field.name!r}", fixes=fixes)


RULE = CardRule(
    code="EX309",
    name="wrong-case-value",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
