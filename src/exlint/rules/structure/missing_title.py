"""The card has no title, or its title is not marked as a heading.

Why: the title names the page, its anchor and its file; a title that is plain text shows as a sentence.

Fix: begin the card with `# ` and its name.

Source: the card type, `title`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.structure._headings import headed


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield at most one problem: at the text that should be the title, else at the start."""
    title = card.title
    if title is None:
        first_line = card.document.source.line_span(1)
        yield Problem(Span(first_line.start, first_line.start), "title is missing; expected '# …' on the first line")
    elif not title.text:
        yield Problem(title.span, "title is empty")
    elif title.level is None:
        message = f"title {title.text!r} is no heading; expected '# {title.text}'"
        yield Problem(title.span, message, fixes=headed(card.document.source, title.span, 1, title.text))


RULE = CardRule(
    code="EX201",
    name="missing-title",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
