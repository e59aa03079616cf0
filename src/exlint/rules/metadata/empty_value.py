"""A metadata key has no value.

Why: the page shows a label with nothing after it.

Fix: write the value, or remove the line if the key is optional.

Source: the card type's metadata schema.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Field
from exlint.findings import Applicability, Edit, Fix, Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, line_at, write
from exlint.rules.witnesses import value_said


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at the key; and one for each empty item of a list value."""
    for field in card.metadata.fields if card.metadata else ():
        if field.spec is None:
            continue  # an unknown key is one finding, whatever it holds
        if not field.parts:
            yield Problem(field.key.span, f"{field.name!r} has no value", fixes=_filled(card, field))
        elif field.spec.is_list and any(not part.strip() for part in field.value.text.split(",")):
            whole = ", ".join(part.text for part in field.parts)
            fixes = write(card.document.source, field.value.span, field.value.text, whole)
            yield Problem(field.value.span, f"{field.name!r} has a comma with nothing on one side", fixes=fixes)


def _filled(card: Card, field: Field) -> tuple[Fix, ...]:
    """The value that the card says elsewhere, at the end of the line."""
    said = (value_said(card, field.name, each.said.text) for each in card.evidence if each.name == field.name)
    value = next((value for value in said if value), None)
    if value is None or field.fault:
        return ()
    source = card.document.source
    line = line_at(source, field.key.span.start)
    end = line.start + len(source[line].rstrip())
    return fix(f"write {value!r}", Edit(Span(end, line.end), f" {value}"), how=Applicability.UNSAFE)


RULE = CardRule(
    code="EX305",
    name="empty-value",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(
        Applicability.SAFE,
        Applicability.UNSAFE,
    ),
)
