"""A value repeats the value of another key, perhaps under another name.

Why: what is named first can't also come second; usually one of the two is a leftover of an older version.

Fix: remove the repeat, or correct the value that is wrong.

Source: the card type, `distinct` and `synonyms`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Problem, Related, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.witnesses import without_part


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each repeat, related to the value that it repeats."""
    for first_name, second_name in card.type.distinct if card.metadata else ():
        assert card.metadata is not None
        first, second = card.metadata.field(first_name), card.metadata.field(second_name)
        if first is None or second is None or {first_name, second_name} & card.disputes.keys():
            continue
        taken = {card.type.canon(part.text): part for part in first.parts}
        for part in second.parts:
            other = taken.get(card.type.canon(part.text))
            if other:
                same = "" if other.text.casefold() == part.text.casefold() else f", another name of {other.text!r}"
                related = (Related(other.span, f"{first_name} is {other.text!r} here"),)
                message = f"{second_name} repeats the {first_name} {part.text!r}{same}"
                fixes = fix(f"remove {part.text!r}", *without_part(card, second, part), how=Applicability.UNSAFE)
                yield Problem(part.span, message, related, fixes)


RULE = CardRule(
    code="EX314",
    name="repeated-value",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
