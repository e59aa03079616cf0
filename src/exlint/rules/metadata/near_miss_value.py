"""A value of an open list is almost a known one, or another name of it.

Why: an open list takes any name, so a slip makes a new value that nothing else has.

Fix: write the known name, or add the new one to the schema's `examples`.

Source: the card type's metadata schema, `examples`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.binding.metadata import intended
from exlint.card import Card
from exlint.cardtype import FieldSpec
from exlint.findings import Applicability, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.witnesses import sureness, with_part

_OF_LISTS = frozenset({"uniqueItems", "minItems", "maxItems"})
"""What breaks these is a list, not its first item."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each such item."""
    violations = card.metadata.violations if card.metadata else ()
    excluded = {each.part for each in violations if each.keyword not in _OF_LISTS}
    for field in card.metadata.fields if card.metadata else ():
        if field.spec is None or field.spec.closed:
            continue
        for part in field.parts:
            right = _first_name(part.text, field.spec, card) or intended(part.text, field.spec, card.type.canonical)
            if part not in excluded and right and right.casefold() != part.text.casefold():
                fixes = fix(
                    f"write {right!r}",
                    *with_part(card, field, part, right),
                    how=sureness(card, part.text, right, field.spec),
                )
                message = f"{part.text!r} is not known in {field.name!r}; did you mean {right!r}?"
                yield Problem(part.span, message, fixes=fixes)


def _first_name(text: str, spec: FieldSpec, card: Card) -> str | None:
    """The known value of which an unknown one is a synonym; a repeat of another key's value is another finding."""
    known = spec.known_in_any_case
    first = card.type.canon(text)
    return None if text.casefold() in known or first in _taken(spec, card) else known.get(first)


def _taken(spec: FieldSpec, card: Card) -> set[str]:
    """The values of keys that this one must not repeat."""
    keys = [first for first, second in card.type.distinct if second == spec.name]
    fields = [card.metadata.field(key) for key in keys] if card.metadata else []
    return {card.type.canon(part.text) for field in fields if field for part in field.parts}


RULE = CardRule(
    code="EX312",
    name="near-miss-value",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(
        Applicability.SAFE,
        Applicability.UNSAFE,
    ),
)
