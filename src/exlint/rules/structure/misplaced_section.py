"""A section stands out of the type's order.

Why: readers know where to look; programs that read cards by order take one section for another.

Fix: move the whole section, heading and content, to its place.

Source: the card type, the order of `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Related, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.structure._content import misplaced


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each section that must move, the fewest that mend the order."""
    for level in card.levels:
        order = [spec.name for spec in level.specs]
        for section in misplaced(level):
            earlier = [found for name in order[: order.index(section.name)] if (found := level.section(name))]
            where = f"after {earlier[-1].name!r}" if earlier else "first"
            related = (Related(earlier[-1].heading.span, "it belongs after this"),) if earlier else ()
            yield Problem(section.heading.span, f"section {section.name!r} is out of order; expected {where}", related)


RULE = CardRule(code="EX204", name="misplaced-section", since="0.1.0", severity=Severity.ERROR, check=check)
