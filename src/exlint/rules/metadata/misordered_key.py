"""A metadata key stands out of the type's order.

Why: readers compare cards line by line; an order that changes hides what differs.

Fix: move the line.

Source: the card type's metadata schema, the order of `properties`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.cardtype import MetadataSource
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.sequence import out_of_order


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each key that must move, the fewest that mend the order."""
    if card.metadata is None or card.type.metadata.source is MetadataSource.FRONT_MATTER:
        return  # a mapping has no order
    names = [spec.name for spec in card.type.metadata.fields]
    fields = [card.metadata.field(name) for name in names]
    found = sorted((field for field in fields if field), key=lambda field: field.key.span)
    present = [field.name for field in found]
    for index in out_of_order([names.index(name) for name in present]):
        name = present[index]
        earlier = [each for each in names[: names.index(name)] if each in present]
        where = f"after {earlier[-1]!r}" if earlier else "first"
        yield Problem(found[index].key.span, f"key {name!r} is out of order; expected {where}")


RULE = CardRule(code="EX306", name="misordered-key", since="0.1.0", severity=Severity.ERROR, check=check)
