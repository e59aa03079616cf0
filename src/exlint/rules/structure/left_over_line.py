"""A button or a link of the page's navigation stands among the text.

Why: what can be clicked on a page says nothing in its text; readers stumble over it, and programs take it for a
sentence.

Fix: remove the line.

Source: the card type, `leftovers`; seen where pages were saved as text.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.document import Furniture
from exlint.findings import Applicability, Edit, Fix, Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each such line."""
    source = card.document.source
    for block in card.document.blocks:
        if isinstance(block, Furniture):
            row = source.row(block.span.start)
            end = source.line_starts[row] if row < len(source.line_starts) else len(source.text)
            line = Span(source.line_starts[row - 1], end)
            fix = Fix("remove the line", (Edit(line, ""),))
            yield Problem(block.span, f"{source[block.span]!r} is left over from the page", fixes=(fix,))


RULE = CardRule(
    code="EX222",
    name="left-over-line",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
