"""A metadata line is not written `- **Key:** value`.

Why: a key that is not bold, or has no colon, is read as a plain sentence by people and programs.

Fix: write the line as the message gives it.

Source: the card type, `metadata`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Field
from exlint.findings import Applicability, Edit, Fix, Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, line_at

_MARKS = "-+*•·–—_:= \t"


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each known key, at the key."""
    for field in card.metadata.fields if card.metadata else ():
        if field.fault and field.spec:
            yield Problem(field.key.span, f"key {field.key.text!r} {field.fault}", fixes=_rewritten(card, field))


def _rewritten(card: Card, field: Field) -> tuple[Fix, ...]:
    """The line up to its value as the type has it; none if it is wrapped before its value, or holds more than marks."""
    source, value = card.document.source, field.value
    line = line_at(source, field.key.span.start)
    start = value.span.start if value.text else line.end
    end = value.span.end if value.text else line.end
    marks = (
        source[Span(line.start, field.key.span.start)]
        + source[Span(field.key.span.end, max(start, field.key.span.end))]
    )
    if not line.contains(Span(start, end)) or marks.strip(_MARKS):
        return ()
    edits = [Edit(Span(line.start, start), f"- **{field.key.text}:** "[: None if value.text else -1])]
    if end < line.end and not source[Span(end, line.end)].strip("*_ \t"):
        edits.append(Edit(Span(end, line.end), ""))
    return fix(f"write '- **{field.key.text}:**'", *edits)


RULE = CardRule(
    code="EX307",
    name="malformed-key",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
