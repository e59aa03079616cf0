"""A required metadata key is not there.

Why: lists and filters that use the key leave the card out.

Fix: write the line; where other parts of the card name the value, the message gives it.

Source: the card type's metadata schema, `required`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Metadata
from exlint.document import Located
from exlint.findings import Applicability, Fix, Problem, Related, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.witnesses import new_field, value_said


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at the key after which it belongs."""
    if card.metadata is None:
        return
    for violation in card.metadata.violations:
        if violation.keyword == "required":
            said = next((each.said for each in card.evidence if each.name == violation.name and each.said.text), None)
            hint = f"; the card says {said.text!r}" if said else ""
            related = (Related(said.span, "the card says it here"),) if said else ()
            message = f"{violation.name!r} is missing{hint}"
            yield Problem(
                _place(card, card.metadata, violation.name), message, related, _written(card, violation.name, said)
            )


def _written(card: Card, name: str, said: Located | None) -> tuple[Fix, ...]:
    """The line with the value that the card says."""
    value = value_said(card, name, said.text) if said else None
    return fix(f"write {value!r} for {name}", new_field(card, name, value), how=Applicability.UNSAFE) if value else ()


def _place(card: Card, metadata: Metadata, name: str) -> Span:
    """The key before it in the type's order; the first line if it would be first."""
    names = [field.name for field in card.type.metadata.fields]
    before = [field for field in metadata.fields if field.spec and names.index(field.name) < names.index(name)]
    field = max(before, key=lambda each: names.index(each.name)) if before else metadata.fields[0]
    return field.key.span


RULE = CardRule(
    code="EX302",
    name="missing-key",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
