"""A list value names one thing twice.

Why: the card shows it twice, and often another name was meant.

Fix: remove the repeat, or write what was meant. Names that the type declares as synonyms are one thing.

Source: the card type's metadata schema, `uniqueItems`; the card type, `synonyms`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Problem, Related, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.witnesses import without_part


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each repeat, related to the first."""
    for field in card.metadata.fields if card.metadata else ():
        seen: dict[str, Span] = {}
        for part in field.parts:
            key = card.type.canon(part.text)
            if key in seen:
                related = (Related(seen[key], "the first one is here"),)
                fixes = fix(f"remove {part.text!r}", *without_part(card, field, part))
                yield Problem(part.span, f"{part.text!r} stands twice in {field.name!r}", related, fixes)
            seen.setdefault(key, part.span)


RULE = CardRule(
    code="EX310",
    name="duplicate-list-value",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
