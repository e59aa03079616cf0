"""A value belongs to another value of another key.

Why: the card is listed where nobody looks for it.

Fix: correct the one or the other.

Source: the card type, `taxonomy`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Problem, Related, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.witnesses import revalued


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each rule of the taxonomy, at the decided value, related to the deciding one.

    A value that the rest of the card disputes is left to that finding.
    """
    for spec in card.type.taxonomy if card.metadata else ():
        assert card.metadata is not None
        key, decided = card.metadata.field(spec.key), card.metadata.field(spec.decides)
        if key is None or decided is None or {spec.key, spec.decides} & card.disputes.keys():
            continue
        (value, *_), (found, *_) = (
            card.metadata.values.get(spec.key, ("",)),
            card.metadata.values.get(spec.decides, ("",)),
        )
        expected = spec.parent_of.get(value)
        if expected and found and expected != found:
            related = (Related(key.value.span, f"{spec.key} is {value!r} here"),)
            message = f"{spec.decides} is {found!r}, but {spec.key} {value!r} belongs to {expected!r}"
            fixes = fix(f"write {expected!r}", *revalued(card, decided, expected), how=Applicability.UNSAFE)
            yield Problem(decided.value.span, message, related, fixes)


RULE = CardRule(
    code="EX313",
    name="taxonomy-mismatch",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
