"""A metadata key stands out of the type's order.

Why: readers compare cards line by line; an order that changes hides what differs.

Fix: move the line.

Source: the card type's metadata schema, the order of `properties`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Field
from exlint.findings import Applicability, Fix, Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, line_after, line_at, line_before, without_lines
from exlint.sequence import out_of_order


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each key that must move, the fewest that mend the order."""
    if card.metadata is None:
        return
    names = [spec.name for spec in card.type.metadata.fields]
    fields = [card.metadata.field(name) for name in names]
    found = sorted((field for field in fields if field), key=lambda field: field.key.span)
    present = [field.name for field in found]
    for index in out_of_order([names.index(name) for name in present]):
        name = present[index]
        earlier = [each for each in names[: names.index(name)] if each in present]
        where = f"after {earlier[-1]!r}" if earlier else "first"
        anchor = card.metadata.field(earlier[-1]) if earlier else None
        fixes = _moved(card, found[index], anchor, found[0])
        yield Problem(found[index].key.span, f"key {name!r} is out of order; expected {where}", fixes=fixes)


def _moved(card: Card, field: Field, anchor: Field | None, first: Field) -> tuple[Fix, ...]:
    """The line after the anchor's, or before the first; none if one of them is wrapped or has no bullet of its own."""
    source = card.document.source
    lines = {each.key.text: _line(card, each) for each in (field, anchor or first)}
    if any(line is None for line in lines.values()):
        return ()
    text = source[line_at(source, field.key.span.start)]
    place = line_after(source, anchor.key.span.end, text) if anchor else line_before(source, first.key.span.start, text)
    return fix(f"move {field.name!r}", without_lines(source, field.key.span), place)


def _line(card: Card, field: Field) -> Span | None:
    """The line of a field that is one item of the list and nothing else."""
    assert card.metadata is not None
    line = line_at(card.document.source, field.key.span.start)
    item = next((each for each in card.metadata.block.items if each.span.contains(field.key.span)), None)
    return line if item and line.contains(item.span) else None


RULE = CardRule(
    code="EX306",
    name="misordered-key",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
