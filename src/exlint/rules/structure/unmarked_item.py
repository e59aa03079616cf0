"""A line that lost its bullet or number runs on from the item before it.

Why: Markdown joins such a line to the item before, so two steps are shown as one.

Fix: write the bullet or number, and a space, before the line.

Source: https://spec.commonmark.org/0.31.2/#paragraph-continuation-text
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each such line."""
    for spec, section in card.known_sections:
        marker = "number" if spec.allows("numbered-list") else "'- '"
        for index, entry in enumerate(section.entries):
            if entry.marker is None:
                runs_on = " and runs on from the one before" if index else ""
                yield Problem(entry.prose.whole, f"{spec.item} has no {marker}{runs_on}")


RULE = CardRule(code="EX219", name="unmarked-item", since="0.1.0", severity=Severity.ERROR, check=check)
