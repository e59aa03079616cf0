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
    for violation in card.metadata.violations if card.metadata else ():
        if violation.keyword == "not" and violation.part:
            reason = violation.note or f"is not allowed in {violation.name!r}"
            removed = without_part(card, violation.field, violation.part) if violation.field else ()
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
