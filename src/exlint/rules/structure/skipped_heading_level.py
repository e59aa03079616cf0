"""A heading is more than one level below the one before it.

Why: contents lists and screen readers make an outline of the headings; a level that is left out is a gap in it.

Fix: raise the heading, or write the heading that is missing between the two.

Source: https://www.w3.org/WAI/tutorials/page-structure/headings/; headings that a card type knows have their level from
the type.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Related, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each such heading that the type doesn't know, where it allows such."""
    for level in card.levels:
        above = level.owner.level if level.owner else 1
        heading = level.owner.heading.span if level.owner else card.title.span if card.title else None
        for section in level.sections:
            if level.is_open and section.spec is None and section.level and above and section.level > above + 1:
                related = (Related(heading, "the heading before it"),) if heading else ()
                message = f"level-{section.level} heading after a level-{above} heading; expected level {above + 1}"
                yield Problem(section.heading.span, message, related)
            above, heading = section.level or above, section.heading.span


RULE = CardRule(code="EX233", name="skipped-heading-level", since="0.1.0", severity=Severity.WARNING, check=check)
