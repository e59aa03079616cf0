"""A value of an open list is one that is known to be wrong.

Why: the list may name things that the type does not know yet, but not these: they are another kind of thing.

Fix: write what was meant, or remove the item.

Source: the card type's metadata schema, `not`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.witnesses import without_part


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each such item."""
    violations = card.metadata.violations if card.metadata else ()
    excluded = [violation for violation in violations if violation.keyword == "not"]
    wrong = [violation.part for violation in excluded]
    for violation in excluded:
        if violation.part:
            reason = violation.note or f"is not allowed in {violation.name!r}"
            field = violation.field
            has_right = field is not None and any(part not in wrong for part in field.parts)
            removed = without_part(card, field, violation.part) if field and has_right else ()
            fixes = fix(f"remove {violation.part.text!r}", *removed, how=Applicability.UNSAFE)
            yield Problem(violation.part.span, f"{violation.part.text!r} {reason}", fixes=fixes)


RULE = CardRule(
    code="EX311",
    name="excluded-value",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
