"""A metadata value is not one that the type allows.

Why: filters and links are made from a closed list of values; a value of its own leads nowhere.

Fix: write one of the values; the message suggests the nearest.

Source: the card type's metadata schema (https://json-schema.org/draft/2020-12).
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.binding.metadata import intended
from exlint.card import Card, FieldViolation
from exlint.findings import Applicability, Fix, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.witnesses import sureness, value_said, with_part
from exlint.suggest import did_you_mean, nearest

_OTHER_RULES = frozenset({"required", "additionalProperties", "uniqueItems", "not", "minItems"})
_SHORT_LIST = 8


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each value, or item of a list value, that breaks its schema."""
    for violation in card.metadata.violations if card.metadata else ():
        if violation.keyword in _OTHER_RULES or violation.part is None:
            continue
        known = {value.casefold() for value in violation.expected}
        if violation.keyword == "enum" and violation.part.text.casefold() in known:
            continue  # only its letter case is wrong
        yield Problem(violation.part.span, _message(card, violation), fixes=_meant(card, violation))


def _meant(card: Card, violation: FieldViolation) -> tuple[Fix, ...]:
    """The known value that the card says elsewhere, or that the value is a slip of."""
    field, part = violation.field, violation.part
    if violation.keyword != "enum" or field is None or field.spec is None or part is None:
        return ()
    said = (value_said(card, field.name, each.said.text) for each in card.evidence if each.name == field.name)
    told = next((value for value in said if value in violation.expected), None)
    near = intended(part.text, field.spec, card.type.canonical) or nearest(part.text, violation.expected)
    value = near if told is None or field.spec.is_list else told
    if value is None:
        return ()
    how = sureness(card, part.text, value, field.spec) if told in (None, value) else Applicability.UNSAFE
    return fix(f"write {value!r}", *with_part(card, field, part, value), how=how)


def _message(card: Card, violation: FieldViolation) -> str:
    assert violation.part is not None
    value, expected = violation.part.text, violation.expected
    match violation.keyword:
        case "enum" | "const":
            spec = violation.field.spec if violation.field else None
            meant = intended(value, spec, card.type.canonical) if spec else None
            hint = f"; did you mean {meant!r}?" if meant in expected else did_you_mean(value, expected)
            if len(expected) <= _SHORT_LIST or not hint:
                return f"{value!r} is not one of {', '.join(expected)}{hint}"
            return f"{value!r} is not a known value of {violation.name!r}{hint}"
        case "pattern":
            return f"{value!r} does not match {expected[0]!r}, as {violation.name!r} must"
        case "format":
            return f"{value!r} is no {expected[0]}, as {violation.name!r} must be"
        case "minLength" | "maxLength":
            bound = "at least" if violation.keyword == "minLength" else "at most"
            return f"{value!r} has {len(value)} characters; {violation.name!r} has {bound} {expected[0]}"
        case "type":
            return f"{value!r} is no {' or '.join(expected)}, as {violation.name!r} must be"
        case keyword:
            return f"{value!r} breaks {keyword!r} ({', '.join(expected)}) of {violation.name!r}"


RULE = CardRule(
    code="EX308",
    name="invalid-value",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(
        Applicability.SAFE,
        Applicability.UNSAFE,
    ),
)
