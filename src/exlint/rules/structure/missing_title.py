"""The card has no title, or its title is not marked as a heading.

Why: the title names the page, its anchor and its file; a title that is plain text shows as a sentence.

Fix: begin the card with `# ` and its name.

Source: the card type, `title`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Edit, Fix, Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.structure._headings import headed


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield at most one problem: at the text that should be the title, else at the start."""
    title = card.title
    if title is None:
        first_line = card.document.source.line_span(1)
        place = Span(first_line.start, first_line.start)
        message = "title is missing; expected '# …' on the first line"
        yield Problem(place, message, fixes=_written(card, place, "# {}\n\n"))
    elif not title.text:
        yield Problem(title.span, "title is empty", fixes=_written(card, title.span, " {}"))
    elif title.level is None:
        message = f"title {title.text!r} is no heading; expected '# {title.text}'"
        yield Problem(title.span, message, fixes=headed(card.document.source, title.span, 1, title.text))


def _written(card: Card, place: Span, form: str) -> tuple[Fix, ...]:
    """The title that the card's texts say, if they agree."""
    said = {each.said.text for each in card.evidence if each.name == "title"}
    if len(said) != 1:
        return ()
    text = form.format(*said)
    return fix(f"write '# {text.strip('# ')}'".replace("\n", ""), Edit(place, text), how=Applicability.UNSAFE)


RULE = CardRule(
    code="EX201",
    name="missing-title",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE, Applicability.UNSAFE),
)
